//! Commands for later.

use super::{super::later::not_later, Case, case, transcript};
use crate::reply::{Locale, tests::localizer};

pub(super) fn cases(locale: Locale) -> Vec<Case> {
    let localizer = localizer(locale);
    let reasons = ["timer", "key", "terminal", "machine", "due", "past", "far", "long"];
    reasons.iter().map(|why| case(*why, not_later(&localizer, why))).collect()
}

#[test]
fn in_english() {
    insta::assert_snapshot!(transcript(Locale::English, cases), @"
    timer:
      I can't do that later: no timer is set up that carries out what is due. Nothing is pending. The Lamplighter administrator can set one up as `docs/timers.md` shows.
    key:
      I can't do that later: there is no key to seal it with. Nothing is pending. The Lamplighter administrator can add `[tickets]` with a `key` to the configuration.
    terminal:
      A terminal can't ask for something later, because its user name proves nothing by then. Ask in a chat, or run the command when it is time.
    machine:
      A machine can't ask for something later: a timer has its own time. Set the timer to that time, without a time in its command.
    due:
      `due` is the command of a timer alone. To see what is pending, type `later`.
    past:
      That time has passed. Type `in 2h`, `at 18:00` or `tomorrow at 08:00`.
    far:
      That is too far ahead: a command can wait for 7 days at most. For a fixed hour each day, type `schedule NAME`.
    long:
      That is too long to be noted in a tag of the workspace, which holds 256 characters. Name fewer instances, or type a pattern such as `gpu-*`.
    ");
}

#[test]
fn in_portuguese() {
    insta::assert_snapshot!(transcript(Locale::Portuguese, cases), @"
    timer:
      Não consigo fazer isso depois: nenhum temporizador foi configurado para executar o que fica pendente. Nada ficou pendente. Quem administra o Lamplighter pode configurar um como mostra `docs/timers.md`.
    key:
      Não consigo fazer isso depois: falta uma chave para selar o pedido. Nada ficou pendente. Quem administra o Lamplighter pode incluir `[tickets]` com `key` na configuração.
    terminal:
      Um terminal não pode pedir algo para depois, porque até lá o nome de usuário não prova nada. Peça em um chat, ou execute o comando na hora.
    machine:
      Uma máquina não pode pedir algo para depois: um temporizador tem a sua própria hora. Ajuste o temporizador para essa hora, sem hora no comando.
    due:
      `due` é um comando só para temporizadores. Para ver o que está pendente, digite `pendentes`.
    past:
      Essa hora já passou. Digite `em 2h`, `às 18:00` ou `amanhã às 08:00`.
    far:
      É longe demais: um comando pode esperar no máximo 7 dias. Para uma hora fixa todo dia, digite `agendar NOME`.
    long:
      O pedido é longo demais para uma tag do workspace, que comporta 256 caracteres. Digite menos instâncias, ou um padrão, como `gpu-*`.
    ");
}
