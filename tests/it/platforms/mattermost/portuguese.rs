//! The same conversation with somebody who is down as Portuguese: Mattermost tells no language.

use insta::assert_snapshot;
use lamplighter_emulator::Pace;

use super::server::{ADA, BOB, Server};

/// Bob is nobody in particular, and spoken to in English.
async fn with_ada_in_brazil() -> Server {
    let ada = r#"
[people."mattermost:demoteam000000000000000001/ada00000000000000000000001"]
locale = "pt-BR"
tz = "America/Sao_Paulo"
"#;
    Server::with(Pace::ByHand, ada).await
}

#[tokio::test(start_paused = true)]
async fn a_mesma_conversa() {
    let server = with_ada_in_brazil().await;
    assert_snapshot!(server.says(ADA, "estado myci").await.read(), @r"
    to the caller:
    🟢 **myci** está rodando desde as 10:00 (5 h), iniciada por uma pessoa.
    Tamanho DS3\_V2 · US$ 0,29 por hora · pertence a Ana · desliga após 1 h de inatividade · 1 agendamento, próxima parada às 20:00.
    A imagem do SO é 26.06.14, e a mais recente é 26.10.22; só se atualiza criando a instância de novo.
    Jupyter, JupyterLab e RStudio só abrem para o dono. [Parar] [Reiniciar]
    ");
    assert_snapshot!(server.says(ADA, "prar myci").await.read(), @"
    to the caller:
    Não conheço `prar`. Seria `parar myci`?
    ");
    assert_snapshot!(server.says(BOB, "parar myci").await.read(), @"
    to the caller:
    You may **status**, **list**, **audit** and **cost** in research, not **stop**. Ask an owner of research.
    ");
    assert_snapshot!(server.says(ADA, "parar myci").await.read(), @"
    to the channel:
    🟡 **myci**: pedi ao Azure para parar. Aviso quando ela parar.
    ");
    server.world.emulator.settle("myci");
    assert_snapshot!(server.hears().await, @"
    to the channel:
    ⚪ **myci** parou. Levou 10 s. Disco, IP público e balanceador continuam sendo cobrados.
    ");
    assert_snapshot!(server.says(ADA, "parar myci").await.read(), @"
    to the caller:
    ⚪ **myci** já está parada desde as 15:00.
    ");
    server.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn excluir_pergunta_antes() {
    let server = with_ada_in_brazil().await;
    let prompt = server.says(ADA, "excluir myci").await;
    assert_snapshot!(prompt.read(), @"
    to the caller:
    Excluir **myci**? O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
    Os botões valem por 5 min, e só para você. [Excluir] [Manter]
    ");
    assert_snapshot!(server.clicks(ADA, &prompt.context("Manter")).await.read(), @"
    to the clicker:
    Deixei como está. Nada foi feito.
    ");
    assert_snapshot!(server.clicks(ADA, &prompt.context("Excluir")).await.read(), @"
    to the clicker:
    🟡 **myci**: pedi ao Azure para excluir. Aviso quando ela não existir mais.
    ");
    server.world.emulator.settle("myci");
    assert_snapshot!(server.hears().await, @"
    to the channel:
    ⚪ **myci** foi excluída. Levou 10 s.
    ");
    server.world.finish().await;
}
