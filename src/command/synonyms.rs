//! Other words for the verbs, and words for what is done elsewhere.

use super::{
    verb::Verb,
    vocabulary::{self, MORE, OFF, longest},
};
use crate::locale::{Locale, Names};

/// Words and phrases that mean a verb and nothing else, so that they are obeyed; some mean the first word of its clause,
/// too.
#[rustfmt::skip]
const OBEYED: &[(Verb, Option<Names>, Names)] = &[
    (Verb::Stop, None, Names::new(
        &["turn off", "switch off", "power off", "poweroff", "power down", "shut down", "shutdown", "shut off", "spin down", "deallocate", "bring down", "take down", "halt"],
        &["para", "derrubar", "derrube", "derruba"])),
    (Verb::Start, None, Names::new(
        &["turn on", "switch on", "power on", "poweron", "power up", "wake", "wake up", "boot", "boot up", "fire up", "spin up", "bring up", "start up", "startup", "launch"],
        &["subir", "suba", "sobe", "acordar", "acorde", "acorda", "levantar", "levante", "levanta"])),
    (Verb::Restart, None, Names::new(&["power cycle", "turn off and on"], &["rebootar", "reboote"])),
    (Verb::Status, None, Names::new(
        &["how much longer", "how is", "how's", "how are", "how long", "see", "check on", "view", "describe", "details of", "info"],
        &["como está", "como estão", "como vai", "como anda", "quanto tempo", "ver", "veja", "checar", "cheque", "consultar", "consulte", "detalhes", "mostra"])),
    (Verb::List, None, Names::new(&["how many"], &["quantas", "quantos", "lista de"])),
    (Verb::Keep, None, Names::new(
        &["snooze", "hold", "protect"],
        &["proteger", "proteja", "protege", "segura"])),
    // What is kept already is kept so much longer.
    (Verb::Keep, Some(MORE), Names::new(
        &["extend", "prolong", "postpone"],
        &["estender", "estenda", "estende", "prolongar", "prolongue", "prolonga", "prorrogar", "prorrogue", "prorroga", "adiar", "adie", "adia"])),
    (Verb::Keep, Some(OFF), Names::new(
        &["release", "unkeep", "unhold", "let go"],
        &["liberar", "libere", "libera", "soltar", "solte", "solta"])),
    (Verb::Idle, None, Names::new(
        &["idle shutdown", "idle time", "idle limit", "idle timeout", "inactivity", "auto shutdown", "auto-shutdown", "autoshutdown", "auto stop", "auto-stop", "autostop", "automatic shutdown"],
        &["desligamento automático", "auto-desligamento", "autodesligamento", "desligamento por inatividade", "tempo de inatividade", "limite de inatividade", "tempo ocioso"])),
    (Verb::Schedule, None, Names::new(&["timetable"], &["agendamento", "programar", "programe", "horários"])),
    (Verb::Later, None, Names::new(&["scheduled", "planned"], &["agendado", "agendada", "agendados", "agendadas", "programado", "programada"])),
    (Verb::Cost, None, Names::new(
        &["how much", "price", "prices", "price of", "spending", "spend", "savings", "bill"],
        &["quanto", "preço", "preços", "economia", "despesa", "despesas", "conta"])),
    (Verb::Help, None, Names::new(
        &["commands", "menu", "usage", "manual", "what can you do", "what can i type", "what can i say", "what do you do", "what are you", "are you a", "what's your name", "what is your name",
            "how do i", "how do you", "how do we", "how can i", "how i", "how to", "how does", "what does", "explain", "bye", "goodbye", "see you", "nice", "great", "cool", "perfect", "awesome", "well done", "good job"],
        &["comandos", "o que você faz", "o que faz", "o que dá pra fazer", "o que dá para fazer", "o que pode fazer", "quem é você", "qual seu nome", "qual é o seu nome", "como funciona", "como faço", "como se", "como usar",
            "como eu", "como posso", "como é que", "explique", "explica", "socorro", "tchau", "até mais", "até logo", "tudo bem", "beleza", "legal", "perfeito", "ótimo"])),
    (Verb::Whoami, None, Names::new(
        &["who am i", "what can i do", "what may i do", "what permissions do i have", "what permissions", "which permissions", "what am i allowed to do", "my rights", "my permissions", "my grants"],
        &["quem sou eu", "quem sou", "quem eu sou", "o que posso fazer", "o que eu posso fazer", "quais são minhas permissões", "quais minhas permissões", "minhas permissões", "meus direitos"])),
    (Verb::Ping, None, Names::new(
        &["are you there", "are you alive", "version", "what version", "which version"],
        &["você está aí", "está vivo", "versão", "qual versão", "qual a versão"])),
];

/// Before a setting, to change it and to end it: `set idle of myci to 2h`, `turn off idle shutdown`.
#[rustfmt::skip]
const SETS: [(bool, Names); 2] = [
    (false, Names::new(
        &["set", "change", "make", "put", "configure", "adjust", "define", "update", "extend", "increase", "enable", "turn on", "switch on"],
        &["definir", "defina", "configurar", "configure", "mudar", "mude", "alterar", "altere", "ajustar", "ajuste", "colocar", "coloque", "estender", "estenda", "aumentar",
            "aumente", "ativar", "ative"])),
    (true, Names::new(
        &["disable", "turn off", "switch off", "deactivate", "cancel", "remove", "end", "clear", "drop"],
        &["desativar", "desative", "desativa", "desligar", "desligue", "desliga", "cancelar", "cancele", "cancela", "remover", "remova", "tirar", "tire", "tira"])),
];

/// Words that may mean a verb, or several: offered as "did you mean", never obeyed.
#[rustfmt::skip]
const OFFERED: &[(&[Verb], Names)] = &[
    (&[Verb::Stop, Verb::Delete], Names::new(
        &["kill", "end", "terminate", "finish", "close"],
        &["terminar", "termine", "termina", "encerrar", "encerre", "encerra", "matar", "mate", "mata", "finalizar", "finalize", "fechar", "feche"])),
    (&[Verb::Stop], Names::new(
        &["pause", "suspend", "hibernate", "sleep", "quit", "disable", "deactivate", "i'm done with", "i am done with", "done with", "finished with"],
        &["pausar", "pause", "pausa", "suspender", "suspenda", "hibernar", "desativar", "desative", "desativa", "interromper", "interrompa",
            "terminei com", "acabei com", "não preciso mais"])),
    (&[Verb::Start], Names::new(
        &["run", "resume", "begin", "enable", "activate", "give", "get"],
        &["dar", "dá", "ativar", "ative", "rodar", "rode", "começar", "comece", "retomar", "retome", "executar", "execute"])),
    (&[Verb::Start, Verb::Keep], Names::new(&["i need", "need"], &["necessito"])),
    (&[Verb::Restart], Names::new(&["reset", "cycle", "bounce"], &["resetar", "resete"])),
    (&[Verb::Start, Verb::Restart], Names::new(&["bring"], &["religar", "religue", "religa"])),
    (&[Verb::Delete], Names::new(
        &["remove", "rm", "destroy", "drop", "erase", "wipe", "get rid of"],
        &["remover", "remova", "remove", "destruir", "destrua", "eliminar", "elimine", "descartar"])),
    (&[Verb::Keep], Names::new(&["leave", "let", "make sure", "ensure", "save", "lock", "reserve"], &["deixar", "deixe", "deixa", "garantir", "garanta", "garante", "reservar", "reserve", "guardar"])),
];

/// What Lamplighter does not do, but something else does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// Creating an instance.
    Create,
    /// Changing its size.
    Resize,
    /// Opening Jupyter and other applications.
    Open,
    /// A shell on it.
    Connect,
    /// What runs on it has logged.
    Logs,
    /// Taking back what was sent.
    Cancel,
    /// Agreeing to a question.
    Confirm,
    /// What was done in the past.
    History,
    /// What others can do.
    Permissions,
}

impl Elsewhere {
    /// Identifies it in replies.
    pub fn id(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Resize => "resize",
            Self::Open => "open",
            Self::Connect => "connect",
            Self::Logs => "logs",
            Self::Cancel => "cancel",
            Self::Confirm => "confirm",
            Self::History => "history",
            Self::Permissions => "permissions",
        }
    }
}

#[rustfmt::skip]
const ELSEWHERE: &[(Elsewhere, Names)] = &[
    (Elsewhere::Create, Names::new(
        &["create", "new", "make", "provision", "recreate", "rename", "clone", "copy", "update", "what sizes", "which sizes"],
        &["criar", "crie", "cria", "nova", "novo", "recriar", "recrie", "renomear", "renomeie", "clonar", "atualizar", "atualize", "atualiza", "que tamanhos", "quais tamanhos", "quais os tamanhos"])),
    (Elsewhere::Resize, Names::new(
        &["resize", "scale", "upgrade", "downgrade", "change size"],
        &["redimensionar", "redimensione", "aumentar", "aumente", "diminuir", "mudar o tamanho"])),
    (Elsewhere::Open, Names::new(
        &["open", "jupyter", "jupyterlab", "lab", "vscode", "vs code", "rstudio", "notebook"],
        &["abrir", "abra", "abre"])),
    (Elsewhere::Connect, Names::new(
        &["ssh", "connect", "login", "log in", "log into", "terminal", "shell"],
        &["conectar", "conecte", "conecta", "acessar", "acesse", "entrar"])),
    (Elsewhere::Logs, Names::new(&["logs", "log", "output"], &["registros", "saída"])),
    (Elsewhere::Cancel, Names::new(
        &["cancel", "abort", "undo", "revert", "forget", "nevermind", "kill job", "kill jobs", "end job", "terminate job"],
        &["cancelar", "cancele", "cancela", "abortar", "desfazer", "desfaça", "esquece", "esqueça", "esquecer", "desfaz", "deixa pra lá", "deixa para lá", "matar job", "mata job"])),
];

/// As [`ELSEWHERE`], in words that are dropped or mean something else in other sentences. If `false`, the phrase is the
/// whole sentence.
#[rustfmt::skip]
const WHOLE: &[(Elsewhere, bool, Names)] = &[
    (Elsewhere::Cancel, false, Names::new(
        &["cancel that", "cancel it", "undo that", "undo it", "never mind", "take it back", "take that back"],
        &["cancela isso", "desfaz isso", "deixa pra lá", "deixa para lá", "deixa quieto", "volta atrás"])),
    (Elsewhere::Confirm, false, Names::new(
        &["yes", "yep", "yeah", "yup", "y", "sure", "confirmed", "i confirm", "yes please", "yes do it", "do it", "go ahead"],
        &["sim", "claro", "confirmo", "confirmado", "pode ser", "pode sim", "sim por favor", "isso mesmo", "manda ver"])),
    (Elsewhere::History, true, Names::new(
        &["what did you do", "what have you done", "what happened last night", "did the nightly", "did nightly", "did the shutdown", "has the nightly", "when does nightly",
            "when does the nightly", "when is the nightly"],
        &["o que você fez", "o que vc fez", "o desligamento da noite", "o desligamento noturno", "o desligamento de ontem", "quando roda", "que horas roda", "quando é o desligamento"])),
    (Elsewhere::Permissions, true, Names::new(
        &["who can", "who may", "who is allowed", "who's allowed", "can anyone", "can anybody", "can everyone"],
        &["quem pode", "quem consegue", "quem tem permissão", "qualquer um pode"])),
];

/// The verb that `words` begin with in other words, and the words behind it. The second part of a phrase may stand behind
/// the name: `turn myci off`.
pub(super) fn obeyed(words: &[String]) -> Option<(Verb, Vec<String>)> {
    const PARTICLES: [&str; 5] = ["on", "off", "up", "down", "go"];
    let of = |words: &[String]| {
        let of = |(verb, clause, names): &(Verb, Option<Names>, Names)| {
            Some((
                *verb,
                clause.map(|clause| clause.first(Locale::English).to_owned()),
                longest(*names, words)?.1,
            ))
        };
        OBEYED.iter().filter_map(of).max_by_key(|(.., count)| *count)
    };
    let particle = words.iter().position(|word| PARTICLES.contains(&&**word)).filter(|at| *at > 1);
    if let Some(at) = particle
        && let Some((verb, clause, 2)) = of(&[words[0].clone(), words[at].clone()])
    {
        return Some((verb, [clause.as_slice(), &words[1..at], &words[at + 1..]].concat()));
    }
    of(words).map(|(verb, clause, count)| (verb, [clause.as_slice(), &words[count..]].concat()))
}

/// Whether a setting is to end by the words that `words` begin with, and their number.
pub(super) fn sets(words: &[String]) -> Option<(bool, usize)> {
    SETS.iter().find_map(|(off, names)| Some((*off, longest(*names, words)?.1)))
}

/// The names of the verbs that `words` may begin with in other words, in the language that was typed, and the number
/// of those words.
pub(super) fn offered(words: &[String]) -> Option<(Vec<&'static str>, usize)> {
    let begun = |(verbs, names): &(&[Verb], Names)| {
        let (name, count) = longest(*names, words)?;
        let locale = names.language(name)?;
        Some((verbs.iter().map(|verb| verb.name_in(locale)).collect(), count))
    };
    OFFERED.iter().filter_map(begun).max_by_key(|(_, count)| *count)
}

/// The verb that may be meant by names with `word` behind them, and another one that takes the word: `myci off`.
pub(super) fn particle(word: &str) -> Option<(Verb, Option<Verb>)> {
    match word {
        "on" | "up" => Some((Verb::Start, None)),
        "off" => Some((Verb::Stop, Some(Verb::Keep))),
        "down" => Some((Verb::Stop, None)),
        _ => None,
    }
}

/// Whether a query's words are about logs.
pub(super) fn logs(words: &[String]) -> bool {
    words.iter().any(|word| ["logs", "registros"].contains(&&**word))
}

/// What the whole sentence, with all its words, asks for that is done elsewhere.
pub(super) fn topic(words: &[String]) -> Option<Elsewhere> {
    let begun = |(what, goes_on, names): &(Elsewhere, bool, Names)| {
        let (_, count) = longest(*names, words)?;
        (*goes_on || count == words.len()).then_some(*what)
    };
    WHOLE.iter().find_map(begun)
}

/// What `words` ask for that is done elsewhere, and the name in them.
pub(super) fn elsewhere(words: &[String]) -> Option<(Elsewhere, Option<String>)> {
    let mut known = ELSEWHERE.iter();
    let (what, names, count) =
        known.find_map(|(what, names)| Some((*what, *names, longest(*names, words)?.1)))?;
    // `make sure myci stays on` creates nothing.
    if offered(words).is_some_and(|(_, longer)| longer > count) {
        return None;
    }
    let names_one = |word: &&String| {
        !vocabulary::is_reserved(word)
            && !vocabulary::is_aside(word)
            && Verb::named(word).is_none()
            && longest(names, &[(*word).clone()]).is_none()
    };
    Some((what, words[count..].iter().find(names_one).cloned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_other_word_is_a_name_of_a_verb() {
        let obeyed = OBEYED.iter().flat_map(|(.., names)| names.all());
        let offered = OFFERED.iter().flat_map(|(_, names)| names.all());
        let elsewhere = ELSEWHERE.iter().flat_map(|(_, names)| names.all());
        for phrase in obeyed.chain(offered).chain(elsewhere) {
            assert!(Verb::named(phrase).is_none(), "{phrase} is a name");
        }
    }
}
