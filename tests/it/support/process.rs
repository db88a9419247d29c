//! The binary as a process, in front of the emulator.

use std::process::{Output, Stdio};

use lamplighter_emulator::{Emulator, OperationHeaders, Options, Pace};
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    net::TcpListener,
    process::{Child, Command},
};

use super::{
    chat::slack,
    demo_config::{CONFIG, amended, variables},
    schema::assert_documented,
};

/// An Azure to run against.
pub struct Azure {
    pub emulator: Emulator,
    pub url: String,
}

impl Azure {
    pub async fn at(pace: Pace) -> Self {
        Self::of(Options { pace, ..Options::default() }).await
    }

    /// An Azure with more instances.
    pub async fn with(instances: usize) -> Self {
        Self::of(Options { instances, ..Options::default() }).await
    }

    async fn of(options: Options) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let emulator = Emulator::new(Options {
            // Real time passes here: operations end at once, and Azure asks clients to poll again in a second.
            slowness: 0,
            headers: OperationHeaders::Both,
            ..options
        });
        tokio::spawn(emulator.clone().serve(listener));
        Self { emulator, url }
    }

    /// `lamplighter args…`, configured for this Azure.
    pub fn lamplighter(&self, args: &[&str]) -> Command {
        self.configured("", args)
    }

    /// As [`Azure::lamplighter`], with `more` in the configuration.
    pub fn configured(&self, more: &str, args: &[&str]) -> Command {
        let here = |text: &str| text.replace("http://127.0.0.1:8181", &self.url);
        let mut command = bare(args);
        command
            .envs(variables().map(|(name, value)| (name, here(value))))
            .env("LAMPLIGHTER_CONFIG", amended(&here(&format!("{CONFIG}{more}"))))
            .envs([("SLACK_SIGNING_SECRET", slack::SECRET), ("USER", "ada")]);
        command
    }

    /// A server of its own, and its address.
    pub async fn serving(&self) -> (Child, String) {
        let mut server = self.lamplighter(&["serve", "--addr", "127.0.0.1:0"]);
        let server = server.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut server = server.unwrap();
        let address = address(&mut server).await;
        (server, address)
    }

    pub async fn run(&self, args: &[&str]) -> (i32, String) {
        let output = self.lamplighter(args).output().await.unwrap();
        if args[0] == "run" && args.contains(&"--json") {
            let lines = output.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
            lines.for_each(|line| assert_documented(&serde_json::from_slice(line).unwrap()));
        }
        told(output)
    }

    pub fn fault(&self, fault: Value) {
        self.emulator.fault(serde_json::from_value(fault).unwrap());
    }
}

pub fn bare(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lamplighter"));
    command.args(args).env_clear().stdin(Stdio::null()).kill_on_drop(true);
    command
}

/// The exit code, and all that was printed.
pub fn told(output: Output) -> (i32, String) {
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap_or(-1), String::from_utf8(text).unwrap())
}

/// A started server's first line names its address.
pub async fn address(child: &mut Child) -> String {
    let line = BufReader::new(child.stdout.as_mut().unwrap()).lines().next_line().await.unwrap().unwrap();
    line.split_whitespace().next().unwrap().to_owned()
}
