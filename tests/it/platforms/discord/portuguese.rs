//! The same conversation with somebody whose Discord is in Portuguese; all else in this world is English.

use insta::assert_snapshot;

use super::client::{ADA, BOB, Discord};

async fn in_brazil() -> Discord {
    let mut discord = Discord::new().await;
    discord.locale = "pt-BR";
    discord
}

#[tokio::test(start_paused = true)]
async fn parar_e_a_resposta_que_vem_depois() {
    let discord = in_brazil().await;
    assert_snapshot!(discord.says(ADA, "status name:myci").await.read(), @r"
    to the caller:
    🟢 **myci** está rodando desde as <t:1795438800:t> (5 h), iniciada por uma pessoa.
    Tamanho DS3\_V2 · US$ 0,29 por hora · pertence a Ana · desliga após 1 h de inatividade · 1 agendamento, próxima parada às <t:1795474800:t>.
    A imagem do SO é 26.06.14, e a mais recente é 26.10.22; só se atualiza criando a instância de novo.
    Jupyter, JupyterLab e RStudio só abrem para o dono. [Parar] [Reiniciar]
    ");
    assert_snapshot!(discord.says(ADA, "stop name:myci").await.read(), @"
    to the channel:
    🟡 **myci**: pedi ao Azure para parar. Aviso quando ela parar.
    ");
    discord.world.emulator.settle("myci");
    assert_snapshot!(discord.hears().await, @"
    to the channel:
    ⚪ **myci** parou. Levou 10 s. Disco, IP público e balanceador continuam sendo cobrados.
    ");
    discord.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn enganos_e_recusas() {
    let discord = in_brazil().await;
    assert_snapshot!(discord.says(BOB, "stop name:myci").await.read(), @"
    to the caller:
    Você pode **estado**, **listar**, **auditar** e **custo** em research, mas não **parar**. Fale com um responsável por research.
    ");
    assert_snapshot!(discord.says(ADA, "stop name:mcyi").await.read(), @"
    to the caller:
    Não encontrei `mcyi`. Seria **myci**?
    ");
    assert_snapshot!(discord.says(ADA, "do text:parar busy-ci").await.read(), @"
    to the caller:
    🟢 **busy-ci** está executando um job. Parar agora encerra o job. `parar busy-ci --forçar` se for isso mesmo. Um notebook ocupado não aparece aqui.
    ");
    assert_snapshot!(discord.says(ADA, "do text:estdo myci").await.read(), @"
    to the caller:
    Não conheço `estdo`. Seria `estado myci`?
    ");
    discord.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn excluir_pergunta_antes() {
    let discord = in_brazil().await;
    let prompt = discord.says(ADA, "delete name:myci").await;
    assert_snapshot!(prompt.read(), @"
    to the caller:
    Excluir **myci**? O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
    Os botões valem por 5 min, e só para você. [Excluir] [Manter]
    ");
    discord.clicks(ADA, ADA, &prompt.button("Excluir")).await;
    assert_snapshot!(discord.hears().await, @"
    edited:
    Pode deixar: `excluir myci`.
    ");
    assert_snapshot!(discord.hears().await, @"
    to the channel:
    🟡 **myci**: pedi ao Azure para excluir. Aviso quando ela não existir mais.
    ");
    discord.world.emulator.settle("myci");
    assert_snapshot!(discord.hears().await, @"
    to the channel:
    ⚪ **myci** foi excluída. Levou 10 s.
    ");
    discord.world.finish().await;
}
