//! `lamplighter demo`: a short conversation against the emulator. Requests are signed and go over HTTP,
//! and answers are printed as the chat would show them.

mod chat;
mod rig;
mod script;

use std::{env, process::ExitCode};

use lamplighter::{host, locale::Locale};
use serde_json::Value;
use tokio::time::Instant;

use chat::{ADA, BOB, DemoUser, buttons, tell};
use rig::{DemoRig, OPS, PRESSED};
use script::{Script, with};

pub async fn demo(keep: bool, locale: Locale) -> ExitCode {
    let began = Instant::now();
    let rig = match DemoRig::set(keep, locale).await {
        Ok(rig) => rig,
        Err(error) => return super::fail(error),
    };
    let mut demo = Demo { script: Script::of(locale), rig };
    if let Err(error) = demo.play().await {
        eprintln!("lamplighter: the demo went wrong: {error}");
        return ExitCode::FAILURE;
    }
    println!("{}", with(demo.script.played, demo.script.seconds(began)));
    if keep {
        demo.how_to_go_on();
        host::http::stop_signal().await;
    }
    ExitCode::SUCCESS
}

struct Demo {
    script: &'static Script,
    rig: DemoRig,
}

impl Demo {
    async fn play(&mut self) -> Result<(), String> {
        let script = self.script;
        println!("{}\n", with(script.opening, chat::NAME));
        self.says(ADA, script.status).await?;
        self.says(ADA, script.typo).await?;
        self.says(BOB, script.stop).await?;
        self.forged().await?;
        let proposal = self.alert().await?;
        // The two of them stop side by side: nobody waits twice.
        let pressed = self.presses(ADA, &proposal).await?;
        let stopped = self.says(ADA, script.stop).await?;
        self.late_answer(PRESSED, pressed).await?;
        self.late_answer(chat::SOURCE, stopped).await?;
        self.says(ADA, script.keep).await?;
        self.timer().await?;
        self.ends_as_it_should()
    }

    /// A slash command, signed as Slack does, and the first answer.
    async fn says(&self, who: DemoUser, text: &str) -> Result<Instant, String> {
        println!("{}: /ci {text}", who.name);
        let sent = Instant::now();
        let (status, answer) = self.rig.types(who, text).await?;
        let took = sent.elapsed().as_millis();
        let whom = match answer["response_type"].as_str() {
            Some("in_channel") => self.script.to_channel,
            _ => self.script.to_caller,
        };
        tell(&answer, &with(whom, took));
        expect(200, status).map(|()| sent)
    }

    /// A command signed with a secret that is not ours.
    async fn forged(&self) -> Result<(), String> {
        let script = self.script;
        println!("{}: /ci {}", script.forged, script.start);
        let (status, body) = self.rig.forges(script.start).await?;
        println!("  Lamplighter: {}\n", with(script.refused, status));
        match body {
            Value::Null => expect(401, status),
            body => Err(format!("a forged request was answered {body}")),
        }
    }

    /// A budget's alert, with a token as Entra gives it; and what the channel is asked then.
    async fn alert(&mut self) -> Result<Value, String> {
        println!("{}", self.script.alert);
        let sent = self.delivers("budget", "azure-monitor/budget-actual", 200).await?;
        let proposal = self.rig.hears(OPS).await?;
        tell(&proposal, &with(self.script.asked_channel, sent.elapsed().as_millis()));
        Ok(proposal)
    }

    /// The first of a message's buttons, pressed by somebody in its channel.
    async fn presses(&mut self, who: DemoUser, message: &Value) -> Result<Instant, String> {
        let (label, value) = buttons(message).next().ok_or("the channel was shown no buttons")?;
        println!("{}", with(&with(self.script.presses, who.name), label));
        let sent = Instant::now();
        let status = self.rig.presses(who, value).await?;
        let answer = self.rig.hears(PRESSED).await?;
        tell(&answer, &with(self.script.to_channel, sent.elapsed().as_millis()));
        expect(200, status).map(|()| sent)
    }

    async fn late_answer(&mut self, place: &str, asked: Instant) -> Result<(), String> {
        let message = self.rig.hears(place).await?;
        tell(&message, &with(self.script.late, self.script.seconds(asked)));
        Ok(())
    }

    /// The nightly stop, and its report.
    async fn timer(&mut self) -> Result<(), String> {
        println!("{}", self.script.timer);
        let sent = self.delivers("nightly", "signed/nightly", 202).await?;
        let report = self.rig.hears(OPS).await?;
        tell(&report, &with(self.script.report, self.script.seconds(sent)));
        Ok(())
    }

    /// What a machine sends, proven as `source` wants it.
    async fn delivers(&self, source: &str, sample: &str, wanted: u16) -> Result<Instant, String> {
        let sent = Instant::now();
        let status = self.rig.delivers(source, sample).await?;
        println!("  Lamplighter: {}", with(&with(self.script.answered, status), sent.elapsed().as_millis()));
        expect(wanted, status).map(|()| sent)
    }

    /// What was told is what is so in Azure.
    fn ends_as_it_should(&self) -> Result<(), String> {
        let state = |instance: &str| self.rig.emulator.state(instance).unwrap_or_default();
        let states = [
            ("myci", "Stopped"),
            ("ci-a0003", "Stopped"),
            ("ci-a0002", "Stopped"),
            ("ci-a0001", "Running"),
            ("busy-ci", "JobRunning"),
        ];
        let shown: Vec<_> = states.iter().map(|(name, _)| format!("{name} {}", state(name))).collect();
        println!("{}\n", with(self.script.in_azure, shown.join(", ")));
        if states.iter().all(|(name, wanted)| state(name) == *wanted) {
            Ok(())
        } else {
            Err("that is not how it should have ended".to_owned())
        }
    }

    fn how_to_go_on(&self) {
        // As it was called just now: it may not be where programs are looked for.
        let program = env::args().next().unwrap_or_else(|| "lamplighter".to_owned());
        let inbox = &self.rig.inbox;
        println!("\n{}\n", self.script.kept);
        println!("  . docs/demo.env");
        println!("  {program} send {} --reply-to {inbox}/{}", chat::SAMPLE, chat::SOURCE);
        println!("  {program} send signed/nightly --source nightly");
        println!("  {program} send azure-monitor/budget-actual --source budget");
        println!("  {program} run '{}'\n", self.script.look);
        println!("{}", with(&with(self.script.heard_late, chat::NAME), inbox));
    }
}

fn expect(wanted: u16, status: u16) -> Result<(), String> {
    if status == wanted { Ok(()) } else { Err(format!("HTTP {status}")) }
}
