//! The words of sentences beside verbs, targets and options, by what the parser does with them.

use std::{collections::HashSet, sync::LazyLock};

use super::{
    flags::{Flag, STATES, state_in_words},
    punctuation::COMMA,
    times::{duration, moment},
    verb::Verb,
};
use crate::locale::{Names, bare, has_letters};

/// Words and phrases that change neither what is done nor when: dropped wherever they stand.
#[rustfmt::skip]
pub(super) const DROPPED: Names = Names::new(&[
        "please", "pls", "plz", "kindly", "thanks", "thank you", "many thanks", "thanks a lot", "thx", "ty", "cheers",
        "can", "could", "would", "will", "you", "u", "i want to", "i want you to", "i would like to", "i'd like to", "i need to",
        "i need you to", "let's", "lets", "go ahead and", "help me to", "would you mind", "if possible", "when you can", "if you can",
        "hey", "hi", "hello", "ok", "okay", "hey there", "hi there", "dear", "bot", "ci", "/ci", "lamplighter",
        "good morning", "good afternoon", "good evening", "good night",
        "now", "right now", "right away", "immediately", "at once", "asap", "as soon as possible", "quickly", "quick", "urgent", "urgently", "just",
        "again", "back", "once more", "here", "our", "for me", "tell me", "me", "the", "that's", "thats", "own", "it", "them", "there", "called", "named", "ones", "per hour", "per day", "per week", "per month", "per year", "per owner", "by owner", "by cost", "by price", "per person", "by person", "per user", "by user", "per workspace", "by workspace", "a month", "since when", "until when",
        "instance", "instances", "machine", "machines", "vm", "vms", "compute", "computes", "computer", "computers", "box", "boxes", "server", "servers",
        "workspace",
    ], &[
        "por favor", "por gentileza", "favor", "pf", "pfv", "pfvr", "gentileza", "obrigado", "obrigada", "muito obrigado", "muito obrigada", "brigado",
        "brigada", "valeu", "vlw", "agradeço", "grato", "grata", "pode", "podes", "podem", "poderia", "consegue", "você", "vc", "vocês",
        "quero", "queria", "gostaria de", "preciso", "vamos", "vai", "se possível", "se puder", "quando puder", "oi", "olá", "opa", "e aí", "eai", "ei",
        "bom dia", "boa tarde", "boa noite", "agora", "agora mesmo", "já", "imediatamente", "logo", "urgente", "rápido", "rapidinho", "aí",
        "de novo", "novamente", "outra vez", "pra mim", "para mim", "me diga", "me diz", "me fala", "isso", "isto",
        "por custo", "por preço", "por hora", "por dia", "por semana", "por mês", "por ano", "por dono", "por pessoa", "por usuário", "por workspace", "aqui", "nosso", "nossa", "própria", "próprio", "dá pra", "dá para", "será que", "tem como", "desde quando", "até quando", "aquela", "aquele", "ela", "ele", "elas", "eles", "lá", "chamada", "chamado",
        "instância", "instâncias", "máquina", "máquinas", "computador", "computadores", "servidor", "servidores", "gente", "pessoal",
    ]);

/// Nouns that stand for several instances behind [`MY`].
const PLURALS: [&str; 7] = ["instances", "machines", "vms", "computes", "computers", "servers", "ones"];

/// Stands before a name or a glob, or for the caller's one instance.
pub(super) const MY: Names = Names::new(&["my"], &["minha", "meu"]);
/// As [`MY`], for several.
pub(super) const MY_OWN: Names = Names::new(&["mine"], &["minhas", "meus"]);

/// Portuguese has an article before most names: `parar a myci`. No instance has so short a name.
#[rustfmt::skip]
const ARTICLES: [&str; 19] = ["a", "o", "as", "os", "ao", "an", "some", "um", "uma", "this", "that", "these", "those", "à", "essa", "esse", "este", "neste", "nesta"];

/// Before a workspace: `all in research`.
pub(super) const IN: Names = Names::new(&["in", "on", "from", "into"], &["em", "no", "na", "nos", "nas"]);
/// As [`IN`], and before any name: `status of myci`.
pub(super) const OF: Names = Names::new(&["of"], &["de", "do", "da", "dos", "das"]);

/// Words between the names of a list.
pub(super) const BETWEEN: Names = Names::new(&[COMMA, "and", "then"], &["e", "então"]);

/// Ends a setting.
pub(super) const OFF: Names = Names::new(
    &["off", "cancel", "disable", "never"],
    &["fim", "não", "cancelar", "cancele", "cancela", "desativar", "desative", "desativa", "nunca"],
);

/// What is so already is so for longer.
pub(super) const MORE: Names = Names::new(&["another", "more", "additional", "extra", "longer"], &["mais"]);

/// So many as are named, or else a number that only the person knows.
pub(super) const BOTH: Names = Names::new(&["both", "two"], &["ambas", "ambos", "duas", "dois"]);

/// Between `all` and which of them are meant: `everything that is stopped`.
pub(super) const THAT: Names = Names::new(&["that", "which", "who"], &["que"]);
pub(super) const IS: Names = Names::new(&["is", "are"], &["é", "são", "está", "estão", "tá", "tão"]);

/// Before the next command.
pub(super) const LATER: Names = Names::new(&["afterwards"], &["depois"]);

/// Bare words that mean `--except`.
pub(super) const EXCEPT: Names = Names::new(
    &["except", "but", "without", "excluding", "excepting"],
    &["exceto", "menos", "fora", "sem", "salvo", "tirando"],
);

/// Words that turn a command into its opposite, in full and in contractions.
#[rustfmt::skip]
pub(super) const NEGATIONS: Names = Names::new(
    &["not", "don't", "dont", "don", "never", "nope", "neither", "nor", "cannot", "cant", "wont", "avoid"],
    &["não", "naum", "nunca", "jamais", "nem", "evite", "evitar"],
);

/// Words that begin a question, and those that questions have around a name.
#[rustfmt::skip]
pub(super) const QUESTIONS: Names = Names::new(
    &["what", "what's", "whats", "which", "who", "who's", "whos", "whose", "why", "when", "where", "where's", "how", "how's",
        "is", "are", "was", "were", "did", "does", "has", "have", "any", "anything", "anyone", "am"],
    &["qual", "quais", "quem", "que", "quê", "oque", "porque", "porquê", "pq", "quando", "onde", "cadê", "está", "estão", "tá", "tão", "estava",
        "estavam", "foi", "foram", "tem", "há", "existe", "existem", "como", "quanto", "quantas", "quantos", "será", "alguém", "alguma", "algum", "são"],
);

/// Words that change when something is done, or whether: understood by a clause, or shown in the refusal.
#[rustfmt::skip]
const CONDITIONS: Names = Names::new(&[
        "tomorrow", "today", "tonight", "yesterday", "later", "soon", "eventually", "at", "in", "on", "by", "after", "before", "until", "till", "til",
        "when", "whenever", "once", "while", "during", "every", "each", "daily", "nightly", "weekly", "hourly", "weekday", "weekdays", "weekend", "weekends",
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "wed", "thu", "fri", "sat", "sun",
        "mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays", "morning", "afternoon", "evening", "night", "noon", "midnight",
        "week", "weeks", "month", "months", "year", "day", "days", "hour", "hours", "minute", "minutes", "min", "mins", "second", "seconds", "half", "next",
        "last", "ago", "end", "if", "unless", "only", "provided", "because", "for", "since", "to", "from", "with", "or", "than", "maybe", "perhaps",
        "might", "should", "more", "longer", "another", "additional", "instead", "am", "pm", "almost",
    ], &[
        "amanhã", "hoje", "ontem", "logo mais", "mais", "tarde", "cedo", "às", "até", "antes", "após", "depois", "daqui", "quando", "enquanto", "durante", "assim",
        "toda", "todo", "cada", "diariamente", "semanalmente", "segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo", "segundas", "terças",
        "quartas", "quintas", "sextas", "sábados", "domingos", "úteis", "fim", "manhã", "noite", "madrugada", "meio-dia", "meia-noite", "meia", "semana",
        "semanas", "mês", "meses", "ano", "dia", "dias", "hora", "horas", "minuto", "minutos", "segundo", "segundos", "próxima", "próximo", "passada",
        "passado", "se", "caso", "só", "somente", "apenas", "senão", "porque", "pois", "por", "para", "pra", "desde", "com", "ou", "que", "talvez",
        "daí",
    ]);

/// Words of a question about money.
#[rustfmt::skip]
pub(super) const COSTS: Names = Names::new(
    &["cost", "costs", "spend", "spends", "spent", "spending", "spender", "spenders", "pay", "paid", "price", "prices", "pricing", "expensive", "dearest", "costly", "priciest", "cheapest",
        "save", "saves", "saved", "saving", "savings", "costing", "burn", "burning", "bill", "money", "budget", "forecast"],
    &["custo", "custos", "custa", "custam", "custou", "custar", "gasto", "gastos", "gasta", "gastam", "gastando", "gastar", "gastei", "gastou", "gastamos", "pago", "pagar", "pagamos", "preço", "preços",
        "cara", "caras", "caro", "caros", "barata", "baratas", "dinheiro", "orçamento", "previsão", "queimando", "gastadores",
        "economizo", "economizar", "economizaria", "economizei", "economizou", "economizamos", "economia", "poupar", "poupamos"],
);

/// Words for what nobody uses, or for the time after which that is so.
#[rustfmt::skip]
pub(super) const IDLE: Names = Names::new(
    &["idle", "idling", "unused", "used", "inactive", "inactivity", "forgotten", "wasted", "wasting"],
    &["ociosa", "ociosas", "ocioso", "ociosos", "inativa", "inativas", "inativo", "inativos", "inatividade", "usada", "usadas", "esquecida", "esquecidas", "desperdício", "desperdiçando"],
);

/// What a question is about by one of its words. The first one decides.
#[rustfmt::skip]
const ABOUT: [(Verb, Names); 5] = [
    (Verb::Cost, COSTS),
    (Verb::Later, Names::new(
        &["pending", "scheduled", "planned", "queued", "upcoming", "tonight", "tomorrow", "be"],
        &["pendente", "pendentes", "agendado", "agendada", "agendados", "agendadas", "programado", "programada", "programados", "programadas", "amanhã", "ser"])),
    (Verb::Schedule, Names::new(&["schedule", "schedules", "timetable", "timetables"], &["agendamento", "agendamentos", "agenda", "agendas"])),
    // An audit shows what may be forgotten.
    (Verb::Audit, IDLE),
    (Verb::Audit, Names::new(
        &["shutdown", "autoshutdown", "broken", "failed", "failing", "wrong", "problem", "problems", "issue", "issues", "images", "outdated", "nobody"],
        &["desligamento", "quebrada", "quebradas", "errado", "errada", "problema", "problemas", "falha", "falhas", "imagens", "ninguém"])),
];

/// Other parts of a question, which name nothing.
#[rustfmt::skip]
const ASIDES: Names = Names::new(
    &["i'm", "im", "i've", "gets", "notebook", "kernel", "training", "hangs", "stuck", "slow", "frozen", "crashed", "busy", "work", "get", "got", "anybody", "somebody", "someone", "everyone", "else", "changed", "job", "jobs", "finish", "finished", "done",
        "free", "available", "most", "top", "biggest", "total", "rate", "sorted", "ordered", "order", "table", "if", "uses", "stopping", "starting", "needs",
        "do", "doing", "been", "being", "had", "i", "we", "us", "many", "much", "long", "still", "currently", "using", "used", "use", "up", "down", "off",
        "on", "out", "alive", "online", "offline", "happened", "happening", "happen", "to", "with", "by", "for", "of", "in", "going", "about", "list", "know", "everything", "active",
        "stay", "stays", "started", "starts", "restarted", "stops", "killed", "deleted", "created", "owner", "owners", "owns", "status", "state", "start", "stop", "run", "runs", "shut", "turned"],
    &["posso", "podemos", "fazer", "treino", "travou", "travada", "lenta", "ocupada", "trabalho", "se", "job", "jobs", "terminou", "acabou", "livre", "livres", "disponível", "disponíveis", "total", "ordenada", "ordenado", "tabela", "acima", "dar",
        "eu", "nós", "usando", "usa", "usou", "uso", "aconteceu", "houve", "acontecendo", "com", "por", "para", "parou", "param", "iniciou", "ligou", "desligou", "iniciada", "reiniciou",
        "ainda", "atualmente", "dono", "dona", "donos", "estado", "status", "situação", "automático", "ativa", "ativas", "ativo", "ativos", "coisa", "algo", "estou", "estamos", "no", "ar", "tempo", "fazendo", "sendo", "fica", "fique"],
);

pub(super) fn is_article(word: &str) -> bool {
    ARTICLES.contains(&&*word.to_ascii_lowercase())
}

/// Whether the words negate: also `isn't`, `doesnt`.
pub(super) fn negates(word: &str) -> bool {
    NEGATIONS.include(word) || bare(word).replace('’', "'").ends_with("n't")
}

/// Whether the word says when or whether: one of a time or a condition, or a number with a unit.
pub(super) fn conditions(word: &str) -> bool {
    let counts = word.starts_with(|c: char| c.is_ascii_digit());
    let word = word.to_owned();
    let said = std::slice::from_ref(&word);
    let is_time = || moment(said).is_some() || duration(said).is_some();
    CONDITIONS.include(&word)
        || IDLE.include(&word)
        || counts && (word.bytes().all(|b| b.is_ascii_digit()) || is_time())
}

/// Whether a sentence has the word for its own sake, so that an instance of this name is written in quotes.
pub(super) fn is_reserved(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let tables = [DROPPED, MY, IN, OF, BETWEEN, BOTH, EXCEPT, NEGATIONS, QUESTIONS, CONDITIONS];
        let names = tables.iter().chain(STATES).flat_map(|names| names.all());
        let options = Flag::all().flat_map(|flag| flag.names().all()).map(|name| &name[2..]);
        let articles = ARTICLES.into_iter().filter(|article| article.len() > 2);
        names.chain(options).chain(articles).map(bare).collect()
    });
    WORDS.contains(&bare(word)) || negates(word) || conditions(word)
}

/// Whether a word of a question names nothing.
pub(super) fn is_aside(word: &str) -> bool {
    let known = [ASIDES, QUESTIONS]
        .iter()
        .chain(ABOUT.iter().map(|(_, names)| names))
        .any(|names| names.include(word));
    known || negates(word) || is_article(word)
}

/// The verb that answers a question of these words. `None` if none of them decides.
pub(super) fn about(words: &[String]) -> Option<Verb> {
    ABOUT.iter().find(|(_, names)| words.iter().any(|word| names.include(word))).map(|(verb, _)| *verb)
}

/// Removes [`DROPPED`] and returns what was removed. The value of an option stays.
pub(super) fn drop_fillers(words: &mut Vec<String>) -> Vec<String> {
    let mut dropped = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if let Some(flag) = Flag::named(&words[at]).filter(|flag| flag.takes_value()) {
            let state = words.get(at + 1).filter(|_| flag == Flag::State);
            let more = state.and_then(|word| state_in_words(word, &words[at + 2..]));
            at += 2 + more.map_or(0, |(_, more)| more);
            continue;
        }
        let plural = words.get(at + 1).is_some_and(|next| PLURALS.contains(&&*bare(next)));
        if plural && MY.include(&words[at]) {
            "mine".clone_into(&mut words[at]);
        }
        match longest(DROPPED, &words[at..]) {
            Some((_, count)) => dropped.extend(words.drain(at..at + count)),
            None => at += 1,
        }
    }
    dropped
}

/// The longest of `names` that `words` begin with, and the number of its words.
pub(super) fn longest(names: Names, words: &[String]) -> Option<(&'static str, usize)> {
    let typed: Vec<_> = words.iter().take(6).map(|word| bare(word)).collect();
    let begins = |name: &&'static str| {
        let mut parts = 0;
        let fits = name.split(' ').all(|part| {
            parts += 1;
            typed.get(parts - 1).is_some_and(|word| has_letters(part, word))
        });
        fits.then_some((*name, parts))
    };
    // Most names differ in the first letter, which is cheap to compare.
    let first = typed.first().and_then(|word| word.bytes().next());
    let letter =
        |name: &str| name.bytes().next().filter(u8::is_ascii).map(|letter| letter.to_ascii_lowercase());
    let alike = names.all().filter(|name| letter(name).is_none_or(|letter| Some(letter) == first));
    alike.filter_map(|name| begins(&name)).max_by_key(|(_, count)| *count)
}
