//! What runs, what it costs, and what stops have saved.

use std::collections::HashMap;

use super::*;
use crate::{reply::cost, target::Alias};

const ME: &str = "00AA";

fn owned(name: &str, state: &str, owner: Option<&str>, owner_name: Option<&str>) -> Compute {
    let creator = json!({ "userId": owner, "userName": owner_name });
    compute(name, json!({ "state": state, "createdBy": creator }))
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

fn prices(of: &[(&str, Money)]) -> HashMap<ComputeId, Money> {
    of.iter().map(|(name, price)| (id(name), *price)).collect()
}

pub fn cases(locale: Locale) -> Vec<Case> {
    let localizer = localizer(locale);
    let dollars = |cents| money(cents, "USD");
    let told = |computes: Vec<Compute>, unread: Vec<Unreadable>, of: &[(&str, Money)], since| {
        cost(&localizer, &looked(computes, unread), &prices(of), since, Some(ME))
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
    let saving = [("s1", dollars(100)), ("s3", dollars(100))];
    vec![
        case("running", told(running(), unread(), &some, None)),
        case("running, prices unknown", told(running(), vec![], &[], None)),
        case("one", told(running().drain(..1).collect(), vec![], &some, None)),
        case("none", told(vec![], vec![], &[], None)),
        case("nothing read", told(vec![], unread(), &[], None)),
        case("at rest", told(at_rest(), vec![], &saving, None)),
        case("saved", told(at_rest(), vec![], &saving, since)),
        case("saved, prices unknown", told(at_rest(), vec![], &[], since)),
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
      Unknown owner: price not known (*e*)
      `00dd`: price not known (*f*)
      9 not included, since I could not get the price: *e*, *f*, *g0*, *g1*, *g2* and 4 more.
    running, prices unknown:
      13 instances are running. I could not get their price.
      *lab*: price not known, 1 running
      *research*: price not known, 12 running
      Unknown owner: price not known (*e*)
      You: price not known (*a*)
      Bob: price not known (*b*, *c*, *g0*, *g1*, *g2* and 4 more)
      `00cc`: price not known (*d*)
      `00dd`: price not known (*f*)
    one:
      1 instance is running: *$0.29 per hour*, $6.96 per day at list price.
      You: $0.29 per hour, $6.96 per day (*a*)
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
      Stops since 08:02 have saved *$3.00* so far, at list price:
      ⚪ *s1* $3.00: stopped manually at 15:02, 3 h ago
      ⚪ *s2*: stopped manually at 16:02, 2 h ago; its price is not known
      3 stopped: not included, but disk, public IP and load balancer are still billed.
    saved, prices unknown:
      No instances are running.
      2 not included; changing or in trouble: *t* (starting) and *u* (unusable).
      Stopped since 08:02; I could not get the prices:
      ⚪ *s1*: stopped manually at 15:02, 3 h ago; its price is not known
      ⚪ *s2*: stopped manually at 16:02, 2 h ago; its price is not known
      3 stopped: not included, but disk, public IP and load balancer are still billed.
    saved nothing:
      No instances are running.
      2 not included; changing or in trouble: *t* (starting) and *u* (unusable).
      No stopped instance was stopped since 17:02.
      3 stopped: not included, but disk, public IP and load balancer are still billed.
    saved, and running:
      13 instances are running: *$0.29 per hour*, $6.96 per day at list price.
      *research*: $0.29 per hour, $6.96 per day, 12 running
      *lab*: price not known, 1 running
      You: $0.29 per hour, $6.96 per day (*a*)
      Unknown owner: price not known (*e*)
      Bob: price not known (*b*, *c*, *g0*, *g1*, *g2* and 4 more)
      `00cc`: price not known (*d*)
      `00dd`: price not known (*f*)
      12 not included, since I could not get the price: *b*, *c*, *d*, *e*, *f* and 7 more.
      2 not included; changing or in trouble: *t* (starting) and *u* (unusable).
      Stops since 08:02 have saved *$3.00* so far:
      ⚪ *s1* $3.00: stopped manually at 15:02, 3 h ago
      ⚪ *s2*: stopped manually at 16:02, 2 h ago; its price is not known
      3 stopped: not included, but disk, public IP and load balancer are still billed.
    many owners:
      22 instances are running. I could not get their price.
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
      9 não incluídas, porque não consegui o preço: *e*, *f*, *g0*, *g1*, *g2* e mais 4.
    running, prices unknown:
      13 instâncias estão rodando. Não consegui o preço.
      *lab*: preço desconhecido, 1 rodando
      *research*: preço desconhecido, 12 rodando
      Dono desconhecido: preço desconhecido (*e*)
      Você: preço desconhecido (*a*)
      Bob: preço desconhecido (*b*, *c*, *g0*, *g1*, *g2* e mais 4)
      `00cc`: preço desconhecido (*d*)
      `00dd`: preço desconhecido (*f*)
    one:
      1 instância está rodando: *US$ 0,29 por hora*, US$ 6,96 por dia, a preço de tabela.
      Você: US$ 0,29 por hora, US$ 6,96 por dia (*a*)
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
      As paradas desde 08:02 já economizaram *US$ 3,00*, a preço de tabela:
      ⚪ *s1* US$ 3,00: parada manualmente às 15:02, há 3 h
      ⚪ *s2*: parada manualmente às 16:02, há 2 h; preço desconhecido
      3 paradas: não incluídas, mas disco, IP público e balanceador de carga continuam sendo cobrados.
    saved, prices unknown:
      Nenhuma instância está rodando.
      2 não incluídas; mudando de estado ou com problema: *t* (iniciando) e *u* (inutilizável).
      Paradas desde 08:02; não consegui os preços:
      ⚪ *s1*: parada manualmente às 15:02, há 3 h; preço desconhecido
      ⚪ *s2*: parada manualmente às 16:02, há 2 h; preço desconhecido
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
      12 não incluídas, porque não consegui o preço: *b*, *c*, *d*, *e*, *f* e mais 7.
      2 não incluídas; mudando de estado ou com problema: *t* (iniciando) e *u* (inutilizável).
      As paradas desde 08:02 já economizaram *US$ 3,00*:
      ⚪ *s1* US$ 3,00: parada manualmente às 15:02, há 3 h
      ⚪ *s2*: parada manualmente às 16:02, há 2 h; preço desconhecido
      3 paradas: não incluídas, mas disco, IP público e balanceador de carga continuam sendo cobrados.
    many owners:
      22 instâncias estão rodando. Não consegui o preço.
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
