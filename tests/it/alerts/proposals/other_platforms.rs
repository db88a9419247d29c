//! Proposals in the other platforms' channels, and in Portuguese.

use insta::assert_snapshot;

use crate::support::alert_senders::{ALERT_SOURCES, AlertSenders};

/// The message in a channel of this kind.
async fn seen_on(kind: &str) -> String {
    let channel = format!("kind = \"{kind}\"\nurl = {{ env = \"OPS_WEBHOOK\" }}");
    let senders = AlertSenders::with(1, |config| {
        let slack = "kind = \"slack\"\nurl = { env = \"OPS_WEBHOOK\" }\nsource = \"slack\"";
        assert!(ALERT_SOURCES.contains(slack));
        config + &ALERT_SOURCES.replace(slack, &channel)
    })
    .await;
    senders.spent("$3,311.90").await;
    let message = senders.world.hears_message().await.body;
    senders.world.finish().await;
    serde_json::to_string_pretty(&message).unwrap()
}

#[tokio::test(start_paused = true)]
async fn teams_shows_a_line_to_type_and_mentions_owners() {
    assert_snapshot!(seen_on("teams").await, @r#"
    {
      "attachments": [
        {
          "content": {
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "body": [
              {
                "inlines": [
                  "Budget ",
                  {
                    "text": "ml-monthly",
                    "type": "TextRun",
                    "weight": "Bolder"
                  },
                  ": $3,311.90 of $4,000.00 spent (83%). Cost data is 8 to 24 hours old."
                ],
                "spacing": "Small",
                "type": "RichTextBlock"
              },
              {
                "inlines": [
                  "2 instances to stop, dearest first. Nothing has been done yet; type ",
                  {
                    "fontType": "Monospace",
                    "text": "stop NAME",
                    "type": "TextRun"
                  },
                  ", or ",
                  {
                    "fontType": "Monospace",
                    "text": "stop all",
                    "type": "TextRun"
                  },
                  " for all."
                ],
                "spacing": "Small",
                "type": "RichTextBlock"
              },
              {
                "inlines": [
                  "Saves $0.48 per hour."
                ],
                "spacing": "Small",
                "type": "RichTextBlock"
              },
              {
                "inlines": [
                  "🟢 ",
                  {
                    "text": "myci",
                    "type": "TextRun",
                    "weight": "Bolder"
                  },
                  " · DS3_V2 · $0.29 per hour",
                  " · ",
                  "Ana"
                ],
                "spacing": "Small",
                "type": "RichTextBlock"
              },
              {
                "inlines": [
                  "🟢 ",
                  {
                    "text": "ci-a0001",
                    "type": "TextRun",
                    "weight": "Bolder"
                  },
                  " · DS11_V2 · $0.19 per hour",
                  " · ",
                  {
                    "fontType": "Monospace",
                    "text": "00000000-0000-0000-0000-0000000000bc",
                    "type": "TextRun"
                  }
                ],
                "spacing": "Small",
                "type": "RichTextBlock"
              },
              {
                "inlines": [
                  "🟢 ",
                  {
                    "text": "busy-ci",
                    "type": "TextRun",
                    "weight": "Bolder"
                  },
                  " is running a job; left running"
                ],
                "spacing": "Small",
                "type": "RichTextBlock"
              },
              {
                "text": "<at>Ana</at> <at>ci-a0001</at>",
                "type": "TextBlock",
                "wrap": true
              }
            ],
            "msteams": {
              "entities": [
                {
                  "mentioned": {
                    "id": "00000000-0000-0000-0000-0000000000bb",
                    "name": "Ana"
                  },
                  "text": "<at>Ana</at>",
                  "type": "mention"
                },
                {
                  "mentioned": {
                    "id": "00000000-0000-0000-0000-0000000000bc",
                    "name": "ci-a0001"
                  },
                  "text": "<at>ci-a0001</at>",
                  "type": "mention"
                }
              ],
              "width": "Full"
            },
            "type": "AdaptiveCard",
            "version": "1.4"
          },
          "contentType": "application/vnd.microsoft.card.adaptive",
          "contentUrl": null
        }
      ],
      "summary": "Budget ml-monthly: $3,311.90 of $4,000.00 spent (83%). Cost data is 8 to 24 hours old.",
      "type": "message"
    }
    "#);
}

#[tokio::test(start_paused = true)]
async fn discord_shows_no_buttons() {
    assert_snapshot!(seen_on("discord").await, @r#"
    {
      "allowed_mentions": {
        "parse": []
      },
      "components": [],
      "content": "Budget **ml-monthly**: $3,311.90 of $4,000.00 spent (83%). Cost data is 8 to 24 hours old.\n2 instances to stop, dearest first. Nothing has been done yet; type `stop NAME`, or `stop all` for all.\nSaves $0.48 per hour.\n🟢 **myci** · DS3\\_V2 · $0.29 per hour · Ana\n🟢 **ci-a0001** · DS11\\_V2 · $0.19 per hour · `00000000-0000-0000-0000-0000000000bc`\n🟢 **busy-ci** is running a job; left running"
    }
    "#);
}

#[tokio::test(start_paused = true)]
async fn mattermost_shows_no_buttons_without_a_source() {
    assert_snapshot!(seen_on("mattermost").await, @r#"
    {
      "text": "Budget **ml-monthly**: $3,311.90 of $4,000.00 spent (83%). Cost data is 8 to 24 hours old.\n2 instances to stop, dearest first. Nothing has been done yet; type `stop NAME`, or `stop all` for all.\nSaves $0.48 per hour.\n🟢 **myci** · DS3\\_V2 · $0.29 per hour · Ana\n🟢 **ci-a0001** · DS11\\_V2 · $0.19 per hour · `00000000-0000-0000-0000-0000000000bc`\n🟢 **busy-ci** is running a job; left running"
    }
    "#);
}

#[tokio::test(start_paused = true)]
async fn proposals_are_in_portuguese_where_configured() {
    let senders = AlertSenders::with(1, |config| {
        let config =
            config.replace("tz = \"Europe/Lisbon\"", "locale = \"pt-BR\"\ntz = \"America/Sao_Paulo\"");
        config + ALERT_SOURCES
    })
    .await;
    senders.spent("$3,311.90").await;
    assert_snapshot!(senders.world.hears().await, @"
    to the channel:
    Orçamento *ml-monthly*: US$ 3.311,90 de US$ 4.000,00 gastos (83%). Os dados de custo têm de 8 a 24 horas de atraso.
    2 instâncias para parar, da mais cara para a mais barata. Nada foi feito ainda; digite `parar NOME` ou, para todas, `parar todas`.
    Economia de US$ 0,48 por hora.
    🟢 *myci* · DS3_V2 · US$ 0,29 por hora · <@U0ADA>
    🟢 *ci-a0001* · DS11_V2 · US$ 0,19 por hora · <@U0DAN>
    🟢 *busy-ci* está executando um job; deixei rodando [Parar myci] [Parar ci-a0001]
    ");
    senders.fires("GpuForgotten", &["myci", "deleted-ci"]).await;
    senders.world.emulator.settle("myci");
    assert_snapshot!(senders.world.hears().await, @"
    to the channel:
    O alerta *GpuForgotten* disparou.
    *alertmanager* `parar research/myci research/deleted-ci`: 1 parada. Economia de US$ 0,29 por hora.
    Não encontrei `research/deleted-ci`.
    ⚪ *myci* parou (10 s)
    <@U0ADA>: *alertmanager* parou *myci* por causa de *GpuForgotten*.
    ");
    senders.fires("Watchdog", &["myci"]).await;
    assert_snapshot!(senders.world.hears().await, @"
    to the channel:
    O alerta *Watchdog* não corresponde a nenhuma regra de *alertmanager*: compare o nome e os rótulos do alerta com o `when`. Nada foi feito.
    ");
    senders.world.finish().await;
}
