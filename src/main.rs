//! Picks the host by its surroundings, or does what the command line says.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that panics has failed"))]

mod cli;

use std::{env, fmt::Display, process::ExitCode, sync::Arc};

use lamplighter::{
    app::App,
    host::{self, Host},
};

fn main() -> ExitCode {
    // One thread: there is little to compute, and a second one would cost a cold start.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    match runtime {
        Ok(runtime) => runtime.block_on(start()),
        Err(error) => cli::fail(format!("cannot start: {error}")),
    }
}

async fn start() -> ExitCode {
    let surroundings = |name: &str| env::var(name).ok();
    if env::args_os().len() > 1 {
        return cli::main().await; // an explicit subcommand beats the surroundings
    }
    match Host::pick(surroundings) {
        Ok(Some(Host::Lambda)) => lambda().await,
        Ok(Some(Host::Functions { port })) => functions(port).await,
        Ok(None) => cli::main().await,
        Err(error) => cli::fail(error),
    }
}

async fn lambda() -> ExitCode {
    let app = match prepare().await {
        Ok(app) => app,
        Err(code) => return code,
    };
    ended(host::lambda::run(app).await)
}

async fn functions(port: u16) -> ExitCode {
    let app = match prepare().await {
        Ok(app) => app,
        Err(code) => return code,
    };
    ended(host::functions::run(app, port, host::http::stop_signal()).await)
}

/// The log, and the application that the surroundings describe; or the exit code.
async fn prepare() -> Result<Arc<App>, ExitCode> {
    host::init_logging(|name| env::var(name).ok());
    let app = cli::app(None).await.map_err(|error| {
        tracing::error!(%error, "cannot start");
        ExitCode::from(cli::USAGE)
    });
    #[cfg(feature = "otel")]
    app.iter().for_each(|app| app.trace(|name| env::var(name).ok()));
    app
}

fn ended(outcome: Result<(), impl Display>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the host ended");
            ExitCode::FAILURE
        }
    }
}
