//! A process of the product that can shut down or die: the app with a host that owns its tasks.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use lamplighter::{
    app::{App, Response},
    background::Background,
    clock::Clock,
    config::{Config, Purpose},
    verify::Request,
};
use tokio::task::{AbortHandle, JoinHandle};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// How long the HTTP host lets work go on after a shutdown.
const DRAIN: Duration = Duration::from_secs(25);

pub struct Host {
    app: Arc<App>,
    work: Arc<Work>,
}

#[derive(Default)]
struct Work {
    tasks: TaskTracker,
    running: Mutex<Vec<AbortHandle>>,
    stopping: CancellationToken,
}

impl Work {
    fn begin<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> JoinHandle<T> {
        let task = self.tasks.spawn(work);
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.retain(|task| !task.is_finished());
        running.push(task.abort_handle());
        task
    }

    fn abort(&self) {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.iter().for_each(AbortHandle::abort);
    }
}

impl Host {
    pub async fn start(text: String, clock: Clock) -> Self {
        let client = lamplighter::client::http_client().unwrap();
        let env = Arc::new(move |name: &str| super::config::variable(name, &text));
        let config = Config::load(None, env, &client, Purpose::Serve).await;
        let config = config.unwrap_or_else(|faults| panic!("{faults}"));
        Self { app: App::new(config, client, clock).unwrap(), work: Arc::default() }
    }

    /// What it answers; none when it dies before.
    pub fn hear(&self, request: Request) -> impl Future<Output = Option<Response>> + Send + use<> {
        let (app, work) = (self.app.clone(), self.work.clone());
        let stopping = work.stopping.clone();
        let run = move |task| {
            work.begin(task);
        };
        let later = Background::new(run, stopping.cancelled_owned());
        let answer = self.work.begin(async move { app.handle(request, later).await });
        async move { answer.await.ok() }
    }

    /// Shuts down and waits. Returns whether work had to be aborted.
    pub async fn end(self) -> bool {
        self.work.stopping.cancel();
        self.work.tasks.close();
        let ended = tokio::time::timeout(DRAIN, self.work.tasks.wait()).await;
        self.work.abort();
        ended.is_err()
    }

    pub fn die(self) {
        self.work.abort();
    }
}
