//! Jobs that wait for an instance or run on it: machines skip such an instance, and a delete names the jobs.

use insta::assert_snapshot;
use lamplighter_emulator::{Options, Pace, Rights};
use serde_json::json;

use crate::support::world::{MACHINES, World, by_hand};

/// With machines; operations end when the test says so.
async fn looking(workspaces: usize, more: &str) -> World {
    let options = Options { pace: Pace::ByHand, workspaces, ..Options::default() };
    World::with(options, |config| format!("{config}{MACHINES}{more}")).await
}

fn may_not_read_jobs(world: &World) {
    let mut rights = Rights::default();
    rights.actions.retain(|action| !action.contains("jobs"));
    world.emulator.grant(rights);
}

#[tokio::test(start_paused = true)]
async fn a_timer_skips_an_instance_that_a_job_waits_for() {
    let world = looking(0, "").await;
    world.emulator.set("stopped-ci", json!({"state": "Running"}));
    world.emulator.set_job("myci", "train-44", "Queued");
    assert_snapshot!(world.sends("nightly", "", &[]).await, @"
    HTTP 202: nightly stop all: 1 stopping, 1 running a job, 1 with a job waiting or running.
    🟡 stopped-ci: asked Azure to stop it
    🟢 busy-ci is running a job; left running
    🟢 myci has a job waiting or running: train-44; left running
      research/busy-ci skipped JobRunning job-running
      research/myci skipped Running job-active
      research/stopped-ci asked
    ");
    assert_eq!(world.asked("jobs"), 1, "one list for the whole workspace");
    world.emulator.settle("stopped-ci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    *nightly* `stop all`: 1 stopped, 1 running a job, 1 with a job waiting or running. Saves $3.06 per hour.
    🟢 *busy-ci* is running a job; left running
    🟢 *myci* has a job waiting or running: `train-44`; left running
    ⚪ *stopped-ci* is stopped (10 s)
    <@U0DAN>: *nightly* stopped *stopped-ci*.
    ");
    assert_eq!(world.emulator.state("myci").as_deref(), Some("Running"));
    world.emulator.set_job("busy-ci", "train-44", "Queued");
    assert_eq!(world.sends("nightly", "", &[]).await.status, 202);
    world.emulator.settle("myci");
    assert!(world.hears().await.contains("*myci* is stopped"));
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_queued_job_counts_on_a_starting_instance_too() {
    let world = looking(0, "").await;
    world.emulator.set("myci", json!({"state": "Starting"}));
    world.emulator.set_job("myci", "train-44", "Queued");
    assert_snapshot!(world.sends("nightly", "", &[]).await, @"
    HTTP 200: nightly stop all: nothing to do, 1 already off, 1 running a job, 1 with a job waiting or running.
      research/busy-ci skipped JobRunning job-running
      research/myci skipped Starting job-active
      research/stopped-ci already Stopped
    ");
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn force_stops_an_instance_with_waiting_jobs() {
    let world = looking(0, "").await;
    for (n, job) in ["train-44", "train-45", "train-46", "train-47"].iter().enumerate() {
        world.emulator.set_job("myci", job, if n == 0 { "Running" } else { "Queued" });
    }
    let script = async |command: &str| {
        let body = json!({"command": command}).to_string();
        world.sends("script", &body, &[]).await
    };
    assert_snapshot!(script("restart myci").await, @"
    HTTP 200: script restart myci: nothing to do, 1 with a job waiting or running.
      research/myci skipped Running job-active
    ");
    world.hears().await;
    assert_snapshot!(script("stop myci --dry-run").await, @"
    HTTP 200: script stop myci --dry-run: nothing to do, 1 with a job waiting or running.
      research/myci skipped Running job-active
    ");
    world.hears().await;
    world.emulator.forget_requests();
    assert_snapshot!(script("stop myci --force").await, @"
    HTTP 202: script stop myci --force: 1 stopping.
    🟡 myci: asked Azure to stop it
      research/myci asked
    ");
    assert_eq!(world.calls(), ["get", "stop"], "no look");
    world.emulator.settle("myci");
    world.hears().await;
    world.emulator.set("myci", json!({"state": "Running"}));
    world.emulator.forget_requests();
    world.says("U0ADA", "stop myci").await;
    assert_eq!(world.calls()[..2], ["get", "stop"], "no look for a person before the answer either");
    world.emulator.settle("myci");
    world.hears().await;
    world.finish().await;
}

/// A person's stop that names an instance heeds neither its jobs nor its keep, and says so.
#[tokio::test(start_paused = true)]
async fn a_plain_stop_says_which_jobs_wait_and_whose_keep_it_does_not_heed() {
    let world = looking(0, "").await;
    world.emulator.set_job("myci", "train-44", "Queued");
    world.says("U0ADA", "keep myci for 2h because training").await;
    world.says("U0ADA", "stop myci").await;
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ *myci* is stopped. It took 10 s. Disk, public IP and load balancer are still billed.
    u0ada keeps *myci* until <!date^1795464000^{time}|20:00> (training): that stops timers and alerts, not a command that names it.
    1 job runs on it or waits for it: `train-44`.
    ");
    assert_snapshot!(world.says("U0ADA", "stop busy-ci").await, @"
    to the caller:
    🟢 *busy-ci* is running a job. Stopping it would end the job. To stop it anyway, type `stop busy-ci --force`. A busy notebook would not show here.
    2 jobs run on it or wait for it: `train-43` and `train-42`.
    ");
    assert_snapshot!(world.says("U0ADA", "start myci").await, @"
    to the channel:
    🟡 *myci*: asked Azure to start it. I'll tell you when it is running.
    ");
    world.emulator.settle("myci");
    world.hears().await;
    may_not_read_jobs(&world);
    world.says("U0ADA", "keep myci off").await;
    world.says("U0ADA", "restart myci").await;
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    🟢 *myci* is running again. The restart took 10 s.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn unreadable_jobs_are_reported_once_and_the_stop_goes_on() {
    let two = "\n[workspaces.vision]\nsubscription = \"00000000-0000-0000-0000-000000000001\"\nresource_group = \"ml-rg\"\nworkspace = \"ml-ws-0001\"\n\n[[grants]]\nto = [\"nightly\"]\nmay = [\"owner\"]\non = [\"vision/*\"]\n";
    let world = looking(1, two).await;
    may_not_read_jobs(&world);
    assert_snapshot!(world.sends("nightly", "", &[]).await, @"
    HTTP 202: nightly stop all: 3 stopping, 2 already off, 1 running a job.
    I did not check for jobs: Lamplighter doesn't have permission to read them in research and vision.
    🟡 research/myci: asked Azure to stop it
    🟡 vision/dev-w0001: asked Azure to stop it
    🟡 vision/gpu-w0001: asked Azure to stop it
    🟢 research/busy-ci is running a job; left running
    ⚪ research/stopped-ci has been stopped since 04:00 (idle shutdown).
    ⚪ vision/spare-w0001 has been stopped since 04:00 (idle shutdown).
      research/busy-ci skipped JobRunning job-running
      research/myci asked
      research/stopped-ci already Stopped
      vision/dev-w0001 asked
      vision/gpu-w0001 asked
      vision/spare-w0001 already Stopped
    ");
    assert_eq!(world.asked("jobs"), 2);
    world.emulator.settle_all();
    assert_snapshot!(world.hears().await, @"
    to the channel:
    *nightly* `stop all`: 3 stopped, 2 already off, 1 running a job. Saves $0.77 per hour.
    I did not check for jobs: Lamplighter doesn't have permission to read them in research and vision.
    🟢 *research/busy-ci* is running a job; left running
    ⚪ *research/myci* is stopped (3 s)
    ⚪ *vision/dev-w0001* is stopped (3 s)
    ⚪ *vision/gpu-w0001* is stopped (3 s)
    ⚪ *research/stopped-ci* has been stopped since <!date^1795406400^{time}|04:00> (idle shutdown).
    ⚪ *vision/spare-w0001* has been stopped since <!date^1795406400^{time}|04:00> (idle shutdown).
    <@U0ADA>: *nightly* stopped *research/myci*.
    <@U0DAN>: *nightly* stopped *vision/dev-w0001* and *vision/gpu-w0001*.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn reading_jobs_delays_an_answer_only_briefly() {
    let world = looking(0, "").await;
    world.fault("jobs", "slow", json!({"delay_ms": 30_000, "times": 2}));
    let answer = world.sends("nightly", "", &[("prefer", "wait=1")]).await;
    assert_eq!(answer.status, 202, "{answer}");
    tokio::time::sleep(std::time::Duration::from_secs(10)).await;
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    *nightly* `stop all`: 1 stopped, 1 already off, 1 running a job. Saves $0.29 per hour.
    I did not check for jobs: Azure did not list those of research in time.
    🟢 *busy-ci* is running a job; left running
    ⚪ *myci* is stopped (4 s)
    ⚪ *stopped-ci* has been stopped since <!date^1795406400^{time}|04:00> (idle shutdown).
    <@U0ADA>: *nightly* stopped *myci*.
    ");
    world.emulator.set("myci", json!({"state": "Running", "lastOperation": null}));
    let prompt = world.says("U0ADA", "delete myci").await;
    assert_snapshot!(prompt, @"
    to the caller:
    🟡 Azure is slow to answer. I'm still working on `delete myci` and will tell you how it went.
    ");
    assert_snapshot!(world.hears().await, @"
    to the caller:
    Delete *myci*? Its OS disk and everything outside the file share will be lost for good.
    I did not check for jobs: Azure did not list those of research in time.
    The buttons work for 5 min, and only for you. [Delete] [Don't delete]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_delete_names_the_jobs_before_it_is_confirmed() {
    let world = looking(0, "").await;
    let prompt = world.says("U0ADA", "delete busy-ci").await;
    assert_snapshot!(prompt, @"
    to the caller:
    Delete *busy-ci*? It is running a job, which would end. Its OS disk and everything outside the file share will be lost for good.
    2 jobs run on it or wait for it: `train-43` and `train-42`.
    The buttons work for 5 min, and only for you. [Delete] [Don't delete]
    ");
    world.emulator.set_job("stopped-ci", "evaluate", "Queued");
    assert_snapshot!(world.says("U0ADA", "delete stopped-ci").await, @"
    to the caller:
    Delete *stopped-ci*? Its OS disk and everything outside the file share will be lost for good.
    1 job runs on it or waits for it: `evaluate`.
    The buttons work for 5 min, and only for you. [Delete] [Don't delete]
    ");
    world.emulator.forget_requests();
    world.presses("U0ADA", &prompt.button("Delete")).await;
    while !world.hears().await.contains("asked Azure") {}
    assert_eq!(world.asked("jobs"), 1, "the same ones still run");
    world.emulator.settle("busy-ci");
    world.hears().await;
    may_not_read_jobs(&world);
    assert_snapshot!(world.says("U0ADA", "delete myci").await, @"
    to the caller:
    Delete *myci*? Its OS disk and everything outside the file share will be lost for good.
    I did not check for jobs: Lamplighter doesn't have permission to read them in research.
    The buttons work for 5 min, and only for you. [Delete] [Don't delete]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_confirmation_covers_only_the_jobs_that_it_named() {
    let world = looking(0, "").await;
    let prompt = world.says("U0ADA", "delete busy-ci").await;
    assert!(prompt.contains("`train-42`"), "{}", prompt);
    world.emulator.set_job("busy-ci", "train-42", "Completed");
    world.emulator.set_job("busy-ci", "precious", "Running");
    world.emulator.set("busy-ci", json!({"state": "JobRunning"}));
    world.presses("U0ADA", &prompt.button("Delete")).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    That confirmation is no longer valid: what it names has changed, or it was made for somebody else. Nothing was done. To be asked again, type `delete busy-ci`. [delete busy-ci]
    ");
    assert_eq!(world.asked("delete"), 0);
    // A question asked without reading jobs covers any job.
    may_not_read_jobs(&world);
    let prompt = world.says("U0ADA", "delete busy-ci").await;
    assert!(prompt.contains("I did not check for jobs"), "{}", prompt);
    world.emulator.grant(Rights::default());
    world.presses("U0ADA", &prompt.button("Delete")).await;
    while !world.hears().await.contains("asked Azure") {}
    world.emulator.settle("busy-ci");
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_announcement_omits_what_the_timer_will_skip() {
    let world = looking(0, "").await;
    world.emulator.set_job("myci", "train-44", "Queued");
    assert_snapshot!(world.says("U0ADA", "announce stop all in 30m --dry-run").await, @"
    to the channel:
    As things stand, there is nothing to stop in 30 min.
    🟢 *myci* has a job waiting or running: `train-44`; left running
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn jobs_are_reported_in_portuguese() {
    let world = World::with(Options { pace: Pace::ByHand, ..Options::default() }, |config| {
        format!("locale = \"pt-BR\"\n{config}{MACHINES}")
    })
    .await;
    world.emulator.set_job("myci", "treino-1", "Queued");
    world.emulator.set_job("myci", "treino-2", "Queued");
    world.emulator.set("stopped-ci", json!({"state": "Running"}));
    assert_snapshot!(world.sends("nightly", "", &[]).await, @"
    HTTP 202: nightly parar todas: 1 parando, 1 com job, 1 com job na fila ou em execução.
    🟡 stopped-ci: pedi ao Azure para pará-la
    🟢 busy-ci está executando um job; deixei rodando
    🟢 myci tem 2 jobs na fila ou em execução: treino-2 e treino-1; deixei rodando
      research/busy-ci skipped JobRunning job-running
      research/myci skipped Running job-active
      research/stopped-ci asked
    ");
    world.emulator.settle("stopped-ci");
    world.hears().await;
    assert_snapshot!(world.says("U0ADA", "excluir busy-ci").await, @"
    to the caller:
    Excluir *busy-ci*? Ela está executando um job, que seria encerrado. O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
    2 jobs estão em execução nela ou à espera dela: `train-43` e `train-42`.
    Os botões valem por 5 min, e só para você. [Excluir] [Não excluir]
    ");
    may_not_read_jobs(&world);
    assert_snapshot!(world.says("U0ADA", "excluir myci").await, @"
    to the caller:
    Excluir *myci*? O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
    Não verifiquei os jobs: o Lamplighter não tem permissão para ler os de research.
    Os botões valem por 5 min, e só para você. [Excluir] [Não excluir]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn jobs_are_not_read_when_that_is_switched_off() {
    let world = World::with(by_hand(), |config| {
        let config = config.replace("[azure]\n", "[azure]\njobs = false\n");
        format!("{config}{MACHINES}")
    })
    .await;
    world.emulator.set_job("myci", "train-44", "Queued");
    assert_snapshot!(world.says("U0ADA", "delete myci").await, @"
    to the caller:
    Delete *myci*? Its OS disk and everything outside the file share will be lost for good.
    I did not check for jobs that wait for it.
    The buttons work for 5 min, and only for you. [Delete] [Don't delete]
    ");
    assert_eq!(world.sends("nightly", "", &[]).await.status, 202);
    assert_eq!(world.asked("jobs"), 0);
    world.emulator.settle("myci");
    assert!(!world.hears().await.contains("obs"));
    world.finish().await;
}
