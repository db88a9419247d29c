//! Mistakes with their corrections, and refusals.

use insta::assert_snapshot;

use super::world_with;

#[tokio::test(start_paused = true)]
async fn mistakes_are_shown_with_a_correction() {
    let world = world_with(0).await;
    assert_snapshot!(world.says("U0ADA", "prar myci").await, @"
    to the caller:
    Não conheço `prar`. Você quis dizer `parar myci`? [parar myci]
    ");
    assert_snapshot!(world.says("U0ADA", "pausar myci").await, @"
    to the caller:
    Não conheço `pausar`. Você quis dizer `parar myci`? [parar myci]
    ");
    assert_snapshot!(world.says("U0ADA", "stpo myci").await, @"
    to the caller:
    Não conheço `stpo`. Você quis dizer `stop myci`? [parar myci]
    ");
    assert_snapshot!(world.says("U0ADA", "bagunçar").await, @"
    to the caller:
    Não conheço `bagunçar`. Conheço, por exemplo, `listar`, `estado NOME`, `iniciar NOME`, `parar NOME`, `manter NOME por 2h` e `custo`; `ajuda` mostra o resto. [listar] [custo] [ajuda]
    ");
    assert_snapshot!(world.says("U0ADA", "parar").await, @"
    to the caller:
    Qual delas? Digite `parar NOME`. `listar` mostra o que há. [listar]
    ");
    assert_snapshot!(world.says("U0ADA", "parar myci se der pfv").await, @"
    to the caller:
    Não fiz nada: não entendi `se der` e não faço nada sem isso. Veja `ajuda parar`. [ajuda parar]
    ");
    assert_snapshot!(world.says("U0ADA", "stop myci depois").await, @"
    to the caller:
    Não fiz nada, porque não entendi `depois`. Você quis dizer `parar myci em 2h`? [parar myci em 2h]
    ");
    assert_snapshot!(world.says("U0ADA", "parar myci --força").await, @"
    to the caller:
    Não conheço a opção `--força`. Você quis dizer `parar myci --forçar`?
    ");
    assert_snapshot!(world.says("U0ADA", "parar myci --xyz").await, @"
    to the caller:
    Não conheço a opção `--xyz`. `ajuda` mostra as que existem. [ajuda]
    ");
    assert_snapshot!(world.says("U0ADA", "estado myci --forçar").await, @"
    to the caller:
    `--forçar` não faz sentido com *estado*. Digite `estado myci` ou veja `ajuda estado`. [estado myci] [ajuda estado]
    ");
    assert_snapshot!(world.says("U0ADA", "parar tudo --exceto").await, @"
    to the caller:
    `--exceto` precisa de algo depois, como em `listar --exceto prod-*`. [listar --exceto prod-*]
    ");
    assert_snapshot!(world.says("U0ADA", "listar --dono").await, @"
    to the caller:
    `--dono` precisa de algo depois, como em `listar --dono eu`. [listar --dono eu]
    ");
    assert_snapshot!(world.says("U0ADA", "listar --estado parada --estado rodando").await, @"
    to the caller:
    `--estado` aparece duas vezes. Basta uma.
    ");
    assert_snapshot!(world.says("U0ADA", "parar instância").await, @"
    to the caller:
    Qual delas? Digite `parar NOME`. `listar` mostra o que há. [listar]
    ");
    assert_snapshot!(world.says("U0ADA", &"parar myci ".repeat(100)).await, @"
    to the caller:
    Isso passa dos 1.000 caracteres que eu leio. Digite algo mais curto; um padrão, como `gpu-*`, vale por muitos nomes.
    ");
    assert_eq!(world.asked("stop"), 0);
    assert_snapshot!(world.says("U0ADA", "parar mcyi").await, @"
    to the caller:
    Não encontrei `mcyi`. Você quis dizer `parar myci`? [parar myci]
    ");
    assert_snapshot!(world.says("U0ADA", "parar outra-coisa").await, @"
    to the caller:
    Não encontrei `outra-coisa`. Nada foi feito. `listar` mostra o que você pode ver. [listar]
    ");
    assert_snapshot!(world.says("U0ADA", "parar gpu-* --estado com-job").await, @"
    to the caller:
    Nada do que você pode ver corresponde a `gpu-* --estado com-job`. `listar` mostra o que há. [listar]
    ");
    assert_eq!(world.asked("stop"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_refusal_names_what_is_allowed() {
    let world = world_with(0).await;
    assert_snapshot!(world.says("U0BOB", "parar myci").await, @"
    to the caller:
    Em research você pode usar `estado`, `listar`, `auditar`, `desatualizadas` e `custo`, mas não `parar`. Fale com um responsável por research.
    ");
    let stranger = world.typed("U0BOB", "estado").replace("T0DEMO", "T0ELSE");
    assert_snapshot!(world.post(&stranger).await, @"
    to the caller:
    Você ainda não tem permissão para nada aqui. Quem administra o Lamplighter pode liberar; você é `slack:T0ELSE/U0BOB`.
    ");
    assert_eq!(world.asked("stop"), 0);
    world.finish().await;
}
