//! The command line, for people.

#![expect(clippy::print_stderr, clippy::print_stdout, reason = "a command line prints")]

mod check;
#[cfg(feature = "emulator")]
mod demo;
mod explain;
mod findings;
mod healthz;
mod manifest;
mod run;
mod send;

use std::{
    env,
    error::Error,
    fmt::Display,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use clap::{Parser, Subcommand};
use lamplighter::{
    app::App,
    client,
    clock::Clock,
    config::{Config, Faults, Purpose},
    host,
    locale::Locale,
    source::{Manifest, Registration},
};
use tokio::net::TcpListener;

/// The exit code of a mistake in what was typed or configured.
pub const USAGE: u8 = 2;

/// Starts and stops Azure Machine Learning compute instances from signed chat commands.
#[derive(Parser)]
#[command(version = env!("LAMPLIGHTER_VERSION"), about, arg_required_else_help = true)]
struct Cli {
    /// The configuration; else LAMPLIGHTER_CONFIG, which is its path or its text.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Answer in JSON, for scripts.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// See it work: plays a conversation against an emulated Azure. Needs no configuration.
    #[cfg(feature = "emulator")]
    Demo {
        /// Leave the emulator and the server running, and print how to talk to them.
        #[arg(long)]
        keep: bool,
        /// The language that is played: en, or pt-BR.
        #[arg(long, value_name = "TAG", default_value = "en")]
        locale: Locale,
    },
    /// Serve over plain HTTP.
    Serve {
        /// Where to listen; else 127.0.0.1:8080, or 0.0.0.0:$PORT.
        #[arg(long)]
        addr: Option<SocketAddr>,
    },
    /// Ask the server here whether it is well: exits with 0 if it answers within 2 s, else with 1.
    Healthz {
        /// Where it listens; else 127.0.0.1:$PORT, or 127.0.0.1:8080.
        #[arg(long)]
        addr: Option<SocketAddr>,
    },
    /// Run one command, as caller cli:<user>, and wait until it has settled.
    ///
    /// Exits with 0 done, 1 failed or could not look, 2 not understood, 3 refused, 4 not settled, 6 if an instance
    /// that was named was left as it is; and an audit with 5 where it found something of the severity of --fail-on.
    Run {
        /// What you would type in chat: "stop myci".
        command: String,
        /// Say yes beforehand to what would be asked.
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        audit: findings::Options,
    },
    /// Sign a sample request as its platform would, and send it.
    ///
    /// What only a platform brings, eventbridge/… and functions/…, has no signature and no URL: it is
    /// printed, or posted where --to says.
    Send {
        /// A sample, such as slack/stop; or - to sign the body on standard input.
        event: String,
        /// Where to; else http://127.0.0.1:8080/hooks/<SOURCE>.
        #[arg(long, value_name = "URL")]
        to: Option<url::Url>,
        /// The source in the configuration whose secret signs; else the platform's name.
        #[arg(long, value_name = "NAME")]
        source: Option<String>,
        /// Where late answers shall go, in place of the sample's own response_url.
        #[arg(long, value_name = "URL")]
        reply_to: Option<url::Url>,
    },
    /// Check the configuration, the credential, and which Azure actions we hold. With --as, say why a
    /// command is permitted or refused to somebody, and do nothing of it.
    Check {
        /// Read the configuration alone: no secret is looked for, and nobody is asked. For wherever it is
        /// written and does not run.
        #[arg(long, conflicts_with = "caller")]
        offline: bool,
        /// Whom: <source>:<team>/<user>, cli:<user>, or the name of a machine's source.
        #[arg(long = "as", value_name = "CALLER", requires = "command")]
        caller: Option<String>,
        /// The channel they ask in, <source>:<team>/#<channel>: some grants are to channels.
        #[arg(long = "in", value_name = "CHANNEL", requires = "caller")]
        channel: Option<String>,
        /// What they would type: "stop myci".
        #[arg(requires = "caller")]
        command: Option<String>,
    },
    /// Print what to register with a chat platform, and where.
    Manifest {
        #[arg(value_parser = manifest::platforms())]
        platform: (&'static str, &'static Manifest),
        /// Where Lamplighter answers from outside: https://HOST, and the path below which it does, if
        /// there is one.
        #[arg(long, value_name = "URL", value_parser = manifest::public_url)]
        url: url::Url,
        /// The source's name in the configuration; else the platform's.
        #[arg(long, value_name = "NAME")]
        source: Option<String>,
        /// The language of what people see before they ask: en, or pt-BR.
        #[arg(long, value_name = "TAG", default_value = "en")]
        locale: Locale,
    },
    /// Run the Azure emulator alone, with Resource Manager's limits on calls.
    #[cfg(feature = "emulator")]
    Emulate {
        #[arg(long, default_value = lamplighter_emulator::ADDRESS)]
        addr: SocketAddr,
        /// Instances besides those always there, dealt out to all workspaces.
        #[arg(long, default_value_t = 0, value_name = "N")]
        instances: usize,
        /// Workspaces besides those always there.
        #[arg(long, default_value_t = 0, value_name = "N")]
        workspaces: usize,
        /// When operations end: after some seconds, or when POST /_emulator/settle says so.
        #[arg(long, default_value = "real", value_parser = ["real", "by-hand"])]
        pace: String,
        /// Milliseconds that each call takes, but those to the controls and the inbox.
        #[arg(long, default_value_t = 0, value_name = "N")]
        delay_ms: u64,
    },
}

impl What {
    /// Whether the command serves, and so goes on when nobody reads its output.
    fn serves(&self) -> bool {
        match self {
            #[cfg(feature = "emulator")]
            Self::Demo { .. } | Self::Emulate { .. } => true,
            what => matches!(what, Self::Serve { .. }),
        }
    }
}

pub async fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // clap's own exit code for help and version is 0, for mistakes 2.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(USAGE));
        }
    };
    if !cli.what.serves() {
        // `lamplighter run … | head` ends when `head` does.
        sigpipe::reset();
    }
    dispatch(cli).await.unwrap_or_else(fail)
}

async fn dispatch(cli: Cli) -> Result<ExitCode, Box<dyn Error>> {
    let (config, json) = (cli.config.as_deref(), cli.json);
    match cli.what {
        #[cfg(feature = "emulator")]
        What::Demo { keep, locale } => Ok(demo::demo(keep, locale).await),
        What::Serve { addr } => serve(config, addr).await,
        What::Healthz { addr } => Ok(healthz::healthz(address(addr, Ipv4Addr::LOCALHOST)?).await),
        What::Run { command, yes, audit } => run::run(config, &command, yes, json, &audit).await,
        What::Send { event, to, source, reply_to } => {
            send::send(config, &event, to, source, reply_to, json).await
        }
        What::Check { offline: true, .. } => check::offline(config, json).await,
        What::Check { caller: Some(caller), channel, command: Some(command), .. } => {
            explain::explain(config, &caller, channel, &command, json).await
        }
        What::Check { .. } => check::check(config, json).await,
        What::Manifest { platform: (kind, manifest), url, source, locale } => {
            manifest::print(manifest, &Registration { kind, url, source, locale }, json);
            Ok(ExitCode::SUCCESS)
        }
        #[cfg(feature = "emulator")]
        What::Emulate { addr, instances, workspaces, pace, delay_ms } => {
            let options = lamplighter_emulator::Options {
                instances,
                workspaces,
                pace: match pace.as_str() {
                    "by-hand" => lamplighter_emulator::Pace::ByHand,
                    _ => lamplighter_emulator::Pace::Real,
                },
                throttled: true,
                delay: std::time::Duration::from_millis(delay_ms),
                ..Default::default()
            };
            emulate(addr, options).await
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

/// Prints an error, and returns the exit code of a usage error.
pub fn fail(error: impl Display) -> ExitCode {
    eprintln!("lamplighter: {error}");
    ExitCode::from(USAGE)
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

async fn listen(addr: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(addr).await.map_err(|error| format!("cannot listen on {addr}: {error}"))
}

async fn serve(config: Option<&Path>, addr: Option<SocketAddr>) -> Result<ExitCode, Box<dyn Error>> {
    host::init_logging(environment);
    let app = app(config, Purpose::Serve).await?;
    let listener = listen(address(addr, Ipv4Addr::UNSPECIFIED)?).await?;
    #[cfg(feature = "otel")]
    app.trace(environment);
    println!("http://{} hears {}", listener.local_addr()?, app.routes().join(", "));
    host::http::serve(app, listener, host::http::stop_signal()).await?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(feature = "emulator")]
async fn emulate(
    addr: SocketAddr,
    options: lamplighter_emulator::Options,
) -> Result<ExitCode, Box<dyn Error>> {
    let listener = listen(addr).await?;
    println!(
        "http://{} plays Azure (Entra, Resource Manager, Key Vault), AWS (STS, Secrets Manager, Systems Manager), and \
         an inbox at /_emulator/inbox",
        listener.local_addr()?
    );
    let emulator = lamplighter_emulator::Emulator::new(options);
    tokio::select! {
        served = emulator.serve(listener) => served?,
        () = host::http::stop_signal() => {}
    }
    Ok(ExitCode::SUCCESS)
}
