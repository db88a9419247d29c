//! A person whose locale is configured: Mattermost sends none.

use insta::assert_snapshot;

use crate::support::{
    chat::mattermost::{ADA, BOB},
    world::World,
};

/// Bob is not configured, and gets English.
async fn with_ada_in_brazil() -> World {
    let ada = r#"
[people."mattermost:demoteam000000000000000001/ada00000000000000000000001"]
locale = "pt-BR"
tz = "America/Sao_Paulo"
"#;
    super::with(ada).await
}

#[tokio::test(start_paused = true)]
async fn a_listed_person_is_answered_in_portuguese() {
    let world = with_ada_in_brazil().await;
    assert_snapshot!(world.says(ADA, "estado myci").await, @r"
    to the caller:
    🟢 **myci** está rodando desde 10:00 (há 5 h), iniciada manualmente.
    Tamanho DS3\_V2 · US$ 0,29 por hora · pertence a Ana · desliga após 1 h de inatividade · 1 agendamento, próxima parada: 20:00.
    A imagem do SO é 26.06.14, e a mais recente é 26.10.22. `desatualizadas myci` mostra como renovar a instância.
    Só o dono pode abrir Jupyter, JupyterLab e RStudio. [Parar] [Reiniciar]
    ");
    assert_snapshot!(world.says(ADA, "prar myci").await, @"
    to the caller:
    Não conheço `prar`. Você quis dizer `parar myci`? [parar myci]
    ");
    assert_snapshot!(world.says(BOB, "parar myci").await, @"
    to the caller:
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `stop`. Ask an owner of research.
    ");
    assert_snapshot!(world.says(ADA, "parar myci").await, @"
    to the channel:
    🟡 **myci**: pedi ao Azure para pará-la. Aviso quando ela parar.
    ");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ **myci** parou. Levou 10 s. Disco, IP público e balanceador de carga continuam sendo cobrados.
    ");
    assert_snapshot!(world.says(ADA, "parar myci").await, @"
    to the caller:
    ⚪ **myci** já está parada, desde 15:00.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_delete_asks_first_in_portuguese() {
    let world = with_ada_in_brazil().await;
    let prompt = world.says(ADA, "excluir myci").await;
    assert_snapshot!(prompt, @"
    to the caller:
    Excluir **myci**? O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
    Os botões valem por 5 min, e só para você. [Excluir] [Não excluir]
    ");
    assert_snapshot!(world.presses(ADA, &prompt.button("Não excluir")).await, @"
    to the clicker:
    Deixei como está. Nada foi feito.
    ");
    assert_snapshot!(world.presses(ADA, &prompt.button("Excluir")).await, @"
    to the clicker:
    🟡 **myci**: pedi ao Azure para excluí-la. Aviso quando ela não existir mais.
    ");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ **myci** foi excluída. Levou 10 s.
    ");
    world.finish().await;
}
