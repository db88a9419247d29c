//! Starts the host that the environment asks for, or runs the command line.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that panics has failed"))]

mod cli;

use std::{env, process::ExitCode};

use lamplighter::{
    config::Purpose,
    host::{self, Host, LogReader},
};

use cli::Exit;

fn main() -> ExitCode {
    // One thread: there is little to compute, and a second one would slow down cold starts.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    match runtime {
        Ok(runtime) => runtime.block_on(start()),
        Err(error) => cli::fail(format!("cannot start: {error}")),
    }
    .into()
}

async fn start() -> Exit {
    if env::args_os().len() > 1 {
        return cli::main().await; // an explicit subcommand takes precedence over the environment
    }
    let host = match Host::pick(cli::environment) {
        Ok(Some(host)) => host,
        Ok(None) => return cli::main().await,
        Err(error) => return cli::fail(error),
    };
    host::init_logging(cli::environment, LogReader::Program);
    let app = match cli::app(None, Purpose::Serve).await {
        Ok(app) => app,
        Err(error) => {
            tracing::error!(%error, "cannot start");
            return Exit::Misread;
        }
    };
    #[cfg(feature = "otel")]
    app.trace(cli::environment);
    let ended = match host {
        Host::Lambda => host::lambda::run(app).await,
        Host::Functions { port } => {
            host::functions::run(app, port, host::http::stop_signal()).await.map_err(Into::into)
        }
    };
    match ended {
        Ok(()) => Exit::Done,
        Err(error) => {
            tracing::error!(%error, "the host ended");
            Exit::Failed
        }
    }
}
