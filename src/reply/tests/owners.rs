//! What owners are told of what others do to their instances.

use super::*;
use crate::{
    command::Verb,
    command_request::Cause,
    reply::{Mention, owner_told},
};

pub fn cases(locale: Locale) -> Vec<Case> {
    let localizer = localizer(locale);
    let ada = || Mention { entra: "00aa".into(), name: Some("Ada".into()), ..Mention::default() };
    let spent = Cause::Budget {
        name: "ml-`monthly`".into(),
        spent: "$1".into(),
        of: "$2".into(),
        percent: None,
        forecast: false,
    };
    let (one, two) = (id("myci"), id("gpu-1"));
    let told = |verb, done, ids: &[&ComputeId], why| {
        Reply::from(owner_told(&localizer, ada(), "nightly", (verb, done), ids, why))
    };
    let mut cases = Vec::new();
    for verb in [Verb::Start, Verb::Stop, Verb::Restart, Verb::Delete] {
        cases.push(case(verb.name(), told(verb, true, &[&one, &two], None)));
        cases.push(case(format!("{}, on its way", verb.name()), told(verb, false, &[&one], Some(&spent))));
    }
    let nobody = Mention { entra: "00aa".into(), ..Mention::default() };
    let nobody = owner_told(&localizer, nobody, "@all", (Verb::Stop, true), &[&one], None);
    cases.push(case("an owner without a name", nobody.into()));
    cases
}

#[test]
fn in_english() {
    insta::assert_snapshot!(transcript(Locale::English, cases), @"
    start:
      @00aa: *nightly* started *myci* and *gpu-1*.
    start, on its way:
      @00aa: *nightly* is starting *myci* because of *ml-monthly*.
    stop:
      @00aa: *nightly* stopped *myci* and *gpu-1*.
    stop, on its way:
      @00aa: *nightly* is stopping *myci* because of *ml-monthly*.
    restart:
      @00aa: *nightly* restarted *myci* and *gpu-1*.
    restart, on its way:
      @00aa: *nightly* is restarting *myci* because of *ml-monthly*.
    delete:
      @00aa: *nightly* deleted *myci* and *gpu-1*.
    delete, on its way:
      @00aa: *nightly* is deleting *myci* because of *ml-monthly*.
    an owner without a name:
      @00aa: *@all* stopped *myci*.
    ");
}

#[test]
fn in_portuguese() {
    insta::assert_snapshot!(transcript(Locale::Portuguese, cases), @"
    start:
      @00aa: *nightly* iniciou *myci* e *gpu-1*.
    start, on its way:
      @00aa: *nightly* está iniciando *myci* por causa de *ml-monthly*.
    stop:
      @00aa: *nightly* parou *myci* e *gpu-1*.
    stop, on its way:
      @00aa: *nightly* está parando *myci* por causa de *ml-monthly*.
    restart:
      @00aa: *nightly* reiniciou *myci* e *gpu-1*.
    restart, on its way:
      @00aa: *nightly* está reiniciando *myci* por causa de *ml-monthly*.
    delete:
      @00aa: *nightly* excluiu *myci* e *gpu-1*.
    delete, on its way:
      @00aa: *nightly* está excluindo *myci* por causa de *ml-monthly*.
    an owner without a name:
      @00aa: *@all* parou *myci*.
    ");
}
