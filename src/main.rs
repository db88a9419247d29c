//! Picks the host by its surroundings, or does what the command line says.

mod cli;

use std::{env, process::ExitCode};

use lamplighter::host::{self, Host};

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
        Ok(Some(Host::Functions { .. })) => {
            cli::fail("this version does not run as an Azure Functions handler yet")
        }
        Ok(None) => cli::main().await,
        Err(error) => cli::fail(error),
    }
}

async fn lambda() -> ExitCode {
    host::init_logging(|name| env::var(name).ok());
    let app = match cli::app(None) {
        Ok(app) => app,
        Err(error) => {
            tracing::error!(%error, "cannot start");
            return ExitCode::from(cli::USAGE);
        }
    };
    match host::lambda::run(app).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the Lambda runtime ended");
            ExitCode::FAILURE
        }
    }
}
