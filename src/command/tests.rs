use jiff::SignedDuration;
use proptest::prelude::*;

use super::{clause_values::TimeClause, times::Day, *};
use crate::locale::bare;
use crate::locale::{Locale, Names};

pub(super) fn canonical(text: &str) -> String {
    match parse(text) {
        Ok(command) => command.to_string(),
        Err(ParseError::Leftover { understood, rest, .. }) => format!("{understood} | {rest}"),
        Err(misread) => format!("{misread:?}"),
    }
}

#[test]
fn what_chat_clients_add_is_forgiven() {
    for text in [
        "stop myci",
        "STOP myci",
        "  stop   myci  ",
        "stop myci.",
        "stop myci!",
        "stop “myci”",
        "stop `myci`",
        "stop **myci**",
        "*stop myci*",
        "`stop myci`",
        "**stop** myci",
        "_stop_ myci",
        "<@U0LAN0Z89> stop myci",
        "@lamplighter stop myci",
        "stop\u{a0}myci",
        "stop\nmyci",
    ] {
        assert_eq!(canonical(text), "stop myci", "{text:?}");
    }
}

#[test]
fn one_in_bold_may_be_a_glob_where_several_can_be_meant() {
    assert_eq!(canonical("delete *myci*"), "delete myci");
    assert_eq!(canonical("stop *myci*"), "stop *myci*"); // fleet knows whether there is one
    assert_eq!(canonical("stop all --except *ci-a*"), "stop all --except *ci-a*");
    assert_eq!(canonical("*stop all --except ci-a**"), "stop all --except ci-a*");
}

#[test]
fn what_is_excepted_is_excepted() {
    for text in [
        "stop all --except ci-a0001,ci-a0002",
        "stop all --except ci-a0001, ci-a0002",
        "stop all --except ci-a0001 , ci-a0002",
        "stop all —except ci-a0001,ci-a0002",
        "stop all –except=ci-a0001, ci-a0002",
        "stop --except ci-a0001,ci-a0002 all",
        "stop all --exceto ci-a0001, ci-a0002",
    ] {
        assert_eq!(canonical(text), "stop all --except ci-a0001 --except ci-a0002", "{text:?}");
    }
}

#[test]
fn nothing_is_swallowed_beside_everything() {
    for text in [
        "stop all prod instances",
        "stop all except",
        "stop all except my gpu-*",
        "stop all except myci tomorrow",
        "excluir minhas",
        "stop all -dry-run",
        "stop all --except ci-a0001 ci-a0002",
        "stop gpu-* --force=false",
        "stop all --except all",
        "stop all --state 'running a fever'",
        "delete all",
        "delete gpu-*",
        "delete mine",
    ] {
        assert!(parse(text).is_err(), "{text:?}: {}", canonical(text));
    }
}

#[test]
fn people_begin_and_end_as_they_like() {
    for text in [
        "please stop myci",
        "hey, can you stop myci",
        "/ci stop myci",
        "ci stop myci",
        "stop myci 🙏",
        "stop myci :pray:",
        "stop\u{200b} myci",
        "stop myci please",
        "please stop myci, thanks!",
        "stop myci, thank you",
        "pare a myci, por favor",
        "parar myci pfv obrigada",
        "parar myci, por gentileza.",
    ] {
        assert_eq!(canonical(text), "stop myci", "{text:?}");
    }
    for (text, meant) in [
        ("pare todas, obrigada!", "stop all"),
        ("delete myci please", "delete myci"),
        ("stop all --except prod-* pls", "stop all --except prod-*"),
        ("list please", "list"),
        ("status please e", "status"),
        ("ping, please", "ping"),
        ("keep myci for 2h please", "keep myci for 2h"),
        ("keep myci for 2h because R&D, \"v2\": don't!", "keep myci for 2h because R&D, \"v2\": don't!"),
        ("*keep 'because' for 2h because `a | b`*", "keep \"because\" for 2h because `a | b`"),
        ("manter myci por 2h porque:  é  o ‘fim’", "keep myci for 2h because é o ‘fim’"),
        ("manter myci por 2h, por favor", "keep myci for 2h"),
        ("announce stop all in 30m please", "announce stop all in 30m"),
    ] {
        assert_eq!(canonical(text), meant, "{text:?}");
    }
    assert_eq!(canonical("stop a-one, b-two and c-three"), "stop a-one b-two c-three");
    assert_eq!(canonical("stop a-one & b-two + a-one"), "stop a-one b-two");
    assert_eq!(canonical("help me"), "help");
    for (text, meant) in [
        ("kill myci", &["stop myci", "delete myci"][..]),
        ("rm myci", &["delete myci"]),
        ("terminar a myci", &["parar a myci", "excluir a myci"]),
        ("pause myci", &["stop myci"]),
        ("pleese stop myci", &["stop myci"]),
    ] {
        let misread = parse(text);
        assert!(
            matches!(&misread, Err(ParseError::UnknownVerb { meant: m, .. }) if m == meant),
            "{misread:?}"
        );
    }
}

#[test]
fn options_stand_anywhere_and_forgive_long_dashes() {
    assert_eq!(canonical("stop all —except prod-* —dry-run"), "stop all --except prod-* --dry-run");
    assert_eq!(canonical("stop --force myci"), "stop myci --force");
    assert_eq!(canonical("stop all --except=a,b --except c"), "stop all --except a --except b --except c");
    assert_eq!(canonical("list --state running --owner me"), "list --state running --owner me");
}

#[test]
fn an_owner_is_a_name_a_mention_or_an_address() {
    let owner = |text: &str| match parse(text) {
        Ok(Command::List { selection }) if selection.targets.is_empty() => {
            selection.owner.unwrap_or_default()
        }
        _ => canonical(text),
    };
    for (typed, expected) in [
        ("list --owner Ana", "Ana"),
        ("list --owner @ada", "@ada"),
        ("list --owner eu", "me"),
        ("list --owner <@U0456>", "<@U0456>"),
        ("list --owner <@U0456|ada>", "<@U0456>"),
        ("list --owner <@!1290000000000000001>", "<@1290000000000000001>"),
        ("<@U0LAN0Z89|lamplighter> list --owner=<@U0456|ada>!", "<@U0456>"),
        ("list --owner <mailto:ada@example.com|ada@example.com>", "ada@example.com"),
        ("list --owner \"Ada Lovelace\"", "Ada Lovelace"),
        ("list --owner=“Ada Lovelace”.", "Ada Lovelace"),
        ("list --owner 'maria da silva' --state running", "maria da silva"),
        ("listar --dono \"Lovelace, Ada\", por favor", "Lovelace, Ada"),
        ("list --owner Ada Lovelace", "Ada Lovelace"),
        ("list --owner @Maria da Silva thanks", "@Maria da Silva"),
        ("list --owner José da Conceição --state running", "José da Conceição"),
        // Instances are hardly called like people.
        ("list --owner Ada gpu-1", "list gpu-1 --owner Ada"),
        ("list --owner ada Lovelace", "list Lovelace --owner ada"),
        ("list --owner \"Ada", "Ada"),
        ("list --owner \"Ada\" \"gpu-1\"", "list gpu-1 --owner Ada"),
        ("list --owner \"Lovelace,Ada\"", "Lovelace,Ada"),
        ("list --owner {{owner}}", "UnfitValue { option: Owner, value: \"{{owner}}\" }"),
        ("list --owner gpu-*", "UnfitValue { option: Owner, value: \"gpu-*\" }"),
        ("list --owner <!channel>", "UnfitValue { option: Owner, value: \"!channel\" }"),
        ("list --owner", "OptionNeedsValue { option: Owner }"),
    ] {
        assert_eq!(owner(typed), expected, "{typed}");
    }
}

#[test]
fn what_a_chat_makes_a_link_or_a_channel_of_is_read_as_it_was_typed() {
    for (typed, expected) in [
        ("stop <http://prod.ml/gpu|prod.ml/gpu>-1", "NotATarget { word: \"prod.ml/gpu-1\" }"),
        ("stop <https://prod.ml/gpu-1>", "NotATarget { word: \"https://prod.ml/gpu-1\" }"),
        ("stop <#C07|myci>", "NotATarget { word: \"#myci\" }"),
        ("status <@U0456|ada>", "status --owner <@U0456>"),
        ("stop <myci>", "NotATarget { word: \"<myci>\" }"),
        ("stop myci <", "stop myci"),
        (
            "keep myci for 2h because <@U0456|ada> & <#C07|ml> say a < b > c, <http://a.b|a.b>",
            "keep myci for 2h because @ada & #ml say a < b > c, a.b",
        ),
    ] {
        assert_eq!(canonical(typed), expected, "{typed}");
    }
}

#[test]
fn several_targets_by_space_or_comma() {
    assert_eq!(canonical("stop a-one, b-two,c-three"), "stop a-one b-two c-three");
    assert_eq!(canonical("stop a-one,b-two --force"), "stop a-one b-two --force");
    assert_eq!(canonical("stop research/gpu-* mine"), "stop research/gpu-* mine");
}

#[test]
fn leftovers_show_where() {
    assert_eq!(canonical("stop myci if idle pls"), "stop myci | if idle");
    assert_eq!(canonical("delete myci other-ci"), "OneByName { verb: Delete }");
    assert_eq!(canonical("ping pong"), "ping | pong");
    assert_eq!(canonical("parar myci se ociosa, por favor"), "stop myci | se ociosa");
    assert_eq!(canonical("stop only myci"), "stop myci | only");
    assert_eq!(canonical("delete myci por favor other-ci"), "OneByName { verb: Delete }");
}

#[test]
fn what_is_wrong_is_named() {
    insta::assert_snapshot!(canonical("sotp myci"), @r#"UnknownVerb { word: "sotp", meant: ["stop myci"] }"#);
    // Two names of one verb are one suggestion.
    insta::assert_snapshot!(canonical("stat myci"), @r#"UnknownVerb { word: "stat", meant: ["state myci", "start myci"] }"#);
    insta::assert_snapshot!(canonical("list --s running"), @r#"UnknownOption { option: "--s", meant: ["list --state running", "list --size running"] }"#);
    insta::assert_snapshot!(canonical("frobnicate"), @r#"UnknownVerb { word: "frobnicate", meant: [] }"#);
    insta::assert_snapshot!(canonical("stop"), @"TargetMissing { verb: Stop }");
    insta::assert_snapshot!(canonical("stop all --format csv"), @r#"UnknownOption { option: "--format", meant: [] }"#);
    insta::assert_snapshot!(canonical("stop myci --forse"), @r#"UnknownOption { option: "--forse", meant: ["stop myci --force"] }"#);
    insta::assert_snapshot!(canonical("status myci --force"), @r#"OptionNotHere { option: Force, verb: Status, meant: ["status myci"] }"#);
    insta::assert_snapshot!(canonical("stop all --except"), @"OptionNeedsValue { option: Except }");
    insta::assert_snapshot!(canonical("list --state a --state b"), @"OptionTwice { option: State }");
    insta::assert_snapshot!(canonical("stop ../../etc"), @r#"NotATarget { word: "../../etc" }"#);
    assert_eq!(parse(&"x".repeat(MAX_LENGTH + 1)), Err(ParseError::TooLong));
}

#[test]
fn help_explains_what_usage_lines_name_and_ignores_further_words() {
    for (topic, typed) in [
        ("help", &["help please", "help me", "-h", "--help", "ajuda por favor"][..]),
        ("help all", &["help everything", "ajuda tudo", "ajuda todos", "help commands", "? all"]),
        (
            "help stop",
            &[
                "help stop please",
                "help stop myci",
                "stop --help",
                "stop -h",
                "parar myci --ajuda",
                "help me stop it",
            ],
        ),
        ("help status", &["ajuda estado", "status -h"]),
        (
            "help create",
            &[
                "how do I create an instance?",
                "ajuda para criar",
                "como faço para criar uma máquina?",
                "como criar uma instância",
                "como crio uma instância?",
            ],
        ),
        ("help keep", &["keep --help", "keep myci for 2h --help"]),
        ("help names", &["help name", "help TARGET", "ajuda alvo", "ajuda NOME", "help mine"]),
        ("help times", &["help time", "help DURATION", "ajuda hora", "ajuda duração", "help dates"]),
        ("help states", &["help state", "help --state", "ajuda estados"]),
        ("help owners", &["help owner", "ajuda dono", "help --owner"]),
        ("help sizes", &["help size", "help --gpu", "ajuda tamanho"]),
    ] {
        for typed in typed.iter().chain([&topic]) {
            assert_eq!(canonical(typed), topic, "{typed}");
            assert!(!parse(typed).unwrap().acts());
        }
    }
    for locale in Locale::ALL {
        for topic in Topic::others().filter_map(|topic| topic.name_in(*locale)) {
            let command = parse(&format!("help {topic}")).unwrap();
            assert_eq!(parse(&command.spoken(*locale)), Ok(command));
        }
    }
    assert!(parse("help frobnicate").is_err());
}

#[test]
fn nothing_asks_for_help() {
    assert_eq!(canonical(""), "help");
    assert_eq!(canonical("  *  "), "help");
    assert_eq!(canonical("?"), "help");
    assert_eq!(canonical("help stop"), "help stop");
}

#[test]
fn each_language_is_understood_and_so_is_a_mixture() {
    for (typed, meant) in [
        ("parar myci", "stop myci"),
        ("PARE myci!", "stop myci"),
        ("desliga a myci", "stop myci"),
        ("iniciar as minhas", "start mine"),
        ("ligue research/gpu-*", "start research/gpu-*"),
        ("parar todas --exceto prod-* --forçar", "stop all --except prod-* --force"),
        ("stop tudo --exceto=a-one,b-two --forcar", "stop all --except a-one --except b-two --force"),
        ("desligar todos —menos prod-* —simular", "stop all --except prod-* --dry-run"),
        ("listar --estado parada --dono eu", "list --state stopped --owner me"),
        ("lista --situacao Inutilizavel", "list --state unusable"),
        ("estado --state com-job", "status --state jobrunning"),
        ("situacao", "status"),
        ("excluir myci", "delete myci"),
        ("ajuda parar", "help stop"),
        ("help reiniciar", "help restart"),
        ("quem-sou", "whoami"),
        ("quemsou", "whoami"),
        ("por favor, pare a myci e a gpu-one", "stop myci gpu-one"),
        ("parar todas as minhas", "stop mine"),
    ] {
        assert_eq!(canonical(typed), meant, "{typed:?}");
    }
}

#[test]
fn suggestions_are_in_the_language_that_was_typed() {
    insta::assert_snapshot!(canonical("prar myci"), @r#"UnknownVerb { word: "prar", meant: ["parar myci"] }"#);
    insta::assert_snapshot!(canonical("pausar todas"), @r#"UnknownVerb { word: "pausar", meant: ["parar todas"] }"#);
    insta::assert_snapshot!(canonical("exclir myci"), @r#"UnknownVerb { word: "exclir", meant: ["excluir myci"] }"#);
    insta::assert_snapshot!(canonical("parar myci --forca"), @r#"UnknownOption { option: "--forca", meant: ["parar myci --forçar"] }"#);
    insta::assert_snapshot!(canonical("parar todas --excto prod-*"), @r#"UnknownOption { option: "--excto", meant: ["parar todas --exceto prod-*"] }"#);
    insta::assert_snapshot!(canonical("parar myci --forçar=sim"), @r#"UnknownOption { option: "--forçar=sim", meant: ["parar myci --forçar"] }"#);
}

#[test]
fn every_verb_has_one_row_and_no_name_means_two_things() {
    for (at, row) in VERBS.iter().enumerate() {
        assert_eq!(row.verb as usize, at, "{:?} is not in the order of the enum", row.verb);
    }
    let verbs = VERBS.iter().map(|row| row.names);
    no_name_means_two_things(verbs.chain([CONFIRM]));
    assert!(Flag::all().enumerate().all(|(at, flag)| flag as usize == at));
    no_name_means_two_things(Flag::all().map(Flag::names));
    no_name_means_two_things(flags::STATES.iter().copied());
}

/// Nor stands twice in one language. That two languages share a word, as `ping`, is fine.
fn no_name_means_two_things(things: impl Iterator<Item = Names>) {
    let mut known: Vec<(String, usize)> = Vec::new();
    for (thing, names) in things.enumerate() {
        for locale in Locale::ALL {
            let own: Vec<_> = names.of(*locale).iter().map(|name| bare(name)).collect();
            assert!(!own.is_empty(), "{names:?} has no name in {}", locale.tag());
            for (at, name) in own.iter().enumerate() {
                assert!(!own[..at].contains(name), "{name} stands twice in {}", locale.tag());
                let other = known.iter().find(|(known, of)| known == name && *of != thing);
                assert!(other.is_none(), "{name} means two things");
                known.push((name.clone(), thing));
            }
        }
    }
}

#[test]
fn what_help_shows_can_be_typed() {
    for (row, locale) in VERBS.iter().flat_map(|row| Locale::ALL.iter().map(move |l| (row, *l))) {
        let example = parse(row.example).unwrap();
        assert_eq!((example.verb(), example.to_string().as_str()), (row.verb, row.example));
        assert_eq!(parse(&example.spoken(locale)).as_ref(), Ok(&example));
        assert!(row.shown.iter().all(|flag| row.flags.contains(flag)));
        for flag in row.flags {
            assert_eq!(Flag::named(flag.name_in(locale)), Some(*flag));
        }
    }
    let usages = |locale| {
        let usage = |row: &VerbRow| format!("{} {}", row.verb.name_in(locale), row.usage(locale));
        VERBS.iter().map(usage).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(usages(Locale::Portuguese), @"
    estado [NOME…]
    listar [NOME…] [--estado ESTADO] [--dono DONO]
    iniciar NOME…
    parar NOME… [--exceto NOME] [--máximo N] [--forçar]
    reiniciar NOME… [--forçar]
    excluir NOME
    criar NOME [do modelo MODELO] [para PESSOA]
    renovar NOME [como NOVONOME]
    inatividade NOME… DURAÇÃO | fim
    agendar NOME… [adicionar parar|iniciar dias úteis às 20:00 | ativar ID | desativar ID | remover ID]
    anunciar VERBO NOME… em DURAÇÃO
    manter NOME… por DURAÇÃO | até HORA | fim [porque TEXTO]
    pendentes [NOME…] [fim]
    due 
    auditar [NOME…] [--mais-de DURAÇÃO]
    desatualizadas [NOME…]
    custo [NOME…] [--desde HORA]
    verificar 
    ajuda [VERBO]
    quem-sou 
    ping
    ");
}

#[test]
fn sentences_are_understood_in_the_order_in_which_people_say_them() {
    for (typed, meant) in [
        ("myci stop", "stop myci"),
        ("myci status", "status myci"),
        ("gpu-* stop --force", "stop gpu-* --force"),
        ("myci keep 2h", "keep myci for 2h"),
        ("please stop the machine called myci right now, thanks", "stop myci"),
        ("could you restart myci? cheers", "restart myci"),
        ("stop everything", "stop all"),
        ("stop all except gpu-* and myci", "stop all --except gpu-* --except myci"),
        ("parar tudo menos a myci", "stop all --except myci"),
        ("parar todas as gpu-*", "stop gpu-*"),
        ("parar todas as máquinas do research", "stop research/all"),
        ("stop the instance myci in research", "stop research/myci"),
        ("stop my instance", "stop my"),
        ("pare a minha", "stop my"),
        ("stop my machine --force", "stop my --force"),
        ("stop my instances", "stop mine"),
        ("stop all my machines", "stop mine"),
        ("stop my gpu-*", "stop gpu-* --owner me"),
        ("stop my myci", "stop myci"),
        ("start all stopped machines", "start all --state stopped"),
        ("turn off myci", "stop myci"),
        ("turn myci off please", "stop myci"),
        ("shutdown myci", "stop myci"),
        ("wake up myci", "start myci"),
        ("wake myci up", "start myci"),
        ("para a myci", "stop myci"),
        ("para tudo", "stop all"),
        ("derruba a myci", "stop myci"),
        ("subir myci", "start myci"),
        ("liberar a myci", "keep myci off"),
        ("extend myci 2h", "keep myci for another 2h"),
        ("estende a myci por mais 2h", "keep myci for another 2h"),
        ("extend myci until 8pm", "keep myci until 20:00"),
        ("stop myci 6pm", "stop myci at 18:00"),
        ("parar myci 18h", "stop myci at 18:00"),
        ("stop myci by 6pm", "stop myci at 18:00"),
        ("parar myci antes das 20h", "stop myci at 20:00"),
        ("ligar myci para amanhã às 8h", "start myci tomorrow at 08:00"),
        ("which instances have no idle shutdown?", "audit"),
        ("what does keep do?", "help keep"),
        ("mantenha a myci ligada até 22h", "keep myci until 22:00"),
        ("desligamento automático myci 2h", "idle myci 2h"),
        ("what's running?", "list --state running"),
        ("quais estão ligadas?", "list --state running"),
        ("o que está rodando", "list --state running"),
        ("which are not running?", "list"),
        ("list running", "list --state running"),
        ("listar paradas", "list --state stopped"),
        ("who is running gpu-*", "list gpu-* --state running"),
        ("why was mine stopped", "status mine"),
        ("why was my machine stopped", "status my"),
        ("status da myci", "status myci"),
        ("como está a myci?", "status myci"),
        ("how much does myci cost", "cost myci"),
        ("quanto custa a myci", "cost myci"),
        ("cost today", "cost --since today"),
        ("custo de hoje", "cost --since today"),
        ("how much did we save this month", "cost --since day 1"),
        ("who am i?", "whoami"),
        ("what can I do", "whoami"),
        ("comandos", "help"),
        ("good morning", "help"),
        ("bom dia!", "help"),
        ("stop --help", "help stop"),
        ("how do I stop myci?", "help stop"),
        ("todas as instâncias", "list all"),
        ("audit longer than 12h", "audit --longer-than 12h"),
        ("parar todas simular", "stop all --dry-run"),
        ("stop all max 5", "stop all --max 5"),
        ("parar todas simulando", "stop all --dry-run"),
        ("stop all except my machine", "stop all --except mine"),
        ("desliga todas menos a minha", "stop all --except mine"),
        ("stop my own instance", "stop my"),
        ("show bob's machines", "status --owner bob"),
        ("set idle of myci to 2h", "idle myci 2h"),
        ("definir inatividade da myci para 2h", "idle myci 2h"),
        ("disable idle shutdown on myci", "idle myci off"),
        ("turn off idle shutdown for myci", "idle myci off"),
        ("desativar desligamento automático da myci", "idle myci off"),
        ("idle myci never", "idle myci off"),
        ("inatividade myci nunca", "idle myci off"),
        ("extend my idle time to 2h", "idle my 2h"),
        ("cancel the keep on myci", "keep myci off"),
        ("keep myci on until 8pm", "keep myci until 20:00"),
        ("keep myci for 3 more hours", "keep myci for another 3h"),
        ("keep myci for a couple of hours", "keep myci for 2h"),
        ("manter myci mais 2h", "keep myci for another 2h"),
        ("extend mine by 2 hours", "keep mine for another 2h"),
        ("prorrogar myci em 2 horas", "keep myci for another 2h"),
        ("keep myci until tomorrow morning", "keep myci until tomorrow 08:00"),
        ("keep myci until next monday", "keep myci until next monday"),
        ("manter myci até semana que vem", "keep myci until next monday"),
        ("schedule myci to stop on fridays at 7pm", "schedule myci add stop friday at 19:00"),
        ("since when is gpu-* running", "list gpu-* --state running"),
        ("how much does it cost per month", "cost"),
        ("cost last week", "cost --since 168h"),
        ("quanto gastamos no mês passado", "cost --since 720h"),
        ("how do I turn off a machine", "help stop"),
        ("como eu paro uma máquina", "help"),
        ("ok thanks bye", "help"),
        ("tem alguma coisa ligada?", "list --state running"),
        ("parar a-one em 30 minutos", "stop a-one in 30m"),
        ("announce stop all dentro de 30 minutos", "announce stop all in 30m"),
        ("parar a-one ao meio-dia", "stop a-one at 12:00"),
        ("parar a-one às seis da tarde", "stop a-one at 18:00"),
        ("stop a-one at half past six pm", "stop a-one at 18:30"),
        ("let myci go", "keep myci off"),
        ("what can i do here", "whoami"),
        ("o que posso fazer aqui?", "whoami"),
        ("what will the weekend cost", "cost"),
        ("quanto vai custar o fim de semana", "cost"),
        ("how much until monday", "cost"),
        ("cost in the last 7 days", "cost --since 168h"),
        ("cost for today", "cost --since today"),
        ("show me the expensive ones", "cost"),
        ("mostra as mais caras", "cost"),
        ("cost by owner", "cost"),
        ("custo por dono", "cost"),
        ("total cost", "cost"),
        ("quais estão ociosas?", "audit"),
        ("which instances has nobody used today", "audit"),
        ("which have been up since friday", "list"),
        ("instances without owner", "list"),
        ("máquinas sem dono", "list"),
        ("show schedules", "schedule all"),
        ("old images", "outdated"),
        ("which instances have old images?", "outdated"),
        ("what's outdated?", "outdated"),
        ("is myci outdated?", "outdated myci"),
        ("outdated images in research", "outdated research"),
        ("is my instance outdated?", "outdated my"),
        ("imagens antigas", "outdated"),
        ("quais estão desatualizadas?", "outdated"),
        ("a imagem da myci está desatualizada?", "outdated myci"),
        ("máquinas desatualizadas", "outdated"),
        ("what is pending", "later"),
        ("o que está agendado?", "later"),
        ("what would be stopped tonight", "later"),
        ("cancel the scheduled stop of myci", "later myci off"),
    ] {
        assert_eq!(canonical(typed), meant, "{typed:?}");
    }
}

#[test]
fn what_is_meant_otherwise_is_offered_whole() {
    for (typed, offered) in [
        ("parar myci forçar", &["stop myci --force"][..]),
        ("stop running", &["stop all --state running", "list --state running"]),
        ("stop all prod machines", &["stop prod"]),
        ("stop @ada", &["stop all --owner @ada"]),
        ("stop bob's machine", &["stop all --owner bob"]),
        ("keep @ada 2h", &["list --owner @ada"]),
        ("status myci --force", &["status myci"]),
        ("start myci --force", &["start myci"]),
        ("stop myci every day at 7pm", &["schedule myci add stop every day at 19:00"]),
        ("stop myci every night", &["schedule myci add stop every day at 20:00"]),
        ("start myci every monday morning", &["schedule myci add start monday at 08:00"]),
        ("parar myci toda sexta", &["schedule myci add stop friday at 20:00"]),
        ("stop myci after 2 hours", &["stop myci in 2h"]),
        ("stop myci after 6pm", &["stop myci at 18:00"]),
        ("stop myci 2h", &["stop myci in 2h", "stop myci at 02:00"]),
        ("stop all running more than 3 hours", &["audit --longer-than 3h", "list --state running"]),
        ("list running longer than 4 hours", &["audit --longer-than 4h", "list --state running"]),
        ("stop it at 6pm", &["stop mine at 18:00"]),
        ("keep it until tomorrow", &["keep mine until tomorrow"]),
        ("idle myci off --dry-run", &[]),
        ("stop myci later", &["stop myci in 2h"]),
        ("parar myci mais tarde", &["stop myci in 2h"]),
        ("stop myci after 45 min of inactivity", &["idle myci 45m"]),
        ("stop myci at 6", &["stop myci at 06:00", "stop myci at 18:00"]),
        (
            "start myci next monday at 9",
            &["start myci next monday at 09:00", "start myci next monday at 21:00"],
        ),
        ("stop myci tomorrow", &["stop myci tomorrow at 08:00", "stop myci tomorrow at 20:00"]),
        ("amanhã de manhã iniciar myci", &["start myci tomorrow at 08:00"]),
        ("iniciar myci amanhã de manhã", &["start myci tomorrow at 08:00"]),
        ("stop myci tonight", &["stop myci today at 20:00", "stop myci at 00:00"]),
        ("stop myci this evening", &["stop myci today at 20:00", "stop myci at 00:00"]),
        ("keep myci until 6", &["keep myci until 06:00", "keep myci until 18:00"]),
        ("don't stop myci until 9pm", &["keep myci until 21:00"]),
        ("não desligue a myci antes das 22h", &["keep myci until 22:00"]),
        ("i'm done with myci", &["stop myci"]),
        ("religar myci", &["iniciar myci", "reiniciar myci"]),
        ("stop myci when idle", &["idle myci 30m"]),
        ("don't stop myci", &["keep myci for 2h", "status myci"]),
        ("não pare a myci", &["keep myci for 2h", "status myci"]),
        ("stop myci; start gpu-1", &["stop myci"]),
        ("stop a-one & start b-two", &["stop a-one"]),
        ("pare a myci e depois inicie a gpu-1", &["stop myci"]),
        ("stop myci tomorow at 8am", &["stop myci tomorrow at 08:00"]),
        ("parar myci amnhã às 8h", &["stop myci tomorrow at 08:00"]),
        ("keep myci until fryday", &["keep myci until friday"]),
        ("set myci to shut down after 2 hours idle", &["idle myci 2 hours"]),
        ("configure a myci para desligar após 2h ociosa", &["idle myci 2h"]),
        ("stop idle machines", &["audit", "list --state running"]),
        ("parar as ociosas", &["audit", "list --state running"]),
        ("don't let anyone stop myci tonight", &["keep myci until 08:00"]),
        ("não deixe ninguém parar a myci hoje", &["keep myci until today"]),
        ("nobody should stop myci", &["keep myci for 2h"]),
        ("não derruba meu job", &["keep mine for 2h", "status mine"]),
        ("i finished, turn off myci", &["turn off myci"]),
        ("get myci running", &["start myci"]),
    ] {
        let meant = match parse(typed) {
            Err(
                ParseError::DidYouMean { meant }
                | ParseError::Leftover { meant, .. }
                | ParseError::UnknownVerb { meant, .. }
                | ParseError::OptionNotHere { meant, .. }
                | ParseError::NotATime { meant, .. }
                | ParseError::Negated { meant },
            ) => meant,
            Err(ParseError::NotAll { narrowed }) => vec![narrowed.to_string()],
            Err(ParseError::OneAtATime { first }) => vec![first.to_string()],
            other => panic!("{typed}: {other:?}"),
        };
        assert_eq!(meant, offered, "{typed}");
        for text in meant {
            assert!(parse(&text).is_ok(), "{typed}: {text}");
        }
    }
}

#[test]
fn what_nobody_understands_is_answered_with_the_state_of_what_it_names() {
    let seen = |text: &str| match read(text, &["myci".to_owned()], &mut Vec::new()) {
        Err(ParseError::OnlyNames { word, state }) => format!("{state}, but not `{word}`"),
        read => read.unwrap().to_string(),
    };
    for (text, shown) in [
        ("myci is on fire", "status myci"),
        ("change myci to NC24", "status myci, but not `change`"),
        ("put myci to sleep", "status myci, but not `put`"),
        ("põe a myci pra dormir", "status myci, but not `põe`"),
        ("a myci travou", "status myci"),
        ("deixa a myci desligar", "status myci, but not `deixa`"),
        ("frobnicate my machine", "status mine, but not `frobnicate`"),
    ] {
        assert_eq!(seen(text), shown, "{text}");
    }
    for text in ["a minha tá pegando fogo", "can bob stop my machine?"] {
        assert_eq!(canonical(text), "status my", "{text}");
    }
    assert_eq!(canonical("is my gpu-7 up?"), "list gpu-7");
    assert!(matches!(parse("frobnicate"), Err(ParseError::UnknownVerb { meant, .. }) if meant.is_empty()));
}

#[test]
fn what_is_counted_or_let_be_is_offered_only() {
    let meant = |text: &str| match parse(text) {
        Err(ParseError::DidYouMean { meant } | ParseError::UnknownVerb { meant, .. }) => meant.join(" | "),
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(meant("stop both of mine"), "stop mine");
    assert_eq!(meant("liga as duas gpus"), "start all --gpu | list --gpu");
    assert_eq!(meant("kill it"), "stop mine");
    assert_eq!(meant("get rid of old"), "delete old");
    assert_eq!(meant("give me a gpu"), "list --gpu");
    assert_eq!(meant("let myci run until 10pm"), "keep myci until 10pm");
    assert_eq!(meant("make sure myci stays on"), "keep myci 2h");
    assert_eq!(canonical("stop both myci and gpu-2"), "stop myci gpu-2");
    assert_eq!(canonical("stop everything that is running"), "stop all --state running");
    assert_eq!(canonical("máquinas do bob"), "list --owner bob");
    assert_eq!(canonical("cost for november"), "cost --since 1 nov");
}

#[test]
fn a_topic_of_its_own_is_answered_whatever_words_it_has() {
    let topic = |text: &str| match parse(text) {
        Err(ParseError::Elsewhere { what, .. }) => what,
        other => panic!("{text}: {other:?}"),
    };
    for (what, texts) in [
        (Elsewhere::Confirm, ["yes", "sim"]),
        (Elsewhere::Cancel, ["never mind", "deixa pra lá"]),
        (Elsewhere::History, ["did the nightly shutdown work?", "o desligamento da noite funcionou?"]),
        (Elsewhere::Permissions, ["who can stop myci", "quem pode parar a myci"]),
    ] {
        assert_eq!(texts.map(topic), [what; 2], "{texts:?}");
    }
    for text in ["I need a new machine", "preciso de uma máquina nova"] {
        assert_eq!(topic(text), Elsewhere::Create, "{text}");
    }
    let copies = ["duplicate", "migrate", "set up", "duplicar", "copie", "migrar", "gerar", "provisionar"];
    let copies = copies.map(|verb| format!("{verb} myci"));
    let new = ["spin up a new machine", "launch another vm", "order a machine", "subir nova instância"];
    for text in copies.iter().map(String::as_str).chain(new) {
        assert_eq!(topic(text), Elsewhere::Create, "{text}");
    }
    for text in ["spin up myci", "launch myci", "subir a myci"] {
        assert_eq!(canonical(text), "start myci", "{text}");
    }
    for text in ["I need a gpu machine", "need a gpu", "necessito uma gpu", "give me a gpu"] {
        let read = parse(text);
        assert!(
            matches!(&read, Err(ParseError::UnknownVerb { meant, .. }) if *meant == ["list --gpu"]),
            "{text}: {read:?}"
        );
    }
    assert_eq!(canonical("version"), "ping");
}

#[test]
fn who_or_what_is_excepted_is_no_filter_of_what_is_stopped() {
    for text in [
        "stop all except gpus and myci",
        "stop all except running and myci",
        "stop all except those of ada and myci",
        "stop all except myci and those in vision",
        "parar todas menos as do research e a myci",
    ] {
        let refused = matches!(parse(text), Err(ParseError::UnfitValue { option: Flag::Except, .. }));
        assert!(refused, "{text}: {:?}", parse(text));
    }
}

#[test]
fn what_happens_again_and_again_to_several_is_not_a_schedule_of_one() {
    for text in ["stop all every day at 20:00", "parar todas todo dia às 20h", "stop a-one b-two every night"]
    {
        assert_eq!(parse(text), Err(ParseError::OneByName { verb: Verb::Schedule }), "{text}");
    }
}

#[test]
fn a_word_that_is_the_name_of_an_instance_is_a_name() {
    let named = |text: &str, names: &[&str]| {
        let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut unsure = Vec::new();
        let words = read(text, &[], &mut unsure);
        assert!(names.iter().all(|name| unsure.contains(name)), "{text}: {unsure:?}");
        match settled(words, read(text, &names, &mut unsure)) {
            Ok(command) => command.to_string(),
            Err(misread) => format!("{misread:?}"),
        }
    };
    for (text, name, meant) in [
        ("stop please", "please", "stop \"please\""),
        ("stop the machine please", "machine", "stop \"machine\""),
        ("list running", "running", "list \"running\""),
        ("myci", "myci", "status myci"),
        ("is myci running?", "myci", "status myci"),
        ("what happened with myci", "myci", "status myci"),
        ("stop now", "now", "stop \"now\""),
        ("stop tomorrow", "tomorrow", "stop \"tomorrow\""),
        ("a myci já parou?", "myci", "status myci"),
        ("myci desligada?", "myci", "status myci"),
    ] {
        assert_eq!(named(text, &[name]), meant, "{text}");
    }
    insta::assert_snapshot!(named("myci off", &["myci"]), @r#"DidYouMean { meant: ["stop myci", "keep myci off"] }"#);
    insta::assert_snapshot!(named("myci on", &["myci"]), @r#"DidYouMean { meant: ["start myci"] }"#);
    insta::assert_snapshot!(named("stop myci now", &["now"]), @r#"DidYouMean { meant: ["stop myci \"now\"", "stop myci"] }"#);
    assert_eq!(canonical("stop myci \"now\""), "stop myci \"now\"");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_command_with_a_condition_does_not_act(
        power in "stop|start|restart|parar|iniciar|turn off",
        target in "myci|all|gpu-\\*|mine|my machine|todas",
        condition in "tomorrow|at 6pm|if idle|unless busy|only if it is idle|later|on friday|amanhã|às 20h|se estiver ociosa|\
                      quando terminar|depois|after 6pm|at noon|until 8|for 2 hours|once a day|by tonight|em 2h|hoje à noite|\
                      but not gpu-1|or not|except",
        polite in "|please|now|, thanks|por favor",
        front in any::<bool>(),
    ) {
        let text = if front { format!("{condition}, {power} {target} {polite}") } else { format!("{power} {target} {condition} {polite}") };
        let acts = matches!(parse(&text), Ok(Command::Power { .. }));
        prop_assert!(!acts, "{}: {}", text, canonical(&text));
    }

    #[test]
    fn a_negation_never_acts(
        not in "don't|do not|dont|never|não|nunca|please don't|don’t|no, do not",
        command in "stop myci|start all|restart mine|delete myci|pare a myci|para tudo|iniciar todas|turn off myci|keep myci for 2h",
    ) {
        prop_assert!(matches!(parse(&format!("{not} {command}")), Err(ParseError::Negated { .. })), "{} {}", not, command);
    }

    #[test]
    fn any_text_is_read_or_refused_without_panic(text in "\\PC{0,60}") {
        let _ = parse(&text);
    }

    #[test]
    fn every_command_parses_back_from_its_own_words(command in any_command()) {
        for locale in Locale::ALL {
            let text = command.spoken(*locale);
            prop_assert_eq!(parse(&text), Ok(command.clone()), "{}", text);
        }
    }

    #[test]
    fn a_typed_command_parses_back_from_its_own_words(text in any_text()) {
        if let Ok(command) = parse(&text) {
            for locale in Locale::ALL {
                prop_assert_eq!(parse(&command.spoken(*locale)), Ok(command.clone()), "{}", text);
            }
        }
    }
}

#[test]
fn nobody_is_called_as_what_joins_commands() {
    for text in ["create for e off", "create myci for then", "criar myci para e"] {
        assert!(parse(text).is_err(), "{text}");
    }
}

#[test]
fn a_template_that_nobody_filled_in_is_not_understood() {
    for text in [
        "stop {{ name }}",
        "stop {{name}}",
        "stop ${{ inputs.name }}",
        "stop { name }",
        "stop ${NAME}",
        "stop $NAME",
        "stop %NAME%",
        "stop % NAME %",
        "stop <% name %>",
        "{{ command }}",
        "{{ verb }} myci",
    ] {
        assert!(parse(text).is_err(), "{text}: {:?}", parse(text));
        assert!(!says_nothing(text), "{text}");
    }
}

#[test]
fn what_says_nothing_has_no_word_that_asks() {
    for text in [
        "",
        " ",
        "?",
        "??",
        "?!",
        "“”",
        "…",
        "\u{200b}",
        "/ci",
        "@lamplighter",
        "<@U0LAN0Z89>",
        "please",
        "``",
        "- —",
        "👍",
    ] {
        assert!(says_nothing(text), "{text:?}");
    }
    let long = "x".repeat(MAX_LENGTH + 1);
    for text in ["help", "ajuda", "ping", "stop", "stpo", "please stop myci", "? stop", &long] {
        assert!(!says_nothing(text), "{text:?}");
    }
}

/// Durations that the canonical text can write: whole seconds.
fn seconds(range: std::ops::Range<i64>) -> impl Strategy<Value = SignedDuration> {
    range.prop_map(SignedDuration::from_secs)
}

/// Some of these are words of the language.
fn name() -> impl Strategy<Value = String> {
    let word = prop::sample::select(
        &["now", "please", "machine", "running", "tomorrow", "except", "what", "never", "max"][..],
    );
    prop_oneof![9 => "x[a-z0-9]{1,6}(-[a-z0-9]{1,4})?x", 1 => word.prop_map(str::to_owned)]
}

fn one_target() -> impl Strategy<Value = Selection> {
    ("(research/)?", name())
        .prop_map(|(place, name)| vec![format!("{place}{name}").parse().unwrap()])
        .prop_map(|targets| Selection { targets, ..Selection::default() })
}

const OWNERS: [&str; 11] = [
    "Ada L.",
    "Lovelace,Ada",
    "me",
    "ada",
    "3f2a-77",
    "@ada",
    "<@U0456>",
    "ada@example.com",
    "Ada Lovelace",
    "maria da silva",
    "O'Neil, J. (ext)",
];

fn selection() -> impl Strategy<Value = Selection> {
    let target = prop_oneof![
        name(),
        name().prop_map(|name| format!("{name}-*")),
        name().prop_map(|name| format!("research/{name}")),
    ];
    let several = prop::collection::btree_set(target, 1..4).prop_map(|targets| targets.into_iter().collect());
    let targets = prop_oneof![Just(vec!["all".to_owned()]), Just(vec!["mine".to_owned()]), several];
    let state = prop::option::of(prop::sample::select(&["running", "stopped", "jobrunning", "Odd"][..]));
    let owner = prop::option::of(prop::sample::select(&OWNERS[..]));
    let except = prop::collection::vec(name(), 0..3);
    let size = prop::option::of(prop::sample::select(&["NC6", "nc6s_v3", "Standard_DS3_v2"][..]));
    let options = (except, state, owner, any::<bool>(), size);
    (targets, options).prop_map(|(targets, (except, state, owner, gpu, size)): (Vec<String>, _)| Selection {
        one: false,
        targets: targets.iter().map(|target| target.parse().unwrap()).collect(),
        except: except.iter().map(|target| target.parse().unwrap()).collect(),
        state: state.map(str::to_owned),
        owner: owner.map(str::to_owned),
        gpu,
        size: size.map(str::to_owned),
    })
}

fn targets() -> impl Strategy<Value = Selection> {
    selection().prop_map(|Selection { targets, .. }| Selection { targets, ..Selection::default() })
}

fn keep_clause() -> impl Strategy<Value = KeepClause> {
    let until = prop_oneof![
        seconds(1..7 * 24 * 3600).prop_map(Until::For),
        seconds(1..7 * 24 * 3600).prop_map(Until::More),
        times::tests::any_moment().prop_map(Until::At),
        Just(Until::Off),
    ];
    let because =
        prop::option::of("training( until 5| for me|, again)?|R&D <train> \"fast\" \\| 100%!, please");
    (until, because).prop_map(|(until, because)| KeepClause { until, because })
}

fn schedule_clause() -> impl Strategy<Value = ScheduleClause> {
    let action = prop::sample::select(&[Power::Start, Power::Stop][..]);
    let cron = "[0-5]?[0-9] (1?[0-9]|\\*/2) (\\*|1,15) (\\*|JAN) (\\*|1-5|MON-FRI|0,6)";
    let zone = prop::option::of(prop::sample::select(&["Europe/Lisbon", "W Europe Standard Time"][..]));
    let id = || "[0-9a-f]{4,8}";
    prop_oneof![
        (action, cron, zone).prop_map(|(action, cron, zone)| {
            let zone = zone.map(str::to_owned);
            ScheduleClause::Add { action, cron, zone }
        }),
        id().prop_map(ScheduleClause::Enable),
        id().prop_map(ScheduleClause::Disable),
        id().prop_map(ScheduleClause::Remove),
    ]
}

fn due() -> impl Strategy<Value = TimeClause> {
    let moment = times::tests::any_moment().prop_filter("needs an hour", |moment| moment.time.is_some());
    prop_oneof![seconds(1..7 * 24 * 3600).prop_map(TimeClause::Length), moment.prop_map(TimeClause::At)]
}

/// What an instance or a blueprint may be called.
fn place() -> impl Strategy<Value = Option<String>> {
    prop::option::of("x[a-z0-9]{1,6}(-[a-z0-9]{1,4})?")
}

fn any_command() -> impl Strategy<Value = Command> {
    let power = prop::sample::select(&[Power::Start, Power::Stop, Power::Restart][..]);
    let idle = prop_oneof![
        (15..72 * 60i64).prop_map(|minutes| IdleClause::After(SignedDuration::from_mins(minutes))),
        Just(IdleClause::Off),
    ];
    let past = times::tests::any_moment()
        .prop_filter("to come", |moment| !matches!(moment.day, Day::FromToday(1..) | Day::Next(_)));
    let since = prop_oneof![seconds(1..999_999).prop_map(TimeClause::Length), past.prop_map(TimeClause::At)];
    let verbs = VERBS.iter().map(|row| Topic::Verb(row.verb));
    let topics: Vec<_> = verbs.chain(Topic::others()).chain([Topic::Overview]).collect();
    let topic = prop::sample::select(topics);
    let (max, flag) = (prop::option::of(1..999usize), any::<bool>);
    let query = || prop_oneof![Just(Selection::default()), selection()];
    prop_oneof![
        query().prop_map(|selection| Command::Status { selection }),
        query().prop_map(|selection| Command::List { selection }),
        (power.clone(), selection(), max.clone(), flag(), flag()).prop_map(
            |(verb, selection, max, dry_run, force)| {
                Command::Power { verb, selection, max, dry_run, force: force && verb != Power::Start }
            }
        ),
        (power.clone(), selection(), max.clone(), flag(), due()).prop_map(
            |(verb, selection, max, force, due)| {
                Command::Later { verb, selection, max, force: force && verb != Power::Start, due }
            }
        ),
        (one_target(), flag()).prop_map(|(selection, off)| Command::Pending { selection, off }),
        Just(Command::Due),
        (one_target(), flag()).prop_map(|(selection, dry_run)| Command::Power {
            verb: Power::Delete,
            selection,
            max: None,
            dry_run,
            force: false,
        }),
        (targets(), keep_clause()).prop_map(|(selection, keep)| Command::Keep { selection, keep }),
        (targets(), idle).prop_map(|(selection, idle)| Command::Idle { selection, idle }),
        (one_target(), schedule_clause())
            .prop_map(|(selection, schedule)| Command::Schedule { selection, schedule: Some(schedule) }),
        targets().prop_map(|selection| Command::Schedule { selection, schedule: None }),
        (power, selection(), flag(), flag(), seconds(1..99_999)).prop_map(
            |(verb, selection, dry_run, force, lead)| Command::Announce {
                verb,
                selection,
                dry_run,
                force,
                lead
            }
        ),
        (query(), prop::option::of(seconds(1..999_999)))
            .prop_map(|(selection, longer_than)| { Command::Audit { selection, longer_than } }),
        (query(), prop::option::of(since)).prop_map(|(selection, since)| Command::Cost { selection, since }),
        (prop_oneof![Just(Selection::default()), one_target()], place(), prop::option::of("[A-Z][a-z]{2,5}"))
            .prop_map(|(selection, blueprint, person)| {
                let person = person.filter(|_| blueprint.is_some() || !selection.targets.is_empty());
                Command::Create { selection, blueprint, person }
            }),
        (one_target(), place()).prop_map(|(selection, name)| Command::Renew { selection, name }),
        topic.prop_map(|topic| Command::Help { topic }),
        Just(Command::Whoami),
        Just(Command::Ping),
    ]
}

/// Text that is often a command: each verb in each language, with targets, options and clauses that may not fit.
fn any_text() -> impl Strategy<Value = String> {
    let names = VERBS.iter().flat_map(|row| row.names.all()).collect::<Vec<_>>();
    const OPTIONS: &[&str] = &[
        "--except",
        "--exceto",
        "--state",
        "--estado",
        "--owner",
        "--max",
        "--longer-than",
        "--since",
        "--dry-run",
        "--simular",
        "--force",
        "--forçar",
    ];
    const WORDS: &[&str] = &[
        "all",
        "mine",
        "todas",
        "minhas",
        "myci",
        "gpu-*",
        "research/a1",
        "stop",
        "iniciar",
        "running",
        "paradas",
        "me",
        "3",
        "2h",
        "500ms",
        "1d12h",
        "22:00",
        "8h",
        "for",
        "por",
        "until",
        "até",
        "tomorrow",
        "amanhã",
        "off",
        "in",
        "em",
        "30m",
        "because",
        "porque",
        "add",
        "adicionar",
        "weekdays",
        "at",
        "às",
        "0",
        "*",
        "1-5",
        "7f3a",
        "enable",
        "remover",
        "e",
        ",",
        "a",
        "please",
    ];
    let word = prop_oneof![3 => prop::sample::select(WORDS), 1 => prop::sample::select(OPTIONS)];
    let word = word.prop_map(str::to_owned);
    (prop::sample::select(names), prop::collection::vec(word, 0..7))
        .prop_map(|(verb, words)| format!("{verb} {}", words.join(" ")))
}

#[test]
fn a_courtesy_behind_an_option_is_its_value() {
    for text in
        ["status --except please all", "list --owner thanks all", "parar todas --exceto valeu --simular"]
    {
        let command = parse(text).unwrap();
        for locale in Locale::ALL {
            assert_eq!(parse(&command.spoken(*locale)), Ok(command.clone()), "{text}");
        }
    }
    assert_eq!(canonical("stop all --force please"), "stop all --force");
}

#[test]
fn a_time_makes_a_power_command_one_for_later() {
    for (typed, meant) in [
        ("stop myci in 10m", "stop myci in 10m"),
        ("stop myci in 2 hours", "stop myci in 2h"),
        ("stop in 2h myci", "stop myci in 2h"),
        ("stop myci at 18:00", "stop myci at 18:00"),
        ("stop myci at 6pm --force", "stop myci --force at 18:00"),
        ("stop myci at 6 pm", "stop myci at 18:00"),
        ("stop myci 18:00", "stop myci at 18:00"),
        ("stop all --except gpu-* in 2h", "stop all --except gpu-* in 2h"),
        ("stop all in 2h --max 3", "stop all --max 3 in 2h"),
        ("start gpu-1 tomorrow 8am", "start gpu-1 tomorrow at 08:00"),
        ("restart b c tomorrow at 8h", "restart b c tomorrow at 08:00"),
        ("start gpu-1 2026-12-01 08:00", "start gpu-1 2026-12-01 at 08:00"),
        ("parar myci às 20h", "stop myci at 20:00"),
        ("parar myci em 30 minutos", "stop myci in 30m"),
        ("parar myci daqui a 2h", "stop myci in 2h"),
        ("parar todas dentro de 1 hora e 30 minutos", "stop all in 1h30m"),
        ("iniciar myci amanhã às 8h", "start myci tomorrow at 08:00"),
        ("stop mine in 2h please", "stop mine in 2h"),
    ] {
        assert_eq!(canonical(typed), meant, "{typed:?}");
        assert!(matches!(parse(typed), Ok(Command::Later { .. })), "{typed:?}");
    }
    assert_eq!(canonical("stop myci at 6pm --dry-run"), "stop myci --dry-run | at 18:00");
    assert_eq!(canonical("delete myci in 2h"), "delete myci | in 2h");
}

#[test]
fn a_number_behind_in_or_at_is_a_time_or_an_error() {
    insta::assert_snapshot!(canonical("stop myci in 2x"), @r#"NotADuration { words: "2x" }"#);
    insta::assert_snapshot!(canonical("start in --dry-run 3"), @r#"NotADuration { words: "in" }"#);
    insta::assert_snapshot!(canonical("stop myci at 25:00"), @r#"NotATime { words: "25:00", meant: [] }"#);
    insta::assert_snapshot!(canonical("parar myci em 2 luas"), @r#"NotADuration { words: "2 luas" }"#);
    for text in ["stop myci every day at 7pm", "stop all in research", "parar as 3", "stop all tomorrow"] {
        assert!(!matches!(parse(text), Ok(Command::Later { .. })), "{text}");
    }
}

#[test]
fn what_is_pending_is_shown_or_ended() {
    for (typed, meant) in [
        ("later", "later"),
        ("pending myci", "later myci"),
        ("later myci off", "later myci off"),
        ("pendentes", "later"),
        ("pendentes research/myci fim", "later research/myci off"),
        ("later all off", "later all off"),
    ] {
        assert_eq!(canonical(typed), meant, "{typed:?}");
    }
    insta::assert_snapshot!(canonical("later off"), @r#"DidYouMean { meant: ["later mine off", "later"] }"#);
}

#[test]
fn parts_of_a_second_are_refused() {
    for text in [
        "audit --longer-than 500ms",
        "audit --longer-than 1.5s",
        "cost --since 100us",
        "keep myci for 1500ms",
        "announce stop myci in 0.5s",
    ] {
        assert!(parse(text).is_err(), "{text}: {}", canonical(text));
    }
}

#[test]
fn a_suggested_hour_keeps_the_day_that_was_typed() {
    let meant = |text: &str| match parse(text) {
        Err(ParseError::NotATime { meant, .. }) => meant,
        other => panic!("{text}: {other:?}"),
    };
    let tomorrow = ["stop myci tomorrow at 08:00", "stop myci tomorrow at 20:00"];
    assert_eq!(meant("stop myci tomorrow"), tomorrow);
    assert_eq!(meant("stop myci tonight"), ["stop myci today at 20:00", "stop myci at 00:00"]);
    assert_eq!(meant("stop myci by tomorrow"), tomorrow);
    assert_eq!(meant("parar myci hoje à noite"), ["stop myci today at 20:00", "stop myci at 00:00"]);
    for text in ["iniciar gpu-1 amanhã de manhã", "start gpu-1 tomorrow morning"] {
        assert!(meant(text).iter().all(|meant| meant.contains("tomorrow")), "{text}: {:?}", meant(text));
    }
}

#[test]
fn a_word_that_is_shown_has_no_mark_of_a_name() {
    let unknown = read("myci shut down", &["myci".to_owned()], &mut Vec::new());
    assert!(
        matches!(&unknown, Err(ParseError::UnknownVerb { word, meant }) if word == "myci" && meant == &["shut down myci"]),
        "{unknown:?}"
    );
}

/// `para` is for whom in a creation, and no new name.
#[test]
fn a_renewal_has_a_new_name_only_behind_its_word() {
    for text in ["renovar myci para Dan", "renew myci for Dan", "renew myci as", "renovar myci como"] {
        let read = parse(text);
        assert!(!matches!(read, Ok(Command::Renew { .. })), "{text}: {read:?}");
    }
    assert_eq!(parse("renovar myci como outra").unwrap().to_string(), "renew myci as outra");
}

#[test]
fn an_old_one_is_replaced_by_a_new_one_in_many_words() {
    for (typed, meant) in [
        ("upgrade the image of myci", "outdated myci"),
        ("update the OS of myci", "outdated myci"),
        ("atualizar a myci", "outdated myci"),
        ("atualiza a imagem da myci", "outdated myci"),
        ("replace myci", "renew myci"),
        ("swap myci for a new one", "renew myci"),
        ("rebuild myci", "renew myci"),
        ("trocar a myci por uma nova", "renew myci"),
        ("substitua a minha", "renew my"),
        ("renovar a imagem da myci", "renew myci"),
        ("renovar myci com o nome myci-b", "renew myci as myci-b"),
    ] {
        assert_eq!(canonical(typed), meant, "{typed}");
    }
    let meant = vec!["renew myci as myci-b".to_owned(), "renew myci".to_owned()];
    for text in ["replace myci with myci-b", "trocar a myci por myci-b", "renew myci called myci-b"] {
        assert_eq!(parse(text), Err(ParseError::DidYouMean { meant: meant.clone() }), "{text}");
    }
    assert_eq!(parse("renew"), Err(ParseError::TargetMissing { verb: Verb::Renew }));
}

#[test]
fn what_to_create_is_shown_or_said_in_any_order() {
    for text in [
        "create",
        "create a new machine",
        "create instance",
        "criar máquina",
        "blueprints",
        "list blueprints",
        "what can I create?",
        "modelos",
    ] {
        assert_eq!(canonical(text), "create", "{text}");
    }
    for (typed, meant) in [
        ("criar newci com o modelo small", "create newci from small"),
        ("create newci as small", "create newci from small"),
        ("create newci with the small blueprint", "create newci from small"),
        ("criar newci para a Ana", "create newci for Ana"),
        ("create a small instance called newci", "create small newci"),
        ("create an instance from small for Ana", "create from small for Ana"),
        ("list blueprints in research", "create from research"),
    ] {
        assert_eq!(canonical(typed), meant, "{typed}");
    }
    for (text, is_said) in
        [("ci", true), ("monday", true), ("all", true), ("joão", false), (&*"x".repeat(200), false)]
    {
        let read = parse(&format!("create {text}"));
        assert_eq!(read, Err(ParseError::NotAName { word: text.to_owned(), is_said }));
    }
}
