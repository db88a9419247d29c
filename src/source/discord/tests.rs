use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method};
use insta::assert_snapshot;
use proptest::prelude::*;
use ring::signature::{Ed25519KeyPair, KeyPair};

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    adapter::SIGNATURE,
    config::{API, Discord, PublicKey, read_key},
    interaction::{Given, Interaction},
    manifest::registration,
    *,
};
use crate::{
    command,
    locale::Locale,
    reply::Reply,
    source::Source,
    verify::{Origin, Rejection, Request, SignatureScheme, SignedPart},
};

/// RFC 8032 §7.1, TEST 3.
const PRIVATE_KEY: &str = "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7";

fn request(stamp: &str, signature: &str, body: &[u8]) -> Request {
    let headers = [("x-signature-timestamp", stamp), ("x-signature-ed25519", signature)];
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.insert(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    Request {
        method: Method::POST,
        path: "/hooks/discord".into(),
        query: None,
        headers: map,
        body: Bytes::copy_from_slice(body),
        origin: Origin::Public,
        arrived: Timestamp::UNIX_EPOCH,
        patience: crate::verify::PATIENCE,
    }
}

fn discord(public_key: PublicKey) -> Discord {
    Discord { public_key, application_id: "1290000000000000001".into(), api: API.parse().unwrap() }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

#[test]
fn every_published_and_self_made_vector_passes_and_no_neighbour_of_it() {
    let vectors: Vec<Value> =
        serde_json::from_str(include_str!("../../../events/discord/vectors.json")).unwrap();
    assert_eq!(vectors.len(), 5);
    for vector in vectors {
        let text = |name: &str| vector[name].as_str();
        let message = text("message_hex").map(|message| hex::decode(message).unwrap());
        // The vectors of the algorithm itself have no timestamp.
        let scheme = match message {
            Some(_) => SignatureScheme { signed: &[SignedPart::Body], ..SIGNATURE },
            None => SIGNATURE,
        };
        let body = message.unwrap_or_else(|| text("body").unwrap().into());
        let stamp = text("timestamp").unwrap_or("1700000000");
        let (public, signature) =
            (read_key(text("public_key").unwrap()).unwrap(), text("signature").unwrap());
        let verify = |signature: &str, body: &[u8]| {
            let request = request(stamp, signature, body);
            scheme.verify(request, [&public.0[..]].into_iter(), at(1_700_000_000)).map(|_| ())
        };
        assert_eq!(verify(signature, &body), Ok(()), "{}", vector["name"]);
        assert_eq!(verify(signature, &[&body[..], b" "].concat()), Err(Rejection::WrongSignature));
        let malformed = Err(Rejection::Malformed("x-signature-ed25519"));
        assert_eq!(verify(&signature[1..], &body), malformed);
        assert_eq!(verify(&signature.to_uppercase(), &body), malformed);
    }
}

fn flipped(bytes: &[u8], at: prop::sample::Index, flip: u8) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    changed[at.index(bytes.len())] ^= flip;
    changed
}

proptest! {
    #[test]
    fn any_changed_byte_is_refused(
        body in proptest::collection::vec(any::<u8>(), 1..200), byte: prop::sample::Index, flip in 1u8..,
    ) {
        let private = hex::decode(PRIVATE_KEY).unwrap();
        let pair = Ed25519KeyPair::from_seed_unchecked(&private).unwrap();
        let public = PublicKey(pair.public_key().as_ref().try_into().unwrap());
        let now = at(1_700_000_000);
        let signed = SIGNATURE.sign(&private, now, &body);
        let signature = signed[1].1.clone();
        let verify = |key: PublicKey, stamp: &str, signature: &str, body: &[u8]| {
            Source::bare(&PLATFORM, discord(key)).verify(request(stamp, signature, body), now).is_ok()
        };
        let stamp = "1700000000";
        prop_assert!(verify(public, stamp, &signature, &body));
        prop_assert!(!verify(public, stamp, &signature, &flipped(&body, byte, flip)));
        prop_assert!(!verify(public, "1700000001", &signature, &body));
        let other = hex::encode(flipped(&hex::decode(&signature).unwrap(), byte, flip));
        prop_assert!(!verify(public, stamp, &other, &body));
        let other = PublicKey(flipped(&public.0, byte, flip).try_into().unwrap());
        prop_assert!(!verify(other, stamp, &signature, &body));
        // The boundary between timestamp and body is not signed, but who moves it is out of the window.
        prop_assert!(!verify(public, &stamp[..9], &signature, &[&stamp.as_bytes()[9..], &body].concat()));
    }

    #[test]
    fn any_interaction_is_read_without_panic(text in "\\PC{0,120}") {
        let _ = serde_json::from_str::<Interaction>(&text).map(|read| read.token().is_some());
    }
}

#[test]
fn late_answers_go_to_discord_alone() {
    let handle = discord(PublicKey([1; 32])).reply_handle("a.b_c-d", false);
    let source = Source::bare(&PLATFORM, discord(PublicKey([1; 32])));
    let address = |in_place| {
        let deliveries = handle.deliveries(&source, &Reply::default(), in_place);
        deliveries[0].url.to_string()
    };
    let webhook = "https://discord.com/api/v10/webhooks/1290000000000000001/a.b_c-d";
    assert_eq!(address(false), webhook);
    assert_eq!(address(true), format!("{webhook}/messages/@original"));
}

/// A name or description in one language.
fn said<'a>(described: &'a Value, what: &str, locale: Locale) -> &'a str {
    let local = &described[format!("{what}_localizations")][locale.tag()];
    local.as_str().or(described[what].as_str()).unwrap()
}

#[test]
fn the_registration_keeps_within_discords_limits() {
    let command = registration();
    let size = check(&command);
    assert!(size <= 8000, "{size}");
    assert_snapshot!(outline(&command, 0, Locale::English), @"
    ci: Azure ML compute instances: see, start, stop, restart and delete them
      status: State, since when and why, price, owner, idle setting and what comes next
        name (completed): Names, workspace/name, a glob such as gpu-*, all or mine
        except: All but these: names or globs
        state: Only those in this state, such as running
        owner: Only those of this owner: a name, a mention, an Entra object id, or me
        gpu (yes or no): Only those with a GPU
        size: Only those whose size has this in its name, such as NC6
      list: Everything that you can see, a line each: state, size, price and owner
        name (completed): Names, workspace/name, a glob such as gpu-*, all or mine
        except: All but these: names or globs
        state: Only those in this state, such as running
        owner: Only those of this owner: a name, a mention, an Entra object id, or me
        gpu (yes or no): Only those with a GPU
        size: Only those whose size has this in its name, such as NC6
      start: Starts instances
        name (required, completed): Names, workspace/name, a glob such as gpu-*, all or mine
        when: To do it later: in 2h, at 18:00, tomorrow at 8am
        except: All but these: names or globs
        state: Only those in this state, such as running
        owner: Only those of this owner: a name, a mention, an Entra object id, or me
        gpu (yes or no): Only those with a GPU
        size: Only those whose size has this in its name, such as NC6
        max: At most this many
        dry-run (yes or no): Say what would be done, and do nothing
      stop: Stops instances; running jobs only with --force
        name (required, completed): Names, workspace/name, a glob such as gpu-*, all or mine
        when: To do it later: in 2h, at 18:00, tomorrow at 8am
        except: All but these: names or globs
        state: Only those in this state, such as running
        owner: Only those of this owner: a name, a mention, an Entra object id, or me
        gpu (yes or no): Only those with a GPU
        size: Only those whose size has this in its name, such as NC6
        max: At most this many
        dry-run (yes or no): Say what would be done, and do nothing
        force (yes or no): Also where it ends running work
      restart: Restarts instances; running jobs only with --force
        name (required, completed): Names, workspace/name, a glob such as gpu-*, all or mine
        when: To do it later: in 2h, at 18:00, tomorrow at 8am
        except: All but these: names or globs
        state: Only those in this state, such as running
        owner: Only those of this owner: a name, a mention, an Entra object id, or me
        gpu (yes or no): Only those with a GPU
        size: Only those whose size has this in its name, such as NC6
        max: At most this many
        dry-run (yes or no): Say what would be done, and do nothing
        force (yes or no): Also where it ends running work
      delete: Deletes an instance; asks first
        name (required, completed): Names, workspace/name, a glob such as gpu-*, all or mine
        dry-run (yes or no): Say what would be done, and do nothing
      create: Creates an instance from a blueprint, and asks first; alone, shows the blueprints
        name: The name of the new instance
        how: From a blueprint, and for whom: from small for Ana
      renew: Creates an instance in place of an old one, which it stops; asks first
        name (required, completed): Names, workspace/name, a glob such as gpu-*, all or mine
        how: Under another name than I propose: as myci-new
      idle: Shuts instances down after they have been idle for that long; 15 minutes to 3 days
        name (required, completed): Names, workspace/name, a glob such as gpu-*, all or mine
        when (required): How long, such as 2h; or off
      schedule: Shows start and stop schedules, or changes those of one instance
        name (required, completed): Names, workspace/name, a glob such as gpu-*, all or mine
        when: Add stop weekdays at 20:00, or remove and an id
      announce: Tells people what a timer is about to do, with a way to keep an instance
        verb (required): What will be done
        name (required, completed): Names, workspace/name, a glob such as gpu-*, all or mine
        when (required): When it will happen: in 30m
        except: All but these: names or globs
        state: Only those in this state, such as running
        owner: Only those of this owner: a name, a mention, an Entra object id, or me
        gpu (yes or no): Only those with a GPU
        size: Only those whose size has this in its name, such as NC6
        dry-run (yes or no): Say what would be done, and do nothing
        force (yes or no): Also where it ends running work
      keep: No timer and no alert stops them before then; at most 7 days
        name (required, completed): Names, workspace/name, a glob such as gpu-*, all or mine
        when (required): For 2h, until 22:00 or off; because …
      later: What people asked to be done later, as with stop NAME in 2h; off ends it
        name (completed): Names, workspace/name, a glob such as gpu-*, all or mine
        when: Off, to end what is pending
      audit: What needs a look: old images, no idle shutdown, long runs and more
        name (completed): Names, workspace/name, a glob such as gpu-*, all or mine
        except: All but these: names or globs
        state: Only those in this state, such as running
        owner: Only those of this owner: a name, a mention, an Entra object id, or me
        gpu (yes or no): Only those with a GPU
        size: Only those whose size has this in its name, such as NC6
        longer-than: Also what runs for longer than this, such as 12h
      outdated: Instances with an old OS image, the oldest first; for one of them, how to renew it
        name (completed): Names, workspace/name, a glob such as gpu-*, all or mine
        except: All but these: names or globs
        state: Only those in this state, such as running
        owner: Only those of this owner: a name, a mention, an Entra object id, or me
        gpu (yes or no): Only those with a GPU
        size: Only those whose size has this in its name, such as NC6
      cost: What is running now, per hour and per day, by owner
        name (completed): Names, workspace/name, a glob such as gpu-*, all or mine
        except: All but these: names or globs
        state: Only those in this state, such as running
        owner: Only those of this owner: a name, a mention, an Entra object id, or me
        gpu (yes or no): Only those with a GPU
        size: Only those whose size has this in its name, such as NC6
        since: Also what was saved since then, such as 8h or 18:00
      check: Which Azure permissions I have and which I lack
      help: This, or more about one command
        verb: The command to explain, or all
      whoami: Who you are to me, and what you can do
      ping: Whether I am here
      do: A whole command, as replies write it: stop myci --force
        text (required): The command
    ");
    assert_snapshot!(outline(&command, 0, Locale::Portuguese), @"
    ci: Instâncias de computação do Azure ML: ver, iniciar, parar, reiniciar e excluir
      estado: Estado, desde quando e por quê, preço, dono, inatividade e o que vem a seguir
        nome (completed): Nomes, workspace/nome, um padrão, como gpu-*, todas ou minhas
        exceto: Todas menos estas: nomes ou padrões, como gpu-*
        estado: Só as que estão neste estado, como rodando
        dono: Só as desta pessoa: um nome, uma menção, um ID de objeto do Entra, ou eu
        gpu (yes or no): Só as que têm GPU
        tamanho: Só as de um tamanho com isto no nome, como NC6
      listar: Tudo o que você pode ver, uma linha cada: estado, tamanho, preço e dono
        nome (completed): Nomes, workspace/nome, um padrão, como gpu-*, todas ou minhas
        exceto: Todas menos estas: nomes ou padrões, como gpu-*
        estado: Só as que estão neste estado, como rodando
        dono: Só as desta pessoa: um nome, uma menção, um ID de objeto do Entra, ou eu
        gpu (yes or no): Só as que têm GPU
        tamanho: Só as de um tamanho com isto no nome, como NC6
      iniciar: Inicia instâncias
        nome (required, completed): Nomes, workspace/nome, um padrão, como gpu-*, todas ou minhas
        quando: Para fazer depois: em 2h, às 18:00, amanhã às 8h
        exceto: Todas menos estas: nomes ou padrões, como gpu-*
        estado: Só as que estão neste estado, como rodando
        dono: Só as desta pessoa: um nome, uma menção, um ID de objeto do Entra, ou eu
        gpu (yes or no): Só as que têm GPU
        tamanho: Só as de um tamanho com isto no nome, como NC6
        máximo: No máximo este número
        simular (yes or no): Diz o que seria feito, e não faz nada
      parar: Desliga instâncias; as que têm job, só com --forçar
        nome (required, completed): Nomes, workspace/nome, um padrão, como gpu-*, todas ou minhas
        quando: Para fazer depois: em 2h, às 18:00, amanhã às 8h
        exceto: Todas menos estas: nomes ou padrões, como gpu-*
        estado: Só as que estão neste estado, como rodando
        dono: Só as desta pessoa: um nome, uma menção, um ID de objeto do Entra, ou eu
        gpu (yes or no): Só as que têm GPU
        tamanho: Só as de um tamanho com isto no nome, como NC6
        máximo: No máximo este número
        simular (yes or no): Diz o que seria feito, e não faz nada
        forçar (yes or no): Mesmo que isso encerre um job
      reiniciar: Reinicia instâncias; as que têm job, só com --forçar
        nome (required, completed): Nomes, workspace/nome, um padrão, como gpu-*, todas ou minhas
        quando: Para fazer depois: em 2h, às 18:00, amanhã às 8h
        exceto: Todas menos estas: nomes ou padrões, como gpu-*
        estado: Só as que estão neste estado, como rodando
        dono: Só as desta pessoa: um nome, uma menção, um ID de objeto do Entra, ou eu
        gpu (yes or no): Só as que têm GPU
        tamanho: Só as de um tamanho com isto no nome, como NC6
        máximo: No máximo este número
        simular (yes or no): Diz o que seria feito, e não faz nada
        forçar (yes or no): Mesmo que isso encerre um job
      excluir: Exclui uma instância; pergunta antes
        nome (required, completed): Nomes, workspace/nome, um padrão, como gpu-*, todas ou minhas
        simular (yes or no): Diz o que seria feito, e não faz nada
      criar: Cria uma instância a partir de um modelo, perguntando antes; sozinho, mostra os modelos
        nome: O nome da nova instância
        como: De qual modelo e para quem: do modelo small para Ana
      renovar: Cria uma instância no lugar de uma antiga, que é parada; pergunta antes
        nome (required, completed): Nomes, workspace/nome, um padrão, como gpu-*, todas ou minhas
        como: Com outro nome que não o que eu proponho: como myci-nova
      inatividade: Desliga as que ficam inativas por esse tempo; de 15 minutos a 3 dias
        nome (required, completed): Nomes, workspace/nome, um padrão, como gpu-*, todas ou minhas
        quando (required): Quanto tempo, como 2h; ou fim
      agendar: Mostra os agendamentos de início e parada, ou muda os de uma instância
        nome (required, completed): Nomes, workspace/nome, um padrão, como gpu-*, todas ou minhas
        quando: Adicionar parar dias úteis às 20:00, ou remover e um id
      anunciar: Avisa o que um agendamento vai fazer, com um jeito de manter uma instância ligada
        verbo (required): O que vai ser feito
        nome (required, completed): Nomes, workspace/nome, um padrão, como gpu-*, todas ou minhas
        quando (required): Quando vai ser: em 30m
        exceto: Todas menos estas: nomes ou padrões, como gpu-*
        estado: Só as que estão neste estado, como rodando
        dono: Só as desta pessoa: um nome, uma menção, um ID de objeto do Entra, ou eu
        gpu (yes or no): Só as que têm GPU
        tamanho: Só as de um tamanho com isto no nome, como NC6
        simular (yes or no): Diz o que seria feito, e não faz nada
        forçar (yes or no): Mesmo que isso encerre um job
      manter: Nenhum temporizador ou alerta meu vai pará-las antes disso; no máximo 7 dias
        nome (required, completed): Nomes, workspace/nome, um padrão, como gpu-*, todas ou minhas
        quando (required): Por 2h, até 22:00 ou fim; porque …
      pendentes: O que alguém pediu para fazer depois, como em parar NOME em 2h; fim cancela
        nome (completed): Nomes, workspace/nome, um padrão, como gpu-*, todas ou minhas
        quando: Fim, para cancelar o que está pendente
      auditar: O que pede atenção: imagens antigas, sem desligamento por inatividade, ligadas há muito tempo e mais
        nome (completed): Nomes, workspace/nome, um padrão, como gpu-*, todas ou minhas
        exceto: Todas menos estas: nomes ou padrões, como gpu-*
        estado: Só as que estão neste estado, como rodando
        dono: Só as desta pessoa: um nome, uma menção, um ID de objeto do Entra, ou eu
        gpu (yes or no): Só as que têm GPU
        tamanho: Só as de um tamanho com isto no nome, como NC6
        mais-de: Também o que roda há mais tempo que isso, como 12h
      desatualizadas: Instâncias com imagem do SO desatualizada, a mais antiga primeiro; de uma delas, como renovar
        nome (completed): Nomes, workspace/nome, um padrão, como gpu-*, todas ou minhas
        exceto: Todas menos estas: nomes ou padrões, como gpu-*
        estado: Só as que estão neste estado, como rodando
        dono: Só as desta pessoa: um nome, uma menção, um ID de objeto do Entra, ou eu
        gpu (yes or no): Só as que têm GPU
        tamanho: Só as de um tamanho com isto no nome, como NC6
      custo: O que está rodando agora, por hora e por dia, por dono
        nome (completed): Nomes, workspace/nome, um padrão, como gpu-*, todas ou minhas
        exceto: Todas menos estas: nomes ou padrões, como gpu-*
        estado: Só as que estão neste estado, como rodando
        dono: Só as desta pessoa: um nome, uma menção, um ID de objeto do Entra, ou eu
        gpu (yes or no): Só as que têm GPU
        tamanho: Só as de um tamanho com isto no nome, como NC6
        desde: Também o que se economizou desde então, como 8h ou 18:00
      verificar: Quais permissões do Azure eu tenho e quais faltam
      ajuda: Isto, ou mais sobre um comando
        verbo: O comando a explicar, ou tudo
      quem-sou: Quem você é para mim e o que pode fazer
      ping: Diz se estou aqui
      fazer: Um comando inteiro, como as respostas o escrevem: parar myci --forçar
        texto (required): O comando
    ");
}

#[test]
fn whatever_can_be_registered_is_understood() {
    for subcommand in registration()["options"].as_array().unwrap() {
        let options = subcommand["options"].as_array().unwrap().iter();
        let clause = match subcommand["name"].as_str() {
            Some("keep") => "for 2h",
            Some("idle") => "2h",
            Some("schedule") => "add stop weekdays at 20:00",
            Some("later") => "off",
            Some("create") => "from small for Ana",
            Some("renew") => "as myci-b",
            // A dry run shows what would happen now.
            Some("start" | "stop" | "restart") => "",
            _ => "in 30m",
        };
        let given: Vec<_> = options
            .map(|option| match (option["type"].as_u64(), option["name"].as_str()) {
                (Some(5), _) => json!({"name": option["name"], "value": true}),
                (_, Some("max")) => json!({"name": "max", "value": "5"}),
                (_, Some("longer-than" | "since")) => json!({"name": option["name"], "value": "8h"}),
                (_, Some("when" | "how")) => json!({"name": option["name"], "value": clause}),
                (_, Some("owner")) => json!({"name": "owner", "value": "Ada Lovelace"}),
                (_, Some("verb")) => json!({"name": "verb", "value": "stop"}),
                (_, Some("text")) => json!({"name": "text", "value": "ping"}),
                _ => json!({"name": option["name"], "value": "myci"}),
            })
            .collect();
        let data = json!({"options": [{"name": subcommand["name"], "options": given}]});
        let text = serde_json::from_value::<Given>(data).unwrap().command();
        let read = command::parse(&text).unwrap_or_else(|misread| panic!("{text}: {misread:?}"));
        let flags = read.verb().row().flags.iter();
        assert!(flags.clone().all(|flag| text.contains(flag.name())), "{text}");
    }
}

/// Names, descriptions, order and number of options at every level; the characters in all of it,
/// of each text its longest translation.
fn check(described: &Value) -> usize {
    let longest = |described: &Value, what: &str| {
        let lengths = Locale::ALL.iter().map(|locale| said(described, what, *locale).chars().count());
        lengths.max().unwrap()
    };
    let none = Vec::new();
    let options = described["options"].as_array().unwrap_or(&none);
    let choices = described["choices"].as_array().unwrap_or(&none);
    assert!(options.len() <= 25 && choices.len() <= 25);
    for locale in Locale::ALL {
        let name = said(described, "name", *locale);
        let fits = |c: char| c.is_lowercase() || c == '-';
        assert!((1..=32).contains(&name.chars().count()) && name.chars().all(fits), "{name}");
        let mut names: Vec<_> = options.iter().map(|option| said(option, "name", *locale)).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
    }
    assert!((1..=100).contains(&longest(described, "description")), "{described}");
    let required: Vec<_> = options.iter().map(|option| option["required"] == true).collect();
    assert!(required.is_sorted_by(|a, b| a >= b), "required ones first");
    let choices =
        choices.iter().map(|choice| longest(choice, "name") + choice["value"].as_str().unwrap().len());
    let inner: usize = options.iter().map(check).chain(choices).sum();
    longest(described, "name") + longest(described, "description") + inner
}

/// As a person would see it, level by level.
fn outline(described: &Value, level: usize, locale: Locale) -> String {
    let mark = match (&described["required"], &described["autocomplete"], &described["type"]) {
        (Value::Bool(true), Value::Bool(true), _) => " (required, completed)",
        (Value::Bool(true), _, _) => " (required)",
        (_, Value::Bool(true), _) => " (completed)",
        (_, _, kind) if kind == 5 => " (yes or no)",
        _ => "",
    };
    let (name, description) = (said(described, "name", locale), said(described, "description", locale));
    let head = format!("{}{name}{mark}: {description}", "  ".repeat(level));
    let options = described["options"].as_array().into_iter().flatten();
    let inner = options.map(|option| outline(option, level + 1, locale));
    [head].into_iter().chain(inner).collect::<Vec<_>>().join("\n")
}
