//! The outcome of a power command.

use super::*;
use crate::{
    azure::State,
    command::Verb,
    lifecycle::{Keep, Outcome, Pending, Report},
    reply::{
        ActionReport,
        outcome::{is_quiet, row},
        power, unheeded,
    },
};

fn pending(verb: Verb) -> Pending {
    Pending { verb, asked: now(), accepted: None, created_on: None, correlation: None, operation: None }
}

pub fn a_keep() -> Keep {
    Keep {
        until: now() + SignedDuration::from_hours(2),
        created_on: None,
        who: "Ana (slack:T1/UANA)".into(),
        because: Some("training".into()),
        more: None,
    }
}

/// Each kind of outcome, with a name.
pub fn all(verb: Verb) -> Vec<(&'static str, Outcome)> {
    let state = Some(State::Running);
    let stopped = || operation(OperationName::Stop, 1, Some(Trigger::User));
    let error = |kind| AzureError::of(kind);
    let underway = match verb {
        Verb::Start => State::Starting,
        Verb::Restart => State::Restarting,
        Verb::Delete => State::Deleting,
        _ => State::Stopping,
    };
    vec![
        ("asked", Outcome::Asked(pending(verb))),
        ("unsure", Outcome::Unsure(pending(verb))),
        ("done", Outcome::Done { state: state.clone(), took: SignedDuration::from_secs(161) }),
        (
            "already",
            Outcome::Already {
                state: Some(State::Stopped),
                last: Some(operation(OperationName::Stop, 3, Some(Trigger::IdleShutdown))),
            },
        ),
        ("busy", Outcome::Busy { state: Some(State::Resizing), since: Some(before(1)) }),
        ("stuck", Outcome::Stuck { state: Some(State::Restarting), since: before(200) }),
        ("underway", Outcome::Busy { state: Some(underway), since: None }),
        ("stale", Outcome::Stale(stopped())),
        ("working", Outcome::Working { may_force: true }),
        ("working, may not force", Outcome::Working { may_force: false }),
        ("job began", Outcome::JobBegan),
        (
            "has jobs",
            Outcome::HasJobs { jobs: ["a", "b", "c", "d"].map(str::to_owned).into(), state: state.clone() },
        ),
        ("nothing to restart", Outcome::NothingToRestart),
        ("kept", Outcome::Kept(a_keep())),
        ("keep unreadable", Outcome::KeepUnreadable),
        ("keep unknown", Outcome::KeepUnknown(error(AzureErrorKind::Server))),
        ("over max", Outcome::OverMax),
        ("would", Outcome::Would(state.clone())),
        ("gone", Outcome::Gone),
        ("still going", Outcome::StillGoing(state.clone())),
        ("still going, not seen", Outcome::StillGoing(None)),
        ("not taken", Outcome::NotTaken(state.clone())),
        ("canceled", Outcome::Ended { state: state.clone(), canceled: true }),
        ("ended otherwise", Outcome::Ended { state: state.clone(), canceled: false }),
        ("cut short, sent", Outcome::CutShort { sent: true }),
        ("cut short, not sent", Outcome::CutShort { sent: false }),
        ("overtaken, done", Outcome::Overtaken { state: state.clone(), last: stopped(), done: true }),
        ("overtaken", Outcome::Overtaken { state: state.clone(), last: stopped(), done: false }),
        ("unattributed", Outcome::Unattributed { state: state.clone(), last: None }),
        ("left broken", Outcome::LeftBroken(error(AzureErrorKind::NoCapacity))),
        ("unattributed, gone", Outcome::Unattributed { state: None, last: None }),
        ("unattributed, somebody else", Outcome::Unattributed { state, last: Some(stopped()) }),
        ("failed", Outcome::Failed(error(AzureErrorKind::Server))),
        ("failed by itself", Outcome::Failed(error(AzureErrorKind::DiskFull))),
    ]
}

pub fn report(verb: Verb, name: &str, outcome: Outcome) -> Report {
    Report { id: id(name), verb, outcome }
}

/// The report of a command with these outcomes.
pub fn came_to(command: &str, reports: &[Report], unread: &[Unreadable]) -> ActionReport {
    ActionReport::new(parsed(command), now(), reports.to_vec(), unread.to_vec())
}

fn reports(verb: Verb) -> Vec<Report> {
    let all = all(verb).into_iter().enumerate();
    all.map(|(n, (_, outcome))| report(verb, &format!("ci-{n}"), outcome)).collect()
}

pub fn cases(locale: Locale) -> Vec<Case> {
    let localizer = localizer(locale);
    let verbs = [Verb::Stop, Verb::Start, Verb::Restart, Verb::Delete];
    let mut cases = Vec::new();
    for verb in verbs {
        for (name, outcome) in all(verb) {
            let one = [report(verb, "myci", outcome)];
            let reply = power(&localizer, &came_to("stop all", &one, &[]), Vec::new(), false);
            // Most sentences do not depend on the verb.
            if verb == Verb::Stop || reply.lines != with_verb(&localizer, &one[0], Verb::Stop).lines {
                cases.push(case(format!("{} {name}", verb.name()), reply));
            }
        }
    }
    let unsure = [report(Verb::Stop, "myci", Outcome::Unsure(pending(Verb::Stop)))];
    cases.push(case(
        "unsure at last",
        power(&localizer, &came_to("stop all", &unsure, &[]), Vec::new(), true),
    ));
    for verb in verbs {
        let many = reports(verb);
        cases.push(case(
            format!("{} many", verb.name()),
            power(&localizer, &came_to("stop all", &many, &unread()), Vec::new(), false),
        ));
    }
    let named = [OperationName::Create, OperationName::Restart, OperationName::Delete];
    let stale = named.map(|name| Outcome::Stale(operation(name, 30, None)));
    let already = [Trigger::User, Trigger::Schedule].map(|trigger| Outcome::Already {
        state: Some(State::Stopped),
        last: Some(operation(OperationName::Stop, 3, Some(trigger))),
    });
    let long =
        Outcome::Kept(Keep { until: now() + SignedDuration::from_hours(24), who: String::new(), ..a_keep() });
    let unfinished = [OperationStatus::InProgress, OperationStatus::Failed].map(|status| {
        let last = LastOperation { status, ..operation(OperationName::Start, 1, Some(Trigger::Schedule)) };
        Outcome::Stale(last)
    });
    for outcome in stale.into_iter().chain(unfinished).chain(already).chain([long]) {
        let reports = [report(Verb::Stop, "myci", outcome)];
        cases.push(case(
            "in other words",
            power(&localizer, &came_to("stop all", &reports, &[]), Vec::new(), false),
        ));
    }
    for (keep, jobs) in [(Some(a_keep()), vec![]), (None, vec!["train-44".to_owned()])] {
        let lines = unheeded(&localizer, &id("myci"), keep.as_ref(), &jobs);
        cases.push(case("not heeded", Reply::to_caller(lines)));
    }
    let two = [Verb::Stop, Verb::Stop].map(|verb| report(verb, "myci", Outcome::Asked(pending(verb))));
    let places = LateChannel::There(vec!["#ops".into(), "#ml".into()]);
    for (name, late) in [("in channels", places), ("nowhere", LateChannel::Nowhere)] {
        let localizer = voice_with(locale, late);
        for reports in [&two[..1], &unsure, &two] {
            let reply = power(&localizer, &came_to("stop all", reports, &[]), Vec::new(), false);
            cases.push(case(format!("late answers {name}"), reply));
        }
    }
    cases
}

fn with_verb(localizer: &Localizer, report: &Report, verb: Verb) -> Reply {
    let report = Report { verb, ..report.clone() };
    power(localizer, &came_to("stop all", &[report], &[]), Vec::new(), false)
}

#[test]
fn in_english() {
    insta::assert_snapshot!(transcript(Locale::English, cases), @"
    stop asked (channel):
      🟡 *myci*: asked Azure to stop it. I'll tell you when it is down.
    stop unsure (channel):
      🟡 Azure has not confirmed my request yet, so I don't know whether *myci* is stopping. I'll look again and tell you.
    stop done (channel):
      ⚪ *myci* is stopped. It took 2 min 41 s. Disk, public IP and load balancer are still billed.
    stop already:
      ⚪ *myci* has been stopped since 15:02 (idle shutdown).
    stop busy:
      🟡 *myci* is being resized, for 1 h now. Try again when it is done; I can't interrupt Azure.
    stop stuck:
      🔴 *myci* is stuck: restarting for 8 d 8 h, far longer than usual. Delete and recreate it; if Azure refuses that too, open a support request there.
    stop underway:
      🟡 *myci* is already stopping; there is nothing more to do.
    stop stale:
      *myci* was stopped manually at 17:02, after you wrote this. I left it as it is. If you still want it stopped, type `stop myci`.
      [stop myci] stop myci
    stop working:
      🟢 *myci* is running a job. Stopping it would end the job. To stop it anyway, type `stop myci --force`. A busy notebook would not show here.
    stop working, may not force:
      🟢 *myci* is running a job. Stopping it would end the job, and you don't have the *force* permission here. Wait for the job, or ask an owner of research.
    stop job began:
      🟢 *myci* is running a job that your confirmation did not name, so I left it running. To see what would be lost, type the command again.
    stop has jobs:
      🟢 *myci* has 4 jobs waiting or running: `a`, `b`, `c` and 1 more. I left it running.
    stop nothing to restart:
      ⚪ *myci* is stopped, so there is nothing to restart. To start it, type `start myci`.
      [start myci] start myci
    stop kept:
      🟢 *myci* is kept by Ana until 20:02 (training). I left it running.
    stop keep unreadable:
      *myci*: somebody keeps it, but I can't read the workspace's tag `lamplighter-keep-myci`, so I left it as it is. To remove the tag, type `keep myci off`.
      [keep myci off] keep myci off
    stop keep unknown:
      *myci*: I could not see whether somebody keeps it, so I left it as it is: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
    stop over max:
      *myci* is beyond the limit of `--max`; I left it as it is.
    stop would:
      🟢 *myci* is running. I would stop it. Nothing was done.
    stop gone:
      *myci* no longer exists. Somebody deleted it in the meantime; nothing was done.
    stop still going (channel):
      🟢 *myci* is running, and I can't follow it any longer. To see how it went, type `status myci`.
      [status myci] status myci
    stop still going, not seen (channel):
      🟡 *myci*: Azure accepted the request to stop it, and I can't follow it any longer. To see how it went, type `status myci`.
      [status myci] status myci
    stop not taken:
      🟢 *myci* is still running: Azure did not carry out the stop. To try again, type `stop myci`. (id 09a7d3)
      [stop myci] stop myci
    stop canceled:
      🟢 Azure canceled the stop of *myci*: it is running. To try again, type `stop myci`. (id 09a7d3)
      [stop myci] stop myci
    stop ended otherwise:
      🟢 Azure finished the stop of *myci*, but it is running. To see more, type `status myci`. (id 09a7d3)
      [status myci] status myci
    stop cut short, sent (channel):
      🟡 I asked Azure to stop *myci* and ran out of time before it answered. To see how it went, type `status myci`. (id 09a7d3)
      [status myci] status myci
    stop cut short, not sent:
      *myci*: I ran out of time before Azure let me stop it. Nothing was done to it. To try again, type `stop myci`. (id 09a7d3)
      [stop myci] stop myci
    stop overtaken, done (channel):
      🟢 *myci* was stopped manually at 17:02, after Azure carried out my stop. *myci* is running now.
    stop overtaken (channel):
      🟢 *myci* was stopped manually at 17:02, after Azure accepted my stop. *myci* is running now.
    stop unattributed (channel):
      🟢 *myci* is running. Azure never confirmed my request to stop it, so I don't know whether I or somebody else did that. (id 09a7d3)
    stop left broken:
      🔴 *myci*: Azure has no machine of this size free in the region now. Try again later. (id 09a7d3) What is left of it keeps the name: before you try again, type `delete myci`.
      [delete myci] delete myci
    stop unattributed, gone (channel):
      *myci* is gone. Azure never confirmed my request to stop it, so I don't know whether I or somebody else did that. (id 09a7d3)
    stop unattributed, somebody else (channel):
      🟢 *myci* was stopped manually at 17:02, after I asked Azure to stop it. Azure never confirmed that, so I don't know whether my stop was carried out. *myci* is running now. (id 09a7d3)
    stop failed:
      🔴 *myci*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
    stop failed by itself:
      🔴 *myci*: its disk is full. Free 1–2 GB from its terminal before you stop or restart it; temporary files belong in `/mnt`. Don't run `sudo shutdown` inside.
    start asked (channel):
      🟡 *myci*: asked Azure to start it. I'll tell you when it is running.
    start unsure (channel):
      🟡 Azure has not confirmed my request yet, so I don't know whether *myci* is starting. I'll look again and tell you.
    start done (channel):
      🟢 *myci* is running. It took 2 min 41 s.
    start already:
      🟢 *myci* has been running since 15:02 (idle shutdown).
    start underway:
      🟡 *myci* is already starting; there is nothing more to do.
    start stale:
      *myci* was stopped manually at 17:02, after you wrote this. I left it as it is. If you still want it started, type `start myci`.
      [start myci] start myci
    start working:
      🟢 *myci* is running a job. Stopping it would end the job. To stop it anyway, type `start myci --force`. A busy notebook would not show here.
    start would:
      🟢 *myci* is running. I would start it. Nothing was done.
    start still going, not seen (channel):
      🟡 *myci*: Azure accepted the request to start it, and I can't follow it any longer. To see how it went, type `status myci`.
      [status myci] status myci
    start not taken:
      🟢 *myci* is still running: Azure did not carry out the start. To try again, type `start myci`. (id 09a7d3)
      [start myci] start myci
    start canceled:
      🟢 Azure canceled the start of *myci*: it is running. To try again, type `start myci`. (id 09a7d3)
      [start myci] start myci
    start ended otherwise:
      🟢 Azure finished the start of *myci*, but it is running. To see more, type `status myci`. (id 09a7d3)
      [status myci] status myci
    start cut short, sent (channel):
      🟡 I asked Azure to start *myci* and ran out of time before it answered. To see how it went, type `status myci`. (id 09a7d3)
      [status myci] status myci
    start cut short, not sent:
      *myci*: I ran out of time before Azure let me start it. Nothing was done to it. To try again, type `start myci`. (id 09a7d3)
      [start myci] start myci
    start overtaken, done (channel):
      🟢 *myci* was stopped manually at 17:02, after Azure carried out my start. *myci* is running now.
    start overtaken (channel):
      🟢 *myci* was stopped manually at 17:02, after Azure accepted my start. *myci* is running now.
    start unattributed (channel):
      🟢 *myci* is running. Azure never confirmed my request to start it, so I don't know whether I or somebody else did that. (id 09a7d3)
    start unattributed, gone (channel):
      *myci* is gone. Azure never confirmed my request to start it, so I don't know whether I or somebody else did that. (id 09a7d3)
    start unattributed, somebody else (channel):
      🟢 *myci* was stopped manually at 17:02, after I asked Azure to start it. Azure never confirmed that, so I don't know whether my start was carried out. *myci* is running now. (id 09a7d3)
    restart asked (channel):
      🟡 *myci*: asked Azure to restart it. I'll tell you when it is back.
    restart unsure (channel):
      🟡 Azure has not confirmed my request yet, so I don't know whether *myci* is restarting. I'll look again and tell you.
    restart done (channel):
      🟢 *myci* is running again. The restart took 2 min 41 s.
    restart already:
      🟢 *myci* was already restarted at 15:02.
    restart underway:
      🟡 *myci* is already restarting; there is nothing more to do.
    restart stale:
      *myci* was stopped manually at 17:02, after you wrote this. I left it as it is. If you still want it restarted, type `restart myci`.
      [restart myci] restart myci
    restart working:
      🟢 *myci* is running a job. Restarting it would end the job. To restart it anyway, type `restart myci --force`. A busy notebook would not show here.
    restart working, may not force:
      🟢 *myci* is running a job. Restarting it would end the job, and you don't have the *force* permission here. Wait for the job, or ask an owner of research.
    restart would:
      🟢 *myci* is running. I would restart it. Nothing was done.
    restart still going, not seen (channel):
      🟡 *myci*: Azure accepted the request to restart it, and I can't follow it any longer. To see how it went, type `status myci`.
      [status myci] status myci
    restart not taken:
      🟢 *myci* is still running: Azure did not carry out the restart. To try again, type `restart myci`. (id 09a7d3)
      [restart myci] restart myci
    restart canceled:
      🟢 Azure canceled the restart of *myci*: it is running. To try again, type `restart myci`. (id 09a7d3)
      [restart myci] restart myci
    restart ended otherwise:
      🟢 Azure finished the restart of *myci*, but it is running. To see more, type `status myci`. (id 09a7d3)
      [status myci] status myci
    restart cut short, sent (channel):
      🟡 I asked Azure to restart *myci* and ran out of time before it answered. To see how it went, type `status myci`. (id 09a7d3)
      [status myci] status myci
    restart cut short, not sent:
      *myci*: I ran out of time before Azure let me restart it. Nothing was done to it. To try again, type `restart myci`. (id 09a7d3)
      [restart myci] restart myci
    restart overtaken, done (channel):
      🟢 *myci* was stopped manually at 17:02, after Azure carried out my restart. *myci* is running now.
    restart overtaken (channel):
      🟢 *myci* was stopped manually at 17:02, after Azure accepted my restart. *myci* is running now.
    restart unattributed (channel):
      🟢 *myci* is running. Azure never confirmed my request to restart it, so I don't know whether I or somebody else did that. (id 09a7d3)
    restart unattributed, gone (channel):
      *myci* is gone. Azure never confirmed my request to restart it, so I don't know whether I or somebody else did that. (id 09a7d3)
    restart unattributed, somebody else (channel):
      🟢 *myci* was stopped manually at 17:02, after I asked Azure to restart it. Azure never confirmed that, so I don't know whether my restart was carried out. *myci* is running now. (id 09a7d3)
    delete asked (channel):
      🟡 *myci*: asked Azure to delete it. I'll tell you when it is gone.
    delete unsure (channel):
      🟡 Azure has not confirmed my request yet, so I don't know whether *myci* is being deleted. I'll look again and tell you.
    delete done (channel):
      ⚪ *myci* is deleted. It took 2 min 41 s.
    delete already:
      ⚪ *myci* is already deleted.
    delete stuck:
      🔴 *myci* is stuck: restarting for 8 d 8 h, far longer than usual. Azure doesn't delete it now either: open a support request there.
    delete underway:
      🟡 *myci* is already being deleted; there is nothing more to do.
    delete stale:
      *myci* was stopped manually at 17:02, after you wrote this. I left it as it is. If you still want it deleted, type `delete myci`.
      [delete myci] delete myci
    delete working:
      🟢 *myci* is running a job. Stopping it would end the job. To stop it anyway, type `delete myci --force`. A busy notebook would not show here.
    delete would:
      🟢 *myci* is running. I would delete it. Nothing was done.
    delete gone:
      *myci* no longer exists. There is nothing left to delete.
    delete still going, not seen (channel):
      🟡 *myci*: Azure accepted the request to delete it, and I can't follow it any longer. To see how it went, type `status myci`.
      [status myci] status myci
    delete not taken:
      🟢 *myci* is still running: Azure did not carry out the delete. To try again, type `delete myci`. (id 09a7d3)
      [delete myci] delete myci
    delete canceled:
      🟢 Azure canceled the delete of *myci*: it is running. To try again, type `delete myci`. (id 09a7d3)
      [delete myci] delete myci
    delete ended otherwise:
      🟢 Azure finished the delete of *myci*, but it is running. To see more, type `status myci`. (id 09a7d3)
      [status myci] status myci
    delete cut short, sent (channel):
      🟡 I asked Azure to delete *myci* and ran out of time before it answered. To see how it went, type `status myci`. (id 09a7d3)
      [status myci] status myci
    delete cut short, not sent:
      *myci*: I ran out of time before Azure let me delete it. Nothing was done to it. To try again, type `delete myci`. (id 09a7d3)
      [delete myci] delete myci
    delete overtaken, done (channel):
      🟢 *myci* was stopped manually at 17:02, after Azure carried out my delete. *myci* is running now.
    delete overtaken (channel):
      🟢 *myci* was stopped manually at 17:02, after Azure accepted my delete. *myci* is running now.
    delete unattributed (channel):
      🟢 *myci* is running. Azure never confirmed my request to delete it, so I don't know whether I or somebody else did that. (id 09a7d3)
    delete unattributed, gone (channel):
      *myci* is gone. Azure never confirmed my request to delete it, so I don't know whether I or somebody else did that. (id 09a7d3)
    delete unattributed, somebody else (channel):
      🟢 *myci* was stopped manually at 17:02, after I asked Azure to delete it. Azure never confirmed that, so I don't know whether my delete was carried out. *myci* is running now. (id 09a7d3)
    unsure at last (channel):
      🟡 Azure never confirmed my request, so I don't know whether *myci* is stopping. To look again, type `status myci`. (id 09a7d3)
      [status myci] status myci
    stop many (channel):
      Stop: 4 stopping, 5 unconfirmed, 2 stopped, 1 to stop, 1 already off, 1 kept, 2 changing, 3 running a job, 1 with a job waiting or running, 2 left alone, 1 over the limit, 2 left alone, since I could not read the keeps, 1 not reached in time, 8 failed.
      I'll tell you when they have settled.
      Nothing was done: this was a dry run.
      To do it anyway, name the instance, or add `--force`.
      Disk, public IP and load balancer of a stopped instance are still billed.
      🟡 *ci-0*: asked Azure to stop it
      🟡 *ci-1*: not confirmed by Azure; to look again, type `status ci-1`
      ⚪ *ci-2* is stopped (2 min 41 s)
      ⚪ *ci-3* has been stopped since 15:02 (idle shutdown).
      🟡 *ci-4* was being resized when I looked; try again later
      🔴 *ci-5* is stuck: restarting for 8 d 8 h. Delete and recreate it; if Azure refuses that too, open a support request there.
      🟡 *ci-6* is already stopping
      *ci-7* was stopped manually at 17:02, after this was asked; left as it is
      🟢 *ci-8* is running a job; left running
      🟢 *ci-9* is running a job; left running
      🟢 *ci-10* is running a job that your confirmation did not name, so I left it running. To see what would be lost, type the command again.
      🟢 *ci-11* has 4 jobs waiting or running: `a`, `b`, `c` and 1 more; left running
      ⚪ *ci-12* is stopped: nothing to restart
      🟢 *ci-13* is kept by Ana until 20:02 (training)
      *ci-14*: I can't read the tag `lamplighter-keep-ci-14`, so I left it as it is. To remove it, type `keep ci-14 off`
      *ci-15*: left as it is, since I could not see whether somebody keeps it: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      *ci-16*: beyond the limit of `--max`; left as it is
      🟢 *ci-17* is running: would stop it
      *ci-18* no longer exists
      🟢 *ci-19* is running; not settled yet
      🟡 *ci-20*: accepted, not settled yet
      🟢 *ci-21* is still running: Azure did not carry out the stop
      🟢 *ci-22*: Azure canceled the stop; it is running
      🟢 *ci-23* is running after the stop
      🟡 *ci-24*: I ran out of time before Azure answered; to see how it went, type `status ci-24`
      *ci-25*: not reached in time; nothing was done to it
      🟢 *ci-26* was stopped manually at 17:02, after my request
      🟢 *ci-27* was stopped manually at 17:02, after my request
      🟢 *ci-28* is running, but Azure never confirmed my request
      🔴 *ci-29*: Azure has no machine of this size free in the region now. Try again later. (id 09a7d3) What is left of it keeps the name: before you try again, type `delete ci-29`.
      *ci-30* is gone, but Azure never confirmed my request
      🟢 *ci-31* was stopped manually at 17:02, after my request, which Azure never confirmed
      🔴 *ci-32*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 *ci-33*: its disk is full. Free 1–2 GB from its terminal before you stop or restart it; temporary files belong in `/mnt`. Don't run `sudo shutdown` inside.
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
    start many (channel):
      Start: 4 starting, 5 unconfirmed, 2 running, 1 to start, 1 already running, 1 kept, 2 changing, 3 running a job, 1 with a job waiting or running, 2 left alone, 1 over the limit, 2 left alone, since I could not read the keeps, 1 not reached in time, 8 failed.
      I'll tell you when they have settled.
      Nothing was done: this was a dry run.
      To do it anyway, name the instance, or add `--force`.
      🟡 *ci-0*: asked Azure to start it
      🟡 *ci-1*: not confirmed by Azure; to look again, type `status ci-1`
      🟢 *ci-2* is running (2 min 41 s)
      🟢 *ci-3* has been running since 15:02 (idle shutdown).
      🟡 *ci-4* was being resized when I looked; try again later
      🔴 *ci-5* is stuck: restarting for 8 d 8 h. Delete and recreate it; if Azure refuses that too, open a support request there.
      🟡 *ci-6* is already starting
      *ci-7* was stopped manually at 17:02, after this was asked; left as it is
      🟢 *ci-8* is running a job; left running
      🟢 *ci-9* is running a job; left running
      🟢 *ci-10* is running a job that your confirmation did not name, so I left it running. To see what would be lost, type the command again.
      🟢 *ci-11* has 4 jobs waiting or running: `a`, `b`, `c` and 1 more; left running
      ⚪ *ci-12* is stopped: nothing to restart
      🟢 *ci-13* is kept by Ana until 20:02 (training)
      *ci-14*: I can't read the tag `lamplighter-keep-ci-14`, so I left it as it is. To remove it, type `keep ci-14 off`
      *ci-15*: left as it is, since I could not see whether somebody keeps it: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      *ci-16*: beyond the limit of `--max`; left as it is
      🟢 *ci-17* is running: would start it
      *ci-18* no longer exists
      🟢 *ci-19* is running; not settled yet
      🟡 *ci-20*: accepted, not settled yet
      🟢 *ci-21* is still running: Azure did not carry out the start
      🟢 *ci-22*: Azure canceled the start; it is running
      🟢 *ci-23* is running after the start
      🟡 *ci-24*: I ran out of time before Azure answered; to see how it went, type `status ci-24`
      *ci-25*: not reached in time; nothing was done to it
      🟢 *ci-26* was stopped manually at 17:02, after my request
      🟢 *ci-27* was stopped manually at 17:02, after my request
      🟢 *ci-28* is running, but Azure never confirmed my request
      🔴 *ci-29*: Azure has no machine of this size free in the region now. Try again later. (id 09a7d3) What is left of it keeps the name: before you try again, type `delete ci-29`.
      *ci-30* is gone, but Azure never confirmed my request
      🟢 *ci-31* was stopped manually at 17:02, after my request, which Azure never confirmed
      🔴 *ci-32*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 *ci-33*: its disk is full. Free 1–2 GB from its terminal before you stop or restart it; temporary files belong in `/mnt`. Don't run `sudo shutdown` inside.
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
    restart many (channel):
      Restart: 4 restarting, 5 unconfirmed, 2 restarted, 1 to restart, 1 already restarted, 1 kept, 2 changing, 3 running a job, 1 with a job waiting or running, 2 left alone, 1 over the limit, 2 left alone, since I could not read the keeps, 1 not reached in time, 8 failed.
      I'll tell you when they have settled.
      Nothing was done: this was a dry run.
      To do it anyway, name the instance, or add `--force`.
      🟡 *ci-0*: asked Azure to restart it
      🟡 *ci-1*: not confirmed by Azure; to look again, type `status ci-1`
      🟢 *ci-2* is running again (2 min 41 s)
      🟢 *ci-3* was already restarted at 15:02.
      🟡 *ci-4* was being resized when I looked; try again later
      🔴 *ci-5* is stuck: restarting for 8 d 8 h. Delete and recreate it; if Azure refuses that too, open a support request there.
      🟡 *ci-6* is already restarting
      *ci-7* was stopped manually at 17:02, after this was asked; left as it is
      🟢 *ci-8* is running a job; left running
      🟢 *ci-9* is running a job; left running
      🟢 *ci-10* is running a job that your confirmation did not name, so I left it running. To see what would be lost, type the command again.
      🟢 *ci-11* has 4 jobs waiting or running: `a`, `b`, `c` and 1 more; left running
      ⚪ *ci-12* is stopped: nothing to restart
      🟢 *ci-13* is kept by Ana until 20:02 (training)
      *ci-14*: I can't read the tag `lamplighter-keep-ci-14`, so I left it as it is. To remove it, type `keep ci-14 off`
      *ci-15*: left as it is, since I could not see whether somebody keeps it: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      *ci-16*: beyond the limit of `--max`; left as it is
      🟢 *ci-17* is running: would restart it
      *ci-18* no longer exists
      🟢 *ci-19* is running; not settled yet
      🟡 *ci-20*: accepted, not settled yet
      🟢 *ci-21* is still running: Azure did not carry out the restart
      🟢 *ci-22*: Azure canceled the restart; it is running
      🟢 *ci-23* is running after the restart
      🟡 *ci-24*: I ran out of time before Azure answered; to see how it went, type `status ci-24`
      *ci-25*: not reached in time; nothing was done to it
      🟢 *ci-26* was stopped manually at 17:02, after my request
      🟢 *ci-27* was stopped manually at 17:02, after my request
      🟢 *ci-28* is running, but Azure never confirmed my request
      🔴 *ci-29*: Azure has no machine of this size free in the region now. Try again later. (id 09a7d3) What is left of it keeps the name: before you try again, type `delete ci-29`.
      *ci-30* is gone, but Azure never confirmed my request
      🟢 *ci-31* was stopped manually at 17:02, after my request, which Azure never confirmed
      🔴 *ci-32*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 *ci-33*: its disk is full. Free 1–2 GB from its terminal before you stop or restart it; temporary files belong in `/mnt`. Don't run `sudo shutdown` inside.
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
    delete many (channel):
      Delete: 4 being deleted, 5 unconfirmed, 2 deleted, 1 to delete, 1 already deleted, 1 kept, 2 changing, 3 running a job, 1 with a job waiting or running, 2 left alone, 1 over the limit, 2 left alone, since I could not read the keeps, 1 not reached in time, 8 failed.
      I'll tell you when they have settled.
      Nothing was done: this was a dry run.
      To do it anyway, name the instance, or add `--force`.
      🟡 *ci-0*: asked Azure to delete it
      🟡 *ci-1*: not confirmed by Azure; to look again, type `status ci-1`
      ⚪ *ci-2* is deleted (2 min 41 s)
      ⚪ *ci-3* is already deleted.
      🟡 *ci-4* was being resized when I looked; try again later
      🔴 *ci-5* is stuck: restarting for 8 d 8 h. Delete and recreate it; if Azure refuses that too, open a support request there.
      🟡 *ci-6* is already being deleted
      *ci-7* was stopped manually at 17:02, after this was asked; left as it is
      🟢 *ci-8* is running a job; left running
      🟢 *ci-9* is running a job; left running
      🟢 *ci-10* is running a job that your confirmation did not name, so I left it running. To see what would be lost, type the command again.
      🟢 *ci-11* has 4 jobs waiting or running: `a`, `b`, `c` and 1 more; left running
      ⚪ *ci-12* is stopped: nothing to restart
      🟢 *ci-13* is kept by Ana until 20:02 (training)
      *ci-14*: I can't read the tag `lamplighter-keep-ci-14`, so I left it as it is. To remove it, type `keep ci-14 off`
      *ci-15*: left as it is, since I could not see whether somebody keeps it: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      *ci-16*: beyond the limit of `--max`; left as it is
      🟢 *ci-17* is running: would delete it
      *ci-18* no longer exists
      🟢 *ci-19* is running; not settled yet
      🟡 *ci-20*: accepted, not settled yet
      🟢 *ci-21* is still running: Azure did not carry out the delete
      🟢 *ci-22*: Azure canceled the delete; it is running
      🟢 *ci-23* is running after the delete
      🟡 *ci-24*: I ran out of time before Azure answered; to see how it went, type `status ci-24`
      *ci-25*: not reached in time; nothing was done to it
      🟢 *ci-26* was stopped manually at 17:02, after my request
      🟢 *ci-27* was stopped manually at 17:02, after my request
      🟢 *ci-28* is running, but Azure never confirmed my request
      🔴 *ci-29*: Azure has no machine of this size free in the region now. Try again later. (id 09a7d3) What is left of it keeps the name: before you try again, type `delete ci-29`.
      *ci-30* is gone, but Azure never confirmed my request
      🟢 *ci-31* was stopped manually at 17:02, after my request, which Azure never confirmed
      🔴 *ci-32*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 *ci-33*: its disk is full. Free 1–2 GB from its terminal before you stop or restart it; temporary files belong in `/mnt`. Don't run `sudo shutdown` inside.
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
    in other words:
      *myci* was created on Sun 22 Nov, 12:02, after you wrote this. I left it as it is. If you still want it stopped, type `stop myci`.
      [stop myci] stop myci
    in other words:
      *myci* was restarted on Sun 22 Nov, 12:02, after you wrote this. I left it as it is. If you still want it stopped, type `stop myci`.
      [stop myci] stop myci
    in other words:
      *myci* was deleted on Sun 22 Nov, 12:02, after you wrote this. I left it as it is. If you still want it stopped, type `stop myci`.
      [stop myci] stop myci
    in other words:
      *myci* is being started by a schedule, since 17:02, after you wrote this. I left it as it is. If you still want it stopped, type `stop myci`.
      [stop myci] stop myci
    in other words:
      A start of *myci*, requested by a schedule at 17:02, failed, after you wrote this. I left it as it is. If you still want it stopped, type `stop myci`.
      [stop myci] stop myci
    in other words:
      ⚪ *myci* has been stopped since 15:02.
    in other words:
      ⚪ *myci* has been stopped since 15:02 (schedule).
    in other words:
      🟢 *myci* is kept by somebody until Tue 24 Nov, 18:02 (training). I left it running.
    not heeded:
      Ana keeps *myci* until 20:02 (training): that stops timers and alerts, not a command that names it.
    not heeded:
      1 job runs on it or waits for it: `train-44`.
    late answers in channels (channel):
      🟡 *myci*: asked Azure to stop it. I'll tell you in *#ops*, *#ml* when it is down.
    late answers in channels (channel):
      🟡 Azure has not confirmed my request yet, so I don't know whether *myci* is stopping. I'll look again and tell you in *#ops*, *#ml*.
    late answers in channels (channel):
      Stop: 2 stopping.
      I'll tell you in *#ops*, *#ml* when they have settled.
      🟡 *myci*: asked Azure to stop it
      🟡 *myci*: asked Azure to stop it
    late answers nowhere (channel):
      🟡 *myci*: asked Azure to stop it. `status myci` shows when it is down.
      [status myci] status myci
    late answers nowhere (channel):
      🟡 Azure has not confirmed my request yet, so I don't know whether *myci* is stopping. To see how it went, type `status myci` in a while.
      [status myci] status myci
    late answers nowhere (channel):
      Stop: 2 stopping.
      To see when they have settled, type `status`.
      🟡 *myci*: asked Azure to stop it
      🟡 *myci*: asked Azure to stop it
    ");
}

#[test]
fn in_portuguese() {
    insta::assert_snapshot!(transcript(Locale::Portuguese, cases), @"
    stop asked (channel):
      🟡 *myci*: pedi ao Azure para pará-la. Aviso quando ela parar.
    stop unsure (channel):
      🟡 O Azure ainda não confirmou meu pedido; não sei se *myci* está parando. Vou olhar de novo e aviso.
    stop done (channel):
      ⚪ *myci* parou. Levou 2 min 41 s. Disco, IP público e balanceador de carga continuam sendo cobrados.
    stop already:
      ⚪ *myci* já está parada, desde 15:02 (desligamento automático por inatividade).
    stop busy:
      🟡 *myci* está sendo redimensionada, há 1 h. Tente de novo quando terminar; o Azure não permite interromper.
    stop stuck:
      🔴 *myci* travou: está reiniciando há 8 d 8 h, muito mais tempo do que o normal. Exclua e recrie a instância; se o Azure recusar isso também, abra um chamado no suporte do Azure.
    stop underway:
      🟡 *myci* já está parando; não é preciso fazer mais nada.
    stop stale:
      *myci* foi parada manualmente às 17:02, depois do seu pedido. Deixei como está. Se ainda quiser pará-la, digite `parar myci`.
      [parar myci] stop myci
    stop working:
      🟢 *myci* está executando um job. Parar agora encerra o job. Se for isso mesmo, digite `parar myci --forçar`. Um notebook ocupado não aparece aqui.
    stop working, may not force:
      🟢 *myci* está executando um job. Parar agora encerra o job, e você não tem a permissão *forçar* aqui. Espere o job terminar ou fale com um responsável por research.
    stop job began:
      🟢 *myci* está executando um job que não aparecia na sua confirmação, então deixei rodando. Para ver o que se perderia, digite o comando de novo.
    stop has jobs:
      🟢 *myci* tem 4 jobs na fila ou em execução: `a`, `b`, `c` e mais 1. Deixei rodando.
    stop nothing to restart:
      ⚪ *myci* está parada; não há o que reiniciar. Para iniciá-la, digite `iniciar myci`.
      [iniciar myci] start myci
    stop kept:
      🟢 *myci* está protegida por Ana até 20:02 (training). Deixei rodando.
    stop keep unreadable:
      *myci*: alguém a protege, mas não consigo ler a tag `lamplighter-keep-myci` do workspace, então deixei como está. Para remover a tag, digite `manter myci fim`.
      [manter myci fim] keep myci off
    stop keep unknown:
      *myci*: não consegui ver se alguém a protege, então deixei como está: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    stop over max:
      *myci* passa do limite de `--máximo`; deixei como está.
    stop would:
      🟢 *myci* está rodando. Ela seria parada. Nada foi feito: era só uma simulação.
    stop gone:
      *myci* não existe mais. Alguém a excluiu nesse meio-tempo; nada foi feito.
    stop still going (channel):
      🟢 *myci* está rodando, e não consigo mais acompanhar. Para ver se funcionou, digite `estado myci`.
      [estado myci] status myci
    stop still going, not seen (channel):
      🟡 *myci*: o Azure aceitou o pedido de parada, e não consigo mais acompanhar. Para ver se funcionou, digite `estado myci`.
      [estado myci] status myci
    stop not taken:
      🟢 *myci* continua rodando: o Azure não executou a parada. Para tentar de novo, digite `parar myci`. (id 09a7d3)
      [parar myci] stop myci
    stop canceled:
      🟢 O Azure cancelou a parada de *myci*: ela está rodando. Para tentar de novo, digite `parar myci`. (id 09a7d3)
      [parar myci] stop myci
    stop ended otherwise:
      🟢 O Azure terminou a parada de *myci*, mas ela está rodando. Para saber mais, digite `estado myci`. (id 09a7d3)
      [estado myci] status myci
    stop cut short, sent (channel):
      🟡 Pedi ao Azure para parar *myci*, e o meu tempo acabou antes da resposta. Para ver se funcionou, digite `estado myci`. (id 09a7d3)
      [estado myci] status myci
    stop cut short, not sent:
      *myci*: o meu tempo acabou antes de o Azure me deixar pará-la. Nada foi feito. Para tentar de novo, digite `parar myci`. (id 09a7d3)
      [parar myci] stop myci
    stop overtaken, done (channel):
      🟢 *myci* foi parada manualmente às 17:02, depois que o Azure executou o meu pedido de parada. Agora *myci* está rodando.
    stop overtaken (channel):
      🟢 *myci* foi parada manualmente às 17:02, depois que o Azure aceitou o meu pedido de parada. Agora *myci* está rodando.
    stop unattributed (channel):
      🟢 *myci* está rodando. O Azure não confirmou meu pedido de parada, então não sei se fui eu ou outra pessoa. (id 09a7d3)
    stop left broken:
      🔴 *myci*: o Azure não tem nenhuma máquina deste tamanho livre na região agora. Tente de novo mais tarde. (id 09a7d3) O que restou dela ocupa o nome: antes de tentar de novo, digite `excluir myci`.
      [excluir myci] delete myci
    stop unattributed, gone (channel):
      *myci* não existe mais. O Azure não confirmou meu pedido de parada, então não sei se fui eu ou outra pessoa. (id 09a7d3)
    stop unattributed, somebody else (channel):
      🟢 *myci* foi parada manualmente às 17:02, depois do meu pedido de parada. O Azure não o confirmou, então não sei se o meu pedido foi executado. Agora *myci* está rodando. (id 09a7d3)
    stop failed:
      🔴 *myci*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    stop failed by itself:
      🔴 *myci*: o disco dela está cheio. Libere 1–2 GB pelo terminal dela antes de parar ou reiniciar; arquivos temporários devem ficar em `/mnt`. Não execute `sudo shutdown` nela.
    start asked (channel):
      🟡 *myci*: pedi ao Azure para iniciá-la. Aviso quando ela estiver rodando.
    start unsure (channel):
      🟡 O Azure ainda não confirmou meu pedido; não sei se *myci* está iniciando. Vou olhar de novo e aviso.
    start done (channel):
      🟢 *myci* está rodando. Levou 2 min 41 s.
    start already:
      🟢 *myci* já está rodando, desde 15:02 (desligamento automático por inatividade).
    start underway:
      🟡 *myci* já está iniciando; não é preciso fazer mais nada.
    start stale:
      *myci* foi parada manualmente às 17:02, depois do seu pedido. Deixei como está. Se ainda quiser iniciá-la, digite `iniciar myci`.
      [iniciar myci] start myci
    start working:
      🟢 *myci* está executando um job. Parar agora encerra o job. Se for isso mesmo, digite `iniciar myci --forçar`. Um notebook ocupado não aparece aqui.
    start would:
      🟢 *myci* está rodando. Ela seria iniciada. Nada foi feito: era só uma simulação.
    start still going, not seen (channel):
      🟡 *myci*: o Azure aceitou o pedido de início, e não consigo mais acompanhar. Para ver se funcionou, digite `estado myci`.
      [estado myci] status myci
    start not taken:
      🟢 *myci* continua rodando: o Azure não executou o início. Para tentar de novo, digite `iniciar myci`. (id 09a7d3)
      [iniciar myci] start myci
    start canceled:
      🟢 O Azure cancelou o início de *myci*: ela está rodando. Para tentar de novo, digite `iniciar myci`. (id 09a7d3)
      [iniciar myci] start myci
    start ended otherwise:
      🟢 O Azure terminou o início de *myci*, mas ela está rodando. Para saber mais, digite `estado myci`. (id 09a7d3)
      [estado myci] status myci
    start cut short, sent (channel):
      🟡 Pedi ao Azure para iniciar *myci*, e o meu tempo acabou antes da resposta. Para ver se funcionou, digite `estado myci`. (id 09a7d3)
      [estado myci] status myci
    start cut short, not sent:
      *myci*: o meu tempo acabou antes de o Azure me deixar iniciá-la. Nada foi feito. Para tentar de novo, digite `iniciar myci`. (id 09a7d3)
      [iniciar myci] start myci
    start overtaken, done (channel):
      🟢 *myci* foi parada manualmente às 17:02, depois que o Azure executou o meu pedido de início. Agora *myci* está rodando.
    start overtaken (channel):
      🟢 *myci* foi parada manualmente às 17:02, depois que o Azure aceitou o meu pedido de início. Agora *myci* está rodando.
    start unattributed (channel):
      🟢 *myci* está rodando. O Azure não confirmou meu pedido de início, então não sei se fui eu ou outra pessoa. (id 09a7d3)
    start unattributed, gone (channel):
      *myci* não existe mais. O Azure não confirmou meu pedido de início, então não sei se fui eu ou outra pessoa. (id 09a7d3)
    start unattributed, somebody else (channel):
      🟢 *myci* foi parada manualmente às 17:02, depois do meu pedido de início. O Azure não o confirmou, então não sei se o meu pedido foi executado. Agora *myci* está rodando. (id 09a7d3)
    restart asked (channel):
      🟡 *myci*: pedi ao Azure para reiniciá-la. Aviso quando ela voltar.
    restart unsure (channel):
      🟡 O Azure ainda não confirmou meu pedido; não sei se *myci* está reiniciando. Vou olhar de novo e aviso.
    restart done (channel):
      🟢 *myci* está rodando de novo. O reinício levou 2 min 41 s.
    restart already:
      🟢 *myci* já foi reiniciada às 15:02.
    restart underway:
      🟡 *myci* já está reiniciando; não é preciso fazer mais nada.
    restart stale:
      *myci* foi parada manualmente às 17:02, depois do seu pedido. Deixei como está. Se ainda quiser reiniciá-la, digite `reiniciar myci`.
      [reiniciar myci] restart myci
    restart working:
      🟢 *myci* está executando um job. Reiniciar agora encerra o job. Se for isso mesmo, digite `reiniciar myci --forçar`. Um notebook ocupado não aparece aqui.
    restart working, may not force:
      🟢 *myci* está executando um job. Reiniciar agora encerra o job, e você não tem a permissão *forçar* aqui. Espere o job terminar ou fale com um responsável por research.
    restart would:
      🟢 *myci* está rodando. Ela seria reiniciada. Nada foi feito: era só uma simulação.
    restart still going, not seen (channel):
      🟡 *myci*: o Azure aceitou o pedido de reinício, e não consigo mais acompanhar. Para ver se funcionou, digite `estado myci`.
      [estado myci] status myci
    restart not taken:
      🟢 *myci* continua rodando: o Azure não executou o reinício. Para tentar de novo, digite `reiniciar myci`. (id 09a7d3)
      [reiniciar myci] restart myci
    restart canceled:
      🟢 O Azure cancelou o reinício de *myci*: ela está rodando. Para tentar de novo, digite `reiniciar myci`. (id 09a7d3)
      [reiniciar myci] restart myci
    restart ended otherwise:
      🟢 O Azure terminou o reinício de *myci*, mas ela está rodando. Para saber mais, digite `estado myci`. (id 09a7d3)
      [estado myci] status myci
    restart cut short, sent (channel):
      🟡 Pedi ao Azure para reiniciar *myci*, e o meu tempo acabou antes da resposta. Para ver se funcionou, digite `estado myci`. (id 09a7d3)
      [estado myci] status myci
    restart cut short, not sent:
      *myci*: o meu tempo acabou antes de o Azure me deixar reiniciá-la. Nada foi feito. Para tentar de novo, digite `reiniciar myci`. (id 09a7d3)
      [reiniciar myci] restart myci
    restart overtaken, done (channel):
      🟢 *myci* foi parada manualmente às 17:02, depois que o Azure executou o meu pedido de reinício. Agora *myci* está rodando.
    restart overtaken (channel):
      🟢 *myci* foi parada manualmente às 17:02, depois que o Azure aceitou o meu pedido de reinício. Agora *myci* está rodando.
    restart unattributed (channel):
      🟢 *myci* está rodando. O Azure não confirmou meu pedido de reinício, então não sei se fui eu ou outra pessoa. (id 09a7d3)
    restart unattributed, gone (channel):
      *myci* não existe mais. O Azure não confirmou meu pedido de reinício, então não sei se fui eu ou outra pessoa. (id 09a7d3)
    restart unattributed, somebody else (channel):
      🟢 *myci* foi parada manualmente às 17:02, depois do meu pedido de reinício. O Azure não o confirmou, então não sei se o meu pedido foi executado. Agora *myci* está rodando. (id 09a7d3)
    delete asked (channel):
      🟡 *myci*: pedi ao Azure para excluí-la. Aviso quando ela não existir mais.
    delete unsure (channel):
      🟡 O Azure ainda não confirmou meu pedido; não sei se *myci* está sendo excluída. Vou olhar de novo e aviso.
    delete done (channel):
      ⚪ *myci* foi excluída. Levou 2 min 41 s.
    delete already:
      ⚪ *myci* já foi excluída.
    delete stuck:
      🔴 *myci* travou: está reiniciando há 8 d 8 h, muito mais tempo do que o normal. O Azure também não a exclui agora: abra um chamado no suporte do Azure.
    delete underway:
      🟡 *myci* já está sendo excluída; não é preciso fazer mais nada.
    delete stale:
      *myci* foi parada manualmente às 17:02, depois do seu pedido. Deixei como está. Se ainda quiser excluí-la, digite `excluir myci`.
      [excluir myci] delete myci
    delete working:
      🟢 *myci* está executando um job. Parar agora encerra o job. Se for isso mesmo, digite `excluir myci --forçar`. Um notebook ocupado não aparece aqui.
    delete would:
      🟢 *myci* está rodando. Ela seria excluída. Nada foi feito: era só uma simulação.
    delete gone:
      *myci* não existe mais. Não há mais o que excluir.
    delete still going, not seen (channel):
      🟡 *myci*: o Azure aceitou o pedido de exclusão, e não consigo mais acompanhar. Para ver se funcionou, digite `estado myci`.
      [estado myci] status myci
    delete not taken:
      🟢 *myci* continua rodando: o Azure não executou a exclusão. Para tentar de novo, digite `excluir myci`. (id 09a7d3)
      [excluir myci] delete myci
    delete canceled:
      🟢 O Azure cancelou a exclusão de *myci*: ela está rodando. Para tentar de novo, digite `excluir myci`. (id 09a7d3)
      [excluir myci] delete myci
    delete ended otherwise:
      🟢 O Azure terminou a exclusão de *myci*, mas ela está rodando. Para saber mais, digite `estado myci`. (id 09a7d3)
      [estado myci] status myci
    delete cut short, sent (channel):
      🟡 Pedi ao Azure para excluir *myci*, e o meu tempo acabou antes da resposta. Para ver se funcionou, digite `estado myci`. (id 09a7d3)
      [estado myci] status myci
    delete cut short, not sent:
      *myci*: o meu tempo acabou antes de o Azure me deixar excluí-la. Nada foi feito. Para tentar de novo, digite `excluir myci`. (id 09a7d3)
      [excluir myci] delete myci
    delete overtaken, done (channel):
      🟢 *myci* foi parada manualmente às 17:02, depois que o Azure executou o meu pedido de exclusão. Agora *myci* está rodando.
    delete overtaken (channel):
      🟢 *myci* foi parada manualmente às 17:02, depois que o Azure aceitou o meu pedido de exclusão. Agora *myci* está rodando.
    delete unattributed (channel):
      🟢 *myci* está rodando. O Azure não confirmou meu pedido de exclusão, então não sei se fui eu ou outra pessoa. (id 09a7d3)
    delete unattributed, gone (channel):
      *myci* não existe mais. O Azure não confirmou meu pedido de exclusão, então não sei se fui eu ou outra pessoa. (id 09a7d3)
    delete unattributed, somebody else (channel):
      🟢 *myci* foi parada manualmente às 17:02, depois do meu pedido de exclusão. O Azure não o confirmou, então não sei se o meu pedido foi executado. Agora *myci* está rodando. (id 09a7d3)
    unsure at last (channel):
      🟡 O Azure não confirmou meu pedido; não sei se *myci* está parando. Para ver como ela está, digite `estado myci`. (id 09a7d3)
      [estado myci] status myci
    stop many (channel):
      Parar: 4 parando, 5 sem confirmação, 2 paradas, 1 a parar, 1 já estava parada, 1 protegida, 2 mudando de estado, 3 com job, 1 com job na fila ou em execução, 2 deixadas como estavam, 1 além do limite, 2 deixadas como estavam, porque não consegui ver as proteções, 1 não tratada a tempo, 8 falharam.
      Aviso quando terminarem.
      Nada foi feito: era só uma simulação.
      Para fazer mesmo assim, digite o nome da instância ou acrescente `--forçar`.
      Disco, IP público e balanceador de carga de uma instância parada continuam sendo cobrados.
      🟡 *ci-0*: pedi ao Azure para pará-la
      🟡 *ci-1*: o Azure não confirmou o pedido; para ver como ela está, digite `estado ci-1`
      ⚪ *ci-2* parou (2 min 41 s)
      ⚪ *ci-3* já está parada, desde 15:02 (desligamento automático por inatividade).
      🟡 *ci-4* estava sendo redimensionada quando olhei; tente de novo mais tarde
      🔴 *ci-5* travou: está reiniciando há 8 d 8 h. Exclua e recrie a instância; se o Azure recusar isso também, abra um chamado no suporte do Azure.
      🟡 *ci-6* já está parando
      *ci-7* foi parada manualmente às 17:02, depois do pedido; deixei como está
      🟢 *ci-8* está executando um job; deixei rodando
      🟢 *ci-9* está executando um job; deixei rodando
      🟢 *ci-10* está executando um job que não aparecia na sua confirmação, então deixei rodando. Para ver o que se perderia, digite o comando de novo.
      🟢 *ci-11* tem 4 jobs na fila ou em execução: `a`, `b`, `c` e mais 1; deixei rodando
      ⚪ *ci-12* está parada: não há o que reiniciar
      🟢 *ci-13* está protegida por Ana até 20:02 (training)
      *ci-14*: não consigo ler a tag `lamplighter-keep-ci-14`, então deixei como está. Para removê-la, digite `manter ci-14 fim`
      *ci-15*: deixei como está, porque não consegui ver se alguém a protege: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      *ci-16*: passa do limite de `--máximo`; deixei como está
      🟢 *ci-17* está rodando: seria parada
      *ci-18* não existe mais
      🟢 *ci-19* está rodando; ainda não terminou
      🟡 *ci-20*: pedido aceito, ainda não terminou
      🟢 *ci-21* continua rodando: o Azure não executou a parada
      🟢 *ci-22*: o Azure cancelou a parada; ela está rodando
      🟢 *ci-23* está rodando depois da parada
      🟡 *ci-24*: o meu tempo acabou antes da resposta do Azure; para ver se funcionou, digite `estado ci-24`
      *ci-25*: não deu tempo; nada foi feito
      🟢 *ci-26* foi parada manualmente às 17:02, depois do meu pedido
      🟢 *ci-27* foi parada manualmente às 17:02, depois do meu pedido
      🟢 *ci-28* está rodando, mas o Azure não confirmou meu pedido
      🔴 *ci-29*: o Azure não tem nenhuma máquina deste tamanho livre na região agora. Tente de novo mais tarde. (id 09a7d3) O que restou dela ocupa o nome: antes de tentar de novo, digite `excluir ci-29`.
      *ci-30* não existe mais, mas o Azure não confirmou meu pedido
      🟢 *ci-31* foi parada manualmente às 17:02, depois do meu pedido, que o Azure não confirmou
      🔴 *ci-32*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 *ci-33*: o disco dela está cheio. Libere 1–2 GB pelo terminal dela antes de parar ou reiniciar; arquivos temporários devem ficar em `/mnt`. Não execute `sudo shutdown` nela.
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    start many (channel):
      Iniciar: 4 iniciando, 5 sem confirmação, 2 rodando, 1 a iniciar, 1 já estava rodando, 1 protegida, 2 mudando de estado, 3 com job, 1 com job na fila ou em execução, 2 deixadas como estavam, 1 além do limite, 2 deixadas como estavam, porque não consegui ver as proteções, 1 não tratada a tempo, 8 falharam.
      Aviso quando terminarem.
      Nada foi feito: era só uma simulação.
      Para fazer mesmo assim, digite o nome da instância ou acrescente `--forçar`.
      🟡 *ci-0*: pedi ao Azure para iniciá-la
      🟡 *ci-1*: o Azure não confirmou o pedido; para ver como ela está, digite `estado ci-1`
      🟢 *ci-2* está rodando (2 min 41 s)
      🟢 *ci-3* já está rodando, desde 15:02 (desligamento automático por inatividade).
      🟡 *ci-4* estava sendo redimensionada quando olhei; tente de novo mais tarde
      🔴 *ci-5* travou: está reiniciando há 8 d 8 h. Exclua e recrie a instância; se o Azure recusar isso também, abra um chamado no suporte do Azure.
      🟡 *ci-6* já está iniciando
      *ci-7* foi parada manualmente às 17:02, depois do pedido; deixei como está
      🟢 *ci-8* está executando um job; deixei rodando
      🟢 *ci-9* está executando um job; deixei rodando
      🟢 *ci-10* está executando um job que não aparecia na sua confirmação, então deixei rodando. Para ver o que se perderia, digite o comando de novo.
      🟢 *ci-11* tem 4 jobs na fila ou em execução: `a`, `b`, `c` e mais 1; deixei rodando
      ⚪ *ci-12* está parada: não há o que reiniciar
      🟢 *ci-13* está protegida por Ana até 20:02 (training)
      *ci-14*: não consigo ler a tag `lamplighter-keep-ci-14`, então deixei como está. Para removê-la, digite `manter ci-14 fim`
      *ci-15*: deixei como está, porque não consegui ver se alguém a protege: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      *ci-16*: passa do limite de `--máximo`; deixei como está
      🟢 *ci-17* está rodando: seria iniciada
      *ci-18* não existe mais
      🟢 *ci-19* está rodando; ainda não terminou
      🟡 *ci-20*: pedido aceito, ainda não terminou
      🟢 *ci-21* continua rodando: o Azure não executou o início
      🟢 *ci-22*: o Azure cancelou o início; ela está rodando
      🟢 *ci-23* está rodando depois do início
      🟡 *ci-24*: o meu tempo acabou antes da resposta do Azure; para ver se funcionou, digite `estado ci-24`
      *ci-25*: não deu tempo; nada foi feito
      🟢 *ci-26* foi parada manualmente às 17:02, depois do meu pedido
      🟢 *ci-27* foi parada manualmente às 17:02, depois do meu pedido
      🟢 *ci-28* está rodando, mas o Azure não confirmou meu pedido
      🔴 *ci-29*: o Azure não tem nenhuma máquina deste tamanho livre na região agora. Tente de novo mais tarde. (id 09a7d3) O que restou dela ocupa o nome: antes de tentar de novo, digite `excluir ci-29`.
      *ci-30* não existe mais, mas o Azure não confirmou meu pedido
      🟢 *ci-31* foi parada manualmente às 17:02, depois do meu pedido, que o Azure não confirmou
      🔴 *ci-32*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 *ci-33*: o disco dela está cheio. Libere 1–2 GB pelo terminal dela antes de parar ou reiniciar; arquivos temporários devem ficar em `/mnt`. Não execute `sudo shutdown` nela.
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    restart many (channel):
      Reiniciar: 4 reiniciando, 5 sem confirmação, 2 reiniciadas, 1 a reiniciar, 1 já reiniciada, 1 protegida, 2 mudando de estado, 3 com job, 1 com job na fila ou em execução, 2 deixadas como estavam, 1 além do limite, 2 deixadas como estavam, porque não consegui ver as proteções, 1 não tratada a tempo, 8 falharam.
      Aviso quando terminarem.
      Nada foi feito: era só uma simulação.
      Para fazer mesmo assim, digite o nome da instância ou acrescente `--forçar`.
      🟡 *ci-0*: pedi ao Azure para reiniciá-la
      🟡 *ci-1*: o Azure não confirmou o pedido; para ver como ela está, digite `estado ci-1`
      🟢 *ci-2* está rodando de novo (2 min 41 s)
      🟢 *ci-3* já foi reiniciada às 15:02.
      🟡 *ci-4* estava sendo redimensionada quando olhei; tente de novo mais tarde
      🔴 *ci-5* travou: está reiniciando há 8 d 8 h. Exclua e recrie a instância; se o Azure recusar isso também, abra um chamado no suporte do Azure.
      🟡 *ci-6* já está reiniciando
      *ci-7* foi parada manualmente às 17:02, depois do pedido; deixei como está
      🟢 *ci-8* está executando um job; deixei rodando
      🟢 *ci-9* está executando um job; deixei rodando
      🟢 *ci-10* está executando um job que não aparecia na sua confirmação, então deixei rodando. Para ver o que se perderia, digite o comando de novo.
      🟢 *ci-11* tem 4 jobs na fila ou em execução: `a`, `b`, `c` e mais 1; deixei rodando
      ⚪ *ci-12* está parada: não há o que reiniciar
      🟢 *ci-13* está protegida por Ana até 20:02 (training)
      *ci-14*: não consigo ler a tag `lamplighter-keep-ci-14`, então deixei como está. Para removê-la, digite `manter ci-14 fim`
      *ci-15*: deixei como está, porque não consegui ver se alguém a protege: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      *ci-16*: passa do limite de `--máximo`; deixei como está
      🟢 *ci-17* está rodando: seria reiniciada
      *ci-18* não existe mais
      🟢 *ci-19* está rodando; ainda não terminou
      🟡 *ci-20*: pedido aceito, ainda não terminou
      🟢 *ci-21* continua rodando: o Azure não executou o reinício
      🟢 *ci-22*: o Azure cancelou o reinício; ela está rodando
      🟢 *ci-23* está rodando depois do reinício
      🟡 *ci-24*: o meu tempo acabou antes da resposta do Azure; para ver se funcionou, digite `estado ci-24`
      *ci-25*: não deu tempo; nada foi feito
      🟢 *ci-26* foi parada manualmente às 17:02, depois do meu pedido
      🟢 *ci-27* foi parada manualmente às 17:02, depois do meu pedido
      🟢 *ci-28* está rodando, mas o Azure não confirmou meu pedido
      🔴 *ci-29*: o Azure não tem nenhuma máquina deste tamanho livre na região agora. Tente de novo mais tarde. (id 09a7d3) O que restou dela ocupa o nome: antes de tentar de novo, digite `excluir ci-29`.
      *ci-30* não existe mais, mas o Azure não confirmou meu pedido
      🟢 *ci-31* foi parada manualmente às 17:02, depois do meu pedido, que o Azure não confirmou
      🔴 *ci-32*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 *ci-33*: o disco dela está cheio. Libere 1–2 GB pelo terminal dela antes de parar ou reiniciar; arquivos temporários devem ficar em `/mnt`. Não execute `sudo shutdown` nela.
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    delete many (channel):
      Excluir: 4 sendo excluídas, 5 sem confirmação, 2 excluídas, 1 a excluir, 1 já excluída, 1 protegida, 2 mudando de estado, 3 com job, 1 com job na fila ou em execução, 2 deixadas como estavam, 1 além do limite, 2 deixadas como estavam, porque não consegui ver as proteções, 1 não tratada a tempo, 8 falharam.
      Aviso quando terminarem.
      Nada foi feito: era só uma simulação.
      Para fazer mesmo assim, digite o nome da instância ou acrescente `--forçar`.
      🟡 *ci-0*: pedi ao Azure para excluí-la
      🟡 *ci-1*: o Azure não confirmou o pedido; para ver como ela está, digite `estado ci-1`
      ⚪ *ci-2* foi excluída (2 min 41 s)
      ⚪ *ci-3* já foi excluída.
      🟡 *ci-4* estava sendo redimensionada quando olhei; tente de novo mais tarde
      🔴 *ci-5* travou: está reiniciando há 8 d 8 h. Exclua e recrie a instância; se o Azure recusar isso também, abra um chamado no suporte do Azure.
      🟡 *ci-6* já está sendo excluída
      *ci-7* foi parada manualmente às 17:02, depois do pedido; deixei como está
      🟢 *ci-8* está executando um job; deixei rodando
      🟢 *ci-9* está executando um job; deixei rodando
      🟢 *ci-10* está executando um job que não aparecia na sua confirmação, então deixei rodando. Para ver o que se perderia, digite o comando de novo.
      🟢 *ci-11* tem 4 jobs na fila ou em execução: `a`, `b`, `c` e mais 1; deixei rodando
      ⚪ *ci-12* está parada: não há o que reiniciar
      🟢 *ci-13* está protegida por Ana até 20:02 (training)
      *ci-14*: não consigo ler a tag `lamplighter-keep-ci-14`, então deixei como está. Para removê-la, digite `manter ci-14 fim`
      *ci-15*: deixei como está, porque não consegui ver se alguém a protege: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      *ci-16*: passa do limite de `--máximo`; deixei como está
      🟢 *ci-17* está rodando: seria excluída
      *ci-18* não existe mais
      🟢 *ci-19* está rodando; ainda não terminou
      🟡 *ci-20*: pedido aceito, ainda não terminou
      🟢 *ci-21* continua rodando: o Azure não executou a exclusão
      🟢 *ci-22*: o Azure cancelou a exclusão; ela está rodando
      🟢 *ci-23* está rodando depois da exclusão
      🟡 *ci-24*: o meu tempo acabou antes da resposta do Azure; para ver se funcionou, digite `estado ci-24`
      *ci-25*: não deu tempo; nada foi feito
      🟢 *ci-26* foi parada manualmente às 17:02, depois do meu pedido
      🟢 *ci-27* foi parada manualmente às 17:02, depois do meu pedido
      🟢 *ci-28* está rodando, mas o Azure não confirmou meu pedido
      🔴 *ci-29*: o Azure não tem nenhuma máquina deste tamanho livre na região agora. Tente de novo mais tarde. (id 09a7d3) O que restou dela ocupa o nome: antes de tentar de novo, digite `excluir ci-29`.
      *ci-30* não existe mais, mas o Azure não confirmou meu pedido
      🟢 *ci-31* foi parada manualmente às 17:02, depois do meu pedido, que o Azure não confirmou
      🔴 *ci-32*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 *ci-33*: o disco dela está cheio. Libere 1–2 GB pelo terminal dela antes de parar ou reiniciar; arquivos temporários devem ficar em `/mnt`. Não execute `sudo shutdown` nela.
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    in other words:
      *myci* foi criada em dom. 22/11 às 12:02, depois do seu pedido. Deixei como está. Se ainda quiser pará-la, digite `parar myci`.
      [parar myci] stop myci
    in other words:
      *myci* foi reiniciada em dom. 22/11 às 12:02, depois do seu pedido. Deixei como está. Se ainda quiser pará-la, digite `parar myci`.
      [parar myci] stop myci
    in other words:
      *myci* foi excluída em dom. 22/11 às 12:02, depois do seu pedido. Deixei como está. Se ainda quiser pará-la, digite `parar myci`.
      [parar myci] stop myci
    in other words:
      *myci* está sendo iniciada por um agendamento, desde 17:02, depois do seu pedido. Deixei como está. Se ainda quiser pará-la, digite `parar myci`.
      [parar myci] stop myci
    in other words:
      Um início de *myci*, pedido por um agendamento às 17:02, falhou, depois do seu pedido. Deixei como está. Se ainda quiser pará-la, digite `parar myci`.
      [parar myci] stop myci
    in other words:
      ⚪ *myci* já está parada, desde 15:02.
    in other words:
      ⚪ *myci* já está parada, desde 15:02 (agendamento).
    in other words:
      🟢 *myci* está protegida por alguém até ter. 24/11 às 18:02 (training). Deixei rodando.
    not heeded:
      Ana protege *myci* até 20:02 (training): isso vale para temporizadores e alertas, não para um comando com o nome dela.
    not heeded:
      1 job está em execução nela ou à espera dela: `train-44`.
    late answers in channels (channel):
      🟡 *myci*: pedi ao Azure para pará-la. Aviso em *#ops*, *#ml* quando ela parar.
    late answers in channels (channel):
      🟡 O Azure ainda não confirmou meu pedido; não sei se *myci* está parando. Vou olhar de novo e aviso em *#ops*, *#ml*.
    late answers in channels (channel):
      Parar: 2 parando.
      Aviso em *#ops*, *#ml* quando terminarem.
      🟡 *myci*: pedi ao Azure para pará-la
      🟡 *myci*: pedi ao Azure para pará-la
    late answers nowhere (channel):
      🟡 *myci*: pedi ao Azure para pará-la. Digite `estado myci` para saber quando ela parar.
      [estado myci] status myci
    late answers nowhere (channel):
      🟡 O Azure ainda não confirmou meu pedido; não sei se *myci* está parando. Para ver se funcionou, digite `estado myci` daqui a pouco.
      [estado myci] status myci
    late answers nowhere (channel):
      Parar: 2 parando.
      Para saber quando terminarem, digite `estado`.
      🟡 *myci*: pedi ao Azure para pará-la
      🟡 *myci*: pedi ao Azure para pará-la
    ");
}

#[test]
fn each_outcome_has_its_status_tally_reason_and_place_in_a_report() {
    let told = |(name, outcome): &(&str, Outcome)| {
        let (count, .., place) = row(outcome.tally());
        format!(
            "{name}: {} {} reason={} state={} transient={} place={} quiet={}",
            outcome.status(),
            count,
            outcome.reason().unwrap_or("-"),
            outcome.state().map_or("-", |state| state.as_str()),
            outcome.is_transient(),
            place,
            is_quiet(outcome),
        )
    };
    let table: Vec<_> = all(Verb::Stop).iter().map(told).collect();
    insta::assert_snapshot!(table.join("\n"), @"
    asked: asked count-asked reason=- state=- transient=false place=4 quiet=false
    unsure: unsure count-unsure reason=- state=- transient=false place=1 quiet=false
    done: done count-done reason=- state=Running transient=false place=11 quiet=false
    already: already count-already reason=- state=Stopped transient=false place=12 quiet=true
    busy: busy count-busy reason=- state=Resizing transient=false place=7 quiet=true
    stuck: failed count-failed reason=stuck state=Restarting transient=false place=0 quiet=false
    underway: busy count-busy reason=- state=Stopping transient=false place=7 quiet=true
    stale: skipped count-skipped reason=stale state=- transient=false place=8 quiet=false
    working: skipped count-job reason=job-running state=JobRunning transient=false place=6 quiet=true
    working, may not force: skipped count-job reason=job-running state=JobRunning transient=false place=6 quiet=true
    job began: skipped count-job reason=job-running state=JobRunning transient=false place=6 quiet=true
    has jobs: skipped count-has-jobs reason=job-active state=Running transient=false place=6 quiet=true
    nothing to restart: skipped count-skipped reason=stopped state=Stopped transient=false place=8 quiet=false
    kept: kept count-kept reason=- state=- transient=false place=5 quiet=true
    keep unreadable: skipped count-keep-unknown reason=keep-unknown state=- transient=false place=3 quiet=false
    keep unknown: skipped count-keep-unknown reason=keep-unknown state=- transient=true place=3 quiet=false
    over max: skipped count-over-max reason=over-max state=- transient=false place=9 quiet=false
    would: skipped count-would reason=dry-run state=Running transient=false place=10 quiet=false
    gone: failed count-failed reason=gone state=- transient=false place=0 quiet=false
    still going: asked count-asked reason=not-settled state=Running transient=false place=4 quiet=false
    still going, not seen: asked count-asked reason=not-settled state=- transient=false place=4 quiet=false
    not taken: failed count-failed reason=not-taken state=Running transient=false place=0 quiet=false
    canceled: failed count-failed reason=canceled state=Running transient=false place=0 quiet=false
    ended otherwise: failed count-failed reason=ended-otherwise state=Running transient=false place=0 quiet=false
    cut short, sent: unsure count-unsure reason=out-of-time state=- transient=false place=1 quiet=false
    cut short, not sent: skipped count-not-reached reason=out-of-time state=- transient=true place=2 quiet=false
    overtaken, done: done count-done reason=overtaken state=Running transient=false place=11 quiet=false
    overtaken: asked count-asked reason=overtaken state=Running transient=false place=4 quiet=false
    unattributed: unsure count-unsure reason=unanswered state=Running transient=false place=1 quiet=false
    left broken: failed count-failed reason=no-capacity state=- transient=false place=0 quiet=false
    unattributed, gone: unsure count-unsure reason=unanswered state=- transient=false place=1 quiet=false
    unattributed, somebody else: unsure count-unsure reason=unanswered state=Running transient=false place=1 quiet=false
    failed: failed count-failed reason=azure-unavailable state=- transient=true place=0 quiet=false
    failed by itself: failed count-failed reason=disk-full state=- transient=false place=0 quiet=false
    ");
}
