//! What the demo's people type, and the words around it, in each language. `{}` stands for what is
//! only known when it is played.

use lamplighter::locale::{InEach, Locale};

pub struct Script {
    pub opening: &'static str,
    pub in_azure: &'static str,
    pub status: &'static str,
    pub typo: &'static str,
    pub stop: &'static str,
    pub start: &'static str,
    pub forged: &'static str,
    pub refused: &'static str,
    /// How an answer came: to whom, after how many milliseconds.
    pub to_channel: &'static str,
    pub to_caller: &'static str,
    /// After how many seconds.
    pub late: &'static str,
    pub played: &'static str,
    pub kept: &'static str,
    pub look: &'static str,
    pub inbox: &'static str,
    /// What stands before the tenths of a second.
    pub point: &'static str,
}

static SCRIPTS: InEach<Script> = InEach {
    en: Script {
        opening: "Lamplighter between a played Slack and an emulated Azure.",
        in_azure: "(In Azure, myci is {}.)",
        status: "status myci",
        typo: "stop mcyi",
        stop: "stop myci",
        start: "start myci",
        forged: "Mallory, with a forged signature",
        refused: "HTTP {}, and an empty body",
        to_channel: "to the channel, after {} ms",
        to_caller: "to the caller alone, after {} ms",
        late: "to response_url, {} s later",
        played: "Played in {} s.",
        kept: "Both go on until Ctrl-C. Send signed commands from another terminal:",
        look: "status all",
        inbox: "Late answers land in {}.",
        point: ".",
    },
    pt: Script {
        opening: "O Lamplighter entre um Slack encenado e um Azure emulado.",
        in_azure: "(No Azure, o estado de myci é {}.)",
        status: "estado myci",
        typo: "parar mcyi",
        stop: "parar myci",
        start: "iniciar myci",
        forged: "Mallory, com uma assinatura falsa",
        refused: "HTTP {}, com o corpo vazio",
        to_channel: "para o canal, em {} ms",
        to_caller: "só para quem pediu, em {} ms",
        late: "pelo response_url, {} s depois",
        played: "Tudo em {} s.",
        kept: "Os dois continuam até Ctrl-C. Envie comandos assinados de outro terminal:",
        look: "estado todas",
        inbox: "As respostas que vêm depois chegam em {}.",
        point: ",",
    },
};

impl Script {
    pub fn of(locale: Locale) -> &'static Self {
        SCRIPTS.of(locale)
    }

    /// Seconds and tenths, as they are written.
    pub fn seconds(&self, seconds: f64) -> String {
        format!("{seconds:.1}").replace('.', self.point)
    }
}

/// A line of the script, with what is known now.
pub fn with(line: &str, what: impl ToString) -> String {
    line.replacen("{}", &what.to_string(), 1)
}
