//! What runs, what it costs, and what stops have saved.

use super::*;
use crate::{reply::cost, target::Alias};

const ME: &str = "00AA";

/// Started by its owner so many hours ago.
fn started(name: &str, hours: i64) -> Compute {
    let started = operation(OperationName::Start, hours, Some(Trigger::User));
    Compute { last_operation: Some(started), ..owned(name, "Running", Some("00bb"), Some("Bob")) }
}

fn stopped(name: &str, hours: i64) -> Compute {
    let last = json!({
        "operationName": "Stop",
        "operationTime": before(hours).to_string(),
        "operationStatus": "Succeeded",
        "operationTrigger": "User",
    });
    compute(name, json!({ "state": "Stopped", "lastOperation": last }))
}

fn elsewhere(workspace: &str, mut compute: Compute) -> Compute {
    compute.id.workspace = workspace.parse::<Alias>().unwrap();
    compute
}

fn running() -> Vec<Compute> {
    let mut all = vec![
        owned("a", "Running", Some("00aa"), Some("Ada")),
        owned("b", "JobRunning", Some("00bb"), Some("Bob")),
        owned("c", "Running", Some("00bb"), None),
        owned("d", "Running", Some("00cc"), None),
        owned("e", "Running", None, None),
        elsewhere("lab", owned("f", "Running", Some("00dd"), None)),
    ];
    all.extend((0..7).map(|n| owned(&format!("g{n}"), "Running", Some("00bb"), Some("Bob"))));
    all
}

/// The prices of `of` by name. Others have none.
fn prices(computes: &[Compute], of: &[(&str, Money)]) -> Vec<Result<Option<Money>, AzureError>> {
    let price = |compute: &Compute| of.iter().find(|(name, _)| *name == compute.id.name);
    computes.iter().map(|compute| Ok(price(compute).map(|(_, price)| *price))).collect()
}

pub fn cases(locale: Locale) -> Vec<Case> {
    let localizer = localizer(locale);
    let dollars = |cents| money(cents, "USD");
    let told = |computes: Vec<Compute>, unread: Vec<Unreadable>, of: &[(&str, Money)], since| {
        let prices = prices(&computes, of);
        cost(&localizer, (&looked(computes, unread), true), &prices, since, Some(ME))
    };
    let some = [("a", dollars(29)), ("b", dollars(123_456)), ("c", dollars(10)), ("d", money(100, "BRL"))];
    let at_rest = || {
        vec![
            stopped("s1", 3),
            stopped("s2", 2),
            stopped("s3", 40),
            owned("t", "Starting", None, None),
            owned("u", "Unusable", None, None),
        ]
    };
    let since = Some(before(10));
    let of_many = ["m0", "m1", "m2", "m3", "m4", "m5"].map(|name| (name, dollars(100)));
    let mixed = (0..6)
        .map(|n| if n == 0 { started("m0", 2) } else { owned(&format!("m{n}"), "Running", None, None) });
    let mixed: Vec<_> = mixed.collect();
    let forbidden = AzureError::of(AzureErrorKind::Forbidden {
        action: Some(command::READ_PRICES.to_owned()),
        scope: Some("/subscriptions/0".to_owned()),
    });
    let two = || running().drain(..2).collect::<Vec<_>>();
    let not_readable = cost(
        &localizer,
        (&looked(two(), vec![]), true),
        &[Err(forbidden.clone()), Err(forbidden)],
        None,
        Some(ME),
    );
    let saving = [("s1", dollars(100)), ("s3", dollars(100))];
    vec![
        case("running", told(running(), unread(), &some, None)),
        case("running, prices unknown", told(running(), vec![], &[], None)),
        case(
            "few",
            told(vec![started("a", 5), started("b", 30), running().remove(0)], vec![], &some[..1], None),
        ),
        case(
            "many, since when",
            told((0..6).map(|n| started(&format!("m{n}"), 5)).collect(), vec![], &of_many, None),
        ),
        case("many, of some since when", told(mixed, vec![], &of_many, None)),
        case("prices not readable", not_readable),
        case(
            "of some, none runs",
            cost(
                &localizer,
                (&looked(at_rest(), vec![]), false),
                &prices(&at_rest(), &saving),
                None,
                Some(ME),
            ),
        ),
        case("one", told(running().drain(..1).collect(), vec![], &some, None)),
        case("none", told(vec![], vec![], &[], None)),
        case("nothing read", told(vec![], unread(), &[], None)),
        case("at rest", told(at_rest(), vec![], &saving, None)),
        case("saved", told(at_rest(), vec![], &saving, since)),
        case("saved, prices unknown", told(at_rest(), vec![], &[], since)),
        case("saved since long ago", told(at_rest(), vec![], &saving, Some(before(48)))),
        case("saved nothing", told(at_rest(), vec![], &[], Some(before(1)))),
        case(
            "saved, and running",
            told([at_rest(), running()].concat(), vec![], &[some[0], saving[0]], since),
        ),
        case(
            "many owners",
            told(
                (0..22).map(|n| owned(&format!("o{n}"), "Running", Some(&format!("{n:02}")), None)).collect(),
                vec![],
                &[],
                None,
            ),
        ),
    ]
}

#[test]
fn in_english() {
    insta::assert_snapshot!(transcript(Locale::English, cases), @"
    running:
      13 instances are running: *$1,234.95 + 1.00 BRL per hour*, $29,638.80 + 24.00 BRL per day at list price.
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      *research*: $1,234.95 + 1.00 BRL per hour, $29,638.80 + 24.00 BRL per day, 12 running
      *lab*: price not known, 1 running
      Bob: $1,234.66 per hour, $29,631.84 per day (*b*, *c*, *g0*, *g1*, *g2* and 4 more)
      `00cc`: 1.00 BRL per hour, 24.00 BRL per day (*d*)
      You: $0.29 per hour, $6.96 per day (*a*)
      An unknown owner: price not known (*e*)
      `00dd`: price not known (*f*)
      9 not included, since I could not get the price: *f*, *e*, *g0*, *g1*, *g2* and 4 more.
    running, prices unknown:
      13 instances are running. I could not get their prices.
      *lab*: price not known, 1 running
      *research*: price not known, 12 running
      An unknown owner: price not known (*e*)
      You: price not known (*a*)
      Bob: price not known (*b*, *c*, *g0*, *g1*, *g2* and 4 more)
      `00cc`: price not known (*d*)
      `00dd`: price not known (*f*)
    few:
      3 instances are running: *$0.58 per hour*, $13.92 per day at list price.
      🟢 *a* (Bob): $0.29 per hour, since 13:02: $1.45 so far, another $45.81 until Mon 30 Nov, 08:00 if left on
      🟢 *a* (you): $0.29 per hour, another $45.81 until Mon 30 Nov, 08:00 if left on
      🟢 *b* (Bob), since Sun 22 Nov, 12:02: price not known
    many, since when:
      6 instances are running: *$6.00 per hour*, $144.00 per day at list price.
      These runs have cost $30.00 so far; left on until Mon 30 Nov, 08:00, they cost another $947.80.
      Bob: $6.00 per hour, $144.00 per day (*m0*, *m1*, *m2*, *m3*, *m4* and 1 more)
    many, of some since when:
      6 instances are running: *$6.00 per hour*, $144.00 per day at list price.
      These runs have cost at least $2.00 so far; left on until Mon 30 Nov, 08:00, they cost another $947.80.
      An unknown owner: $5.00 per hour, $120.00 per day (*m1*, *m2*, *m3*, *m4* and *m5*)
      Bob: $1.00 per hour, $24.00 per day (*m0*)
    prices not readable:
      2 instances are running. I could not get their prices.
      🟢 *a* (you): price not known
      🟢 *b* (Bob): price not known
      🔴 I could not read the prices: Azure refused: Lamplighter lacks `Microsoft.MachineLearningServices/locations/vmSizes/read` on subscriptions/0. An Azure owner can grant it with the role *Lamplighter prices* in `infra/azure`; `lamplighter check` lists everything that is missing. (id 09a7d3)
    of some, none runs:
      ⚪ *s1* is stopped. It costs $1.00 per hour when it runs, at list price.
      ⚪ *s2* is stopped. I could not get its price.
      ⚪ *s3* is stopped. It costs $1.00 per hour when it runs, at list price.
      🟡 *t* is starting. I could not get its price.
      🔴 *u* is unusable. I could not get its price.
      3 stopped: not included, but disk, public IP and load balancer are still billed.
    one:
      1 instance is running: *$0.29 per hour*, $6.96 per day at list price.
      🟢 *a* (you): $0.29 per hour, another $45.81 until Mon 30 Nov, 08:00 if left on
    none:
      No instances are running.
    nothing read:
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
    at rest:
      No instances are running.
      2 not included; changing or in trouble: *t* (starting) and *u* (unusable).
      3 stopped: not included, but disk, public IP and load balancer are still billed.
    saved:
      No instances are running.
      2 not included; changing or in trouble: *t* (starting) and *u* (unusable).
      Instances stopped since 08:02 and still off have saved *$3.00* so far, at list price:
      ⚪ *s1* $3.00: stopped manually at 15:02, 3 h ago
      ⚪ *s2*: stopped manually at 16:02, 2 h ago; its price is not known
      3 stopped: not included, but disk, public IP and load balancer are still billed.
    saved, prices unknown:
      No instances are running.
      2 not included; changing or in trouble: *t* (starting) and *u* (unusable).
      Stopped since 08:02 and still off; I could not get the prices:
      ⚪ *s1*: stopped manually at 15:02, 3 h ago; its price is not known
      ⚪ *s2*: stopped manually at 16:02, 2 h ago; its price is not known
      3 stopped: not included, but disk, public IP and load balancer are still billed.
    saved since long ago:
      No instances are running.
      2 not included; changing or in trouble: *t* (starting) and *u* (unusable).
      Instances stopped since Sat 21 Nov, 18:02 and still off have saved *$43.00* so far, at list price:
      ⚪ *s3* $40.00: stopped manually on Sun 22 Nov, 02:02, 1 d 16 h ago
      ⚪ *s1* $3.00: stopped manually at 15:02, 3 h ago
      ⚪ *s2*: stopped manually at 16:02, 2 h ago; its price is not known
      Azure keeps only the last stop of each instance, so stops of instances that were started again are missing here. The people who run Lamplighter can find them with the query *Saved this month* (`docs/logs-and-alarms.md`), and the whole bill under *Cost analysis* in the Azure portal.
      3 stopped: not included, but disk, public IP and load balancer are still billed.
    saved nothing:
      No instances are running.
      2 not included; changing or in trouble: *t* (starting) and *u* (unusable).
      No instance that is off now was stopped since 17:02.
      3 stopped: not included, but disk, public IP and load balancer are still billed.
    saved, and running:
      13 instances are running: *$0.29 per hour*, $6.96 per day at list price.
      *research*: $0.29 per hour, $6.96 per day, 12 running
      *lab*: price not known, 1 running
      You: $0.29 per hour, $6.96 per day (*a*)
      An unknown owner: price not known (*e*)
      Bob: price not known (*b*, *c*, *g0*, *g1*, *g2* and 4 more)
      `00cc`: price not known (*d*)
      `00dd`: price not known (*f*)
      12 not included, since I could not get the price: *f*, *b*, *c*, *d*, *e* and 7 more.
      2 not included; changing or in trouble: *t* (starting) and *u* (unusable).
      Instances stopped since 08:02 and still off have saved *$3.00* so far:
      ⚪ *s1* $3.00: stopped manually at 15:02, 3 h ago
      ⚪ *s2*: stopped manually at 16:02, 2 h ago; its price is not known
      3 stopped: not included, but disk, public IP and load balancer are still billed.
    many owners:
      22 instances are running. I could not get their prices.
      `00`: price not known (*o0*)
      `01`: price not known (*o1*)
      `02`: price not known (*o2*)
      `03`: price not known (*o3*)
      `04`: price not known (*o4*)
      `05`: price not known (*o5*)
      `06`: price not known (*o6*)
      `07`: price not known (*o7*)
      `08`: price not known (*o8*)
      `09`: price not known (*o9*)
      `10`: price not known (*o10*)
      `11`: price not known (*o11*)
      `12`: price not known (*o12*)
      `13`: price not known (*o13*)
      `14`: price not known (*o14*)
      `15`: price not known (*o15*)
      `16`: price not known (*o16*)
      `17`: price not known (*o17*)
      `18`: price not known (*o18*)
      `19`: price not known (*o19*)
      … and 2 more
    ");
}

#[test]
fn in_portuguese() {
    insta::assert_snapshot!(transcript(Locale::Portuguese, cases), @"
    running:
      13 instâncias estão rodando: *US$ 1.234,95 + 1,00 BRL por hora*, US$ 29.638,80 + 24,00 BRL por dia, a preço de tabela.
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      *research*: US$ 1.234,95 + 1,00 BRL por hora, US$ 29.638,80 + 24,00 BRL por dia, 12 rodando
      *lab*: preço desconhecido, 1 rodando
      Bob: US$ 1.234,66 por hora, US$ 29.631,84 por dia (*b*, *c*, *g0*, *g1*, *g2* e mais 4)
      `00cc`: 1,00 BRL por hora, 24,00 BRL por dia (*d*)
      Você: US$ 0,29 por hora, US$ 6,96 por dia (*a*)
      Dono desconhecido: preço desconhecido (*e*)
      `00dd`: preço desconhecido (*f*)
      9 não incluídas, porque não consegui o preço: *f*, *e*, *g0*, *g1*, *g2* e mais 4.
    running, prices unknown:
      13 instâncias estão rodando. Não consegui os preços delas.
      *lab*: preço desconhecido, 1 rodando
      *research*: preço desconhecido, 12 rodando
      Dono desconhecido: preço desconhecido (*e*)
      Você: preço desconhecido (*a*)
      Bob: preço desconhecido (*b*, *c*, *g0*, *g1*, *g2* e mais 4)
      `00cc`: preço desconhecido (*d*)
      `00dd`: preço desconhecido (*f*)
    few:
      3 instâncias estão rodando: *US$ 0,58 por hora*, US$ 13,92 por dia, a preço de tabela.
      🟢 *a* (Bob): US$ 0,29 por hora, desde 13:02: US$ 1,45 até agora; se ficar ligada até seg. 30/11 às 08:00, mais US$ 45,81
      🟢 *a* (você): US$ 0,29 por hora; se ficar ligada até seg. 30/11 às 08:00, mais US$ 45,81
      🟢 *b* (Bob), desde dom. 22/11 às 12:02: preço desconhecido
    many, since when:
      6 instâncias estão rodando: *US$ 6,00 por hora*, US$ 144,00 por dia, a preço de tabela.
      Desde que foram ligadas, já custaram US$ 30,00; se ficarem ligadas até seg. 30/11 às 08:00, mais US$ 947,80.
      Bob: US$ 6,00 por hora, US$ 144,00 por dia (*m0*, *m1*, *m2*, *m3*, *m4* e mais 1)
    many, of some since when:
      6 instâncias estão rodando: *US$ 6,00 por hora*, US$ 144,00 por dia, a preço de tabela.
      Desde que foram ligadas, já custaram pelo menos US$ 2,00; se ficarem ligadas até seg. 30/11 às 08:00, mais US$ 947,80.
      Dono desconhecido: US$ 5,00 por hora, US$ 120,00 por dia (*m1*, *m2*, *m3*, *m4* e *m5*)
      Bob: US$ 1,00 por hora, US$ 24,00 por dia (*m0*)
    prices not readable:
      2 instâncias estão rodando. Não consegui os preços delas.
      🟢 *a* (você): preço desconhecido
      🟢 *b* (Bob): preço desconhecido
      🔴 Não consegui ler os preços: o Azure recusou: falta `Microsoft.MachineLearningServices/locations/vmSizes/read` ao Lamplighter em subscriptions/0. Quem administra o Azure concede com a função *Lamplighter prices* de `infra/azure`; `lamplighter check` mostra tudo o que falta. (id 09a7d3)
    of some, none runs:
      ⚪ *s1* está parada. Quando roda, custa US$ 1,00 por hora, a preço de tabela.
      ⚪ *s2* está parada. Não consegui o preço dela.
      ⚪ *s3* está parada. Quando roda, custa US$ 1,00 por hora, a preço de tabela.
      🟡 *t* está iniciando. Não consegui o preço dela.
      🔴 *u* está inutilizável. Não consegui o preço dela.
      3 paradas: não incluídas, mas disco, IP público e balanceador de carga continuam sendo cobrados.
    one:
      1 instância está rodando: *US$ 0,29 por hora*, US$ 6,96 por dia, a preço de tabela.
      🟢 *a* (você): US$ 0,29 por hora; se ficar ligada até seg. 30/11 às 08:00, mais US$ 45,81
    none:
      Nenhuma instância está rodando.
    nothing read:
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    at rest:
      Nenhuma instância está rodando.
      2 não incluídas; mudando de estado ou com problema: *t* (iniciando) e *u* (inutilizável).
      3 paradas: não incluídas, mas disco, IP público e balanceador de carga continuam sendo cobrados.
    saved:
      Nenhuma instância está rodando.
      2 não incluídas; mudando de estado ou com problema: *t* (iniciando) e *u* (inutilizável).
      As instâncias paradas desde 08:02 e que continuam paradas já economizaram *US$ 3,00*, a preço de tabela:
      ⚪ *s1* US$ 3,00: parada manualmente às 15:02, há 3 h
      ⚪ *s2*: parada manualmente às 16:02, há 2 h; preço desconhecido
      3 paradas: não incluídas, mas disco, IP público e balanceador de carga continuam sendo cobrados.
    saved, prices unknown:
      Nenhuma instância está rodando.
      2 não incluídas; mudando de estado ou com problema: *t* (iniciando) e *u* (inutilizável).
      Paradas desde 08:02 e que continuam paradas; não consegui os preços:
      ⚪ *s1*: parada manualmente às 15:02, há 3 h; preço desconhecido
      ⚪ *s2*: parada manualmente às 16:02, há 2 h; preço desconhecido
      3 paradas: não incluídas, mas disco, IP público e balanceador de carga continuam sendo cobrados.
    saved since long ago:
      Nenhuma instância está rodando.
      2 não incluídas; mudando de estado ou com problema: *t* (iniciando) e *u* (inutilizável).
      As instâncias paradas desde sáb. 21/11 às 18:02 e que continuam paradas já economizaram *US$ 43,00*, a preço de tabela:
      ⚪ *s3* US$ 40,00: parada manualmente em dom. 22/11 às 02:02, há 1 d 16 h
      ⚪ *s1* US$ 3,00: parada manualmente às 15:02, há 3 h
      ⚪ *s2*: parada manualmente às 16:02, há 2 h; preço desconhecido
      O Azure guarda só a última parada de cada instância: aqui faltam as paradas das que foram iniciadas de novo. Quem administra o Lamplighter encontra todas com a consulta *Saved this month* (`docs/logs-and-alarms.md`), e a fatura completa em *Análise de custos* no portal do Azure.
      3 paradas: não incluídas, mas disco, IP público e balanceador de carga continuam sendo cobrados.
    saved nothing:
      Nenhuma instância está rodando.
      2 não incluídas; mudando de estado ou com problema: *t* (iniciando) e *u* (inutilizável).
      Nenhuma instância que está parada agora foi parada desde 17:02.
      3 paradas: não incluídas, mas disco, IP público e balanceador de carga continuam sendo cobrados.
    saved, and running:
      13 instâncias estão rodando: *US$ 0,29 por hora*, US$ 6,96 por dia, a preço de tabela.
      *research*: US$ 0,29 por hora, US$ 6,96 por dia, 12 rodando
      *lab*: preço desconhecido, 1 rodando
      Você: US$ 0,29 por hora, US$ 6,96 por dia (*a*)
      Dono desconhecido: preço desconhecido (*e*)
      Bob: preço desconhecido (*b*, *c*, *g0*, *g1*, *g2* e mais 4)
      `00cc`: preço desconhecido (*d*)
      `00dd`: preço desconhecido (*f*)
      12 não incluídas, porque não consegui o preço: *f*, *b*, *c*, *d*, *e* e mais 7.
      2 não incluídas; mudando de estado ou com problema: *t* (iniciando) e *u* (inutilizável).
      As instâncias paradas desde 08:02 e que continuam paradas já economizaram *US$ 3,00*:
      ⚪ *s1* US$ 3,00: parada manualmente às 15:02, há 3 h
      ⚪ *s2*: parada manualmente às 16:02, há 2 h; preço desconhecido
      3 paradas: não incluídas, mas disco, IP público e balanceador de carga continuam sendo cobrados.
    many owners:
      22 instâncias estão rodando. Não consegui os preços delas.
      `00`: preço desconhecido (*o0*)
      `01`: preço desconhecido (*o1*)
      `02`: preço desconhecido (*o2*)
      `03`: preço desconhecido (*o3*)
      `04`: preço desconhecido (*o4*)
      `05`: preço desconhecido (*o5*)
      `06`: preço desconhecido (*o6*)
      `07`: preço desconhecido (*o7*)
      `08`: preço desconhecido (*o8*)
      `09`: preço desconhecido (*o9*)
      `10`: preço desconhecido (*o10*)
      `11`: preço desconhecido (*o11*)
      `12`: preço desconhecido (*o12*)
      `13`: preço desconhecido (*o13*)
      `14`: preço desconhecido (*o14*)
      `15`: preço desconhecido (*o15*)
      `16`: preço desconhecido (*o16*)
      `17`: preço desconhecido (*o17*)
      `18`: preço desconhecido (*o18*)
      `19`: preço desconhecido (*o19*)
      … e mais 2
    ");
}
