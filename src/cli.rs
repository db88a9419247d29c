//! The command line, for people.

mod arguments;
mod check;
#[cfg(feature = "emulator")]
mod demo;
mod exit;
mod explain;
mod findings;
mod healthz;
#[cfg(feature = "emulator")]
mod init;
mod manifest;
mod output;
mod people;
mod run;
mod send;

use std::{
    env,
    error::Error,
    fmt::Display,
    io::{IsTerminal, stderr},
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    sync::Arc,
};

#[cfg(feature = "emulator")]
use clap::CommandFactory;
use lamplighter::{
    app::App,
    client,
    clock::Clock,
    config::{Config, Faults, Purpose},
    host::{self, LogReader},
};
#[cfg(feature = "emulator")]
use lamplighter_emulator::{Emulator, Options, Pace};
use tokio::net::{TcpListener, ToSocketAddrs};

#[cfg(feature = "emulator")]
use arguments::{CheckOptions, ConfigOption};
use arguments::{Cli, What};
use output::OutputError;

pub use exit::Exit;

pub async fn main() -> Exit {
    match Cli::read(env::args_os()) {
        Ok(cli) => dispatch(cli.what).await.unwrap_or_else(|error| ended_by(&*error)),
        Err(mistake) if mistake.use_stderr() => {
            output::note(mistake.render().to_string().trim_end());
            Exit::Misread
        }
        Err(help) => output::part(help.render()).map_or_else(|error| error.exit(), |()| Exit::Done),
    }
}

async fn dispatch(what: What) -> Result<Exit, Box<dyn Error>> {
    match what {
        #[cfg(feature = "emulator")]
        What::Demo { web: true, locale, .. } => demo::web(locale).await,
        #[cfg(feature = "emulator")]
        What::Demo { keep, locale, .. } => demo::demo(keep, locale).await,
        #[cfg(feature = "emulator")]
        What::Init(options) => match init::init(options)? {
            Some((file, offline)) => {
                let config = ConfigOption { file: Some(file) };
                check::check(&CheckOptions { config, offline, ..CheckOptions::default() }).await
            }
            None => Ok(Exit::Done),
        },
        What::Serve { config, addr } => serve(config.file.as_deref(), addr).await,
        What::Healthz { addr } => Ok(healthz::healthz(address(addr, Ipv4Addr::LOCALHOST)?).await),
        What::Run(options) => run::run(&options).await,
        What::Send(options) => send::send(options).await,
        What::Check(options) => match &options.caller {
            Some(caller) => explain::explain(&options, caller).await,
            None => check::check(&options).await,
        },
        What::Manifest(options) => manifest::print(&options),
        What::People(options) => people::import(&options),
        #[cfg(feature = "emulator")]
        What::Emulate { addr, instances, workspaces, pace, delay_ms } => {
            let pace = match pace.as_str() {
                "by-hand" => Pace::ByHand,
                _ => Pace::Real,
            };
            let delay = std::time::Duration::from_millis(delay_ms);
            let options =
                Options { instances, workspaces, pace, throttled: true, delay, ..Options::default() };
            emulate(addr, options).await
        }
        #[cfg(feature = "emulator")]
        What::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "lamplighter", &mut script);
            output::part(String::from_utf8_lossy(&script))?;
            Ok(Exit::Done)
        }
    }
}

/// The configuration with what `purpose` needs.
async fn load(config: Option<&Path>, client: &reqwest::Client, purpose: Purpose) -> Result<Config, Faults> {
    Config::load(config, Arc::new(environment), client, purpose).await
}

/// The application that the configuration describes, with the process's one HTTP client.
pub async fn app(config: Option<&Path>, purpose: Purpose) -> Result<Arc<App>, String> {
    let client = client::http_client()?;
    let config = load(config, &client, purpose).await.map_err(|faults| faults.to_string())?;
    App::new(config, client, Clock::system()).map_err(|error| error.to_string())
}

pub fn environment(name: &str) -> Option<String> {
    env::var(name).ok()
}

/// Prints an error, and returns the exit code of a mistake in what was typed or configured.
pub fn fail(error: impl Display) -> Exit {
    output::error(error);
    Exit::Misread
}

/// The exit code of a subcommand that could not go on.
fn ended_by(error: &(dyn Error + 'static)) -> Exit {
    error.downcast_ref().map_or_else(|| fail(error), OutputError::exit)
}

/// The server's address: `addr`; else `ip` with the port that a platform sets; else the default.
fn address(addr: Option<SocketAddr>, ip: Ipv4Addr) -> Result<SocketAddr, &'static str> {
    match (addr, environment("PORT").map(|port| port.parse())) {
        (Some(addr), _) => Ok(addr),
        (None, Some(Ok(port))) => Ok((ip, port).into()),
        (None, Some(Err(_))) => Err("PORT is not a port number"),
        (None, None) => Ok((Ipv4Addr::LOCALHOST, 8080).into()),
    }
}

async fn listen(addr: impl ToSocketAddrs + Display) -> Result<TcpListener, String> {
    TcpListener::bind(&addr).await.map_err(|error| format!("cannot listen on {addr}: {error}"))
}

async fn serve(config: Option<&Path>, addr: Option<SocketAddr>) -> Result<Exit, Box<dyn Error>> {
    let reader = if stderr().is_terminal() { LogReader::Person } else { LogReader::Program };
    host::init_logging(environment, reader);
    let app = app(config, Purpose::Serve).await?;
    let listener = listen(address(addr, Ipv4Addr::UNSPECIFIED)?).await?;
    #[cfg(feature = "otel")]
    app.trace(environment);
    // Before anybody can know that it listens, or a signal just then would end it without its work.
    let stopped = host::http::stop_signal();
    output::banner(format_args!("http://{} hears {}", listener.local_addr()?, app.routes().join(", ")))?;
    tokio::spawn(app.clone().prove_readiness());
    host::http::serve(app, listener, stopped).await?;
    Ok(Exit::Done)
}

#[cfg(feature = "emulator")]
async fn emulate(addr: SocketAddr, options: Options) -> Result<Exit, Box<dyn Error>> {
    let listener = listen(addr).await?;
    output::banner(format_args!(
        "http://{} plays Azure (Entra, Resource Manager, Key Vault), AWS (STS, Secrets Manager, Systems Manager), and \
         an inbox at /_emulator/inbox",
        listener.local_addr()?
    ))?;
    tokio::select! {
        served = Emulator::new(options).serve(listener) => served?,
        () = host::http::stop_signal() => {}
    }
    Ok(Exit::Done)
}
