//! What the demo's people type, and the words around it, in each language. `{}` stands for what is
//! only known when it is played.

use lamplighter::locale::{InEach, Locale};
use tokio::time::Instant;

pub struct Script {
    pub opening: &'static str,
    /// Where the page is.
    pub open: &'static str,
    pub status: &'static str,
    pub typo: &'static str,
    pub stop: &'static str,
    pub start: &'static str,
    pub keep: &'static str,
    pub forged: &'static str,
    pub refused: &'static str,
    pub alert: &'static str,
    pub timer: &'static str,
    /// Who presses which button.
    pub presses: &'static str,
    /// A machine's status, after how many milliseconds.
    pub answered: &'static str,
    /// How an answer came: to whom, after how many milliseconds.
    pub to_channel: &'static str,
    pub to_caller: &'static str,
    pub asked_channel: &'static str,
    /// After how many seconds.
    pub late: &'static str,
    pub report: &'static str,
    pub in_azure: &'static str,
    pub played: &'static str,
    pub kept: &'static str,
    pub look: &'static str,
    pub heard_late: &'static str,
    /// What stands before the tenths of a second.
    point: &'static str,
}

static SCRIPTS: InEach<Script> = InEach {
    en: Script {
        opening: "Lamplighter between a simulated {} and an emulated Azure.",
        open: "Open {} in a browser on this machine. Ctrl-C ends the demo.",
        status: "status myci",
        typo: "stop mcyi",
        stop: "stop myci",
        start: "start myci",
        keep: "keep ci-a0001 for 2h because training",
        forged: "Mallory, with a forged signature",
        refused: "HTTP {}, and an empty body",
        alert: "Azure Monitor, with a token of Entra's: a budget has passed 80 %",
        timer: "The timer nightly, with a signature of its own: stop all",
        presses: "{} presses [{}]",
        answered: "HTTP {}, after {} ms",
        to_channel: "to the channel, after {} ms",
        to_caller: "to the caller alone, after {} ms",
        asked_channel: "to #ml-ops, after {} ms",
        late: "to response_url, {} s later",
        report: "to #ml-ops, {} s later",
        in_azure: "(In Azure: {}.)",
        played: "The demo took {} s.",
        kept: "Both go on until Ctrl-C. Send signed requests from another terminal, in this folder:",
        look: "status all",
        heard_late: "What {} hears late lands in {}.",
        point: ".",
    },
    pt: Script {
        opening: "O Lamplighter entre um {} simulado e um Azure emulado.",
        open: "Abra {} em um navegador nesta máquina. Ctrl-C encerra a demonstração.",
        status: "estado myci",
        typo: "parar mcyi",
        stop: "parar myci",
        start: "iniciar myci",
        keep: "manter ci-a0001 por 2h porque treino",
        forged: "Mallory, com uma assinatura falsa",
        refused: "HTTP {}, com o corpo vazio",
        alert: "Azure Monitor, com um token do Entra: um orçamento passou de 80 %",
        timer: "O temporizador nightly, com assinatura própria: stop all",
        presses: "{} aperta [{}]",
        answered: "HTTP {}, em {} ms",
        to_channel: "para o canal, em {} ms",
        to_caller: "só para quem pediu, em {} ms",
        asked_channel: "para #ml-ops, em {} ms",
        late: "pelo response_url, {} s depois",
        report: "para #ml-ops, {} s depois",
        in_azure: "(No Azure: {}.)",
        played: "A demonstração levou {} s.",
        kept: "Os dois continuam até Ctrl-C. Envie requisições assinadas de outro terminal, nesta pasta:",
        look: "estado todas",
        heard_late: "O que o {} ouve depois chega em {}.",
        point: ",",
    },
};

impl Script {
    pub fn of(locale: Locale) -> &'static Self {
        SCRIPTS.of(locale)
    }

    /// Seconds and tenths since then, as they are written.
    pub fn seconds(&self, since: Instant) -> String {
        format!("{:.1}", since.elapsed().as_secs_f64()).replace('.', self.point)
    }
}

/// A line of the script, with what is known now in place of its first `{}`.
pub fn with(line: &str, what: impl ToString) -> String {
    line.replacen("{}", &what.to_string(), 1)
}
