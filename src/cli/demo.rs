//! `lamplighter demo`: a short conversation against the emulator. Requests are signed and go over HTTP,
//! and answers are printed as the chat would show them.

mod rig;
mod script;
mod web;

use std::{env, error::Error};

use lamplighter::{host, locale::Locale, source::played};
use serde_json::Value;
use tokio::time::Instant;

use super::{
    Exit,
    output::{self, OutputError},
};
use rig::{ADA, BOB, DemoUser, tell};
use rig::{CONFIG, DemoRig, OPS, PRESSED};
use script::{Script, with};

pub use web::web;

pub async fn demo(keep: bool, locale: Locale) -> Result<Exit, Box<dyn Error>> {
    let began = Instant::now();
    let rig = DemoRig::set(CONFIG, keep, locale).await?;
    let mut demo = Demo { script: Script::of(locale)?, rig };
    match demo.play().await {
        Ok(()) => {}
        Err(error) if error.is::<OutputError>() => return Err(error),
        Err(error) => {
            output::error(format_args!("the demo went wrong: {error}"));
            return Ok(Exit::Failed);
        }
    }
    output::line(with(demo.script.played, demo.script.seconds(began)))?;
    if keep {
        demo.how_to_go_on()?;
        host::http::stop_signal().await;
    }
    Ok(Exit::Done)
}

struct Demo {
    script: Script,
    rig: DemoRig,
}

impl Demo {
    async fn play(&mut self) -> Result<(), Box<dyn Error>> {
        let script = self.script;
        output::line(format_args!("{}\n", with(script.opening, played::NAME)))?;
        self.says(ADA, script.status).await?;
        self.says(ADA, script.typo).await?;
        self.says(BOB, script.stop).await?;
        self.forged().await?;
        let proposal = self.alert().await?;
        // The two of them stop side by side: nobody waits twice.
        let pressed = self.presses(ADA, &proposal).await?;
        let stopped = self.says(ADA, script.stop).await?;
        self.late_answer(PRESSED, pressed).await?;
        self.late_answer(played::KIND, stopped).await?;
        self.says(ADA, script.keep).await?;
        self.timer().await?;
        self.ends_as_it_should()
    }

    /// A slash command, signed as Slack does, and the first answer.
    async fn says(&self, who: DemoUser, text: &str) -> Result<Instant, Box<dyn Error>> {
        output::line(format_args!("{}: /ci {text}", who.name))?;
        let sent = Instant::now();
        let (status, answer) = self.rig.types(who, text, played::KIND).await?;
        let took = sent.elapsed().as_millis();
        let whom = match answer["response_type"].as_str() {
            Some("in_channel") => self.script.to_channel,
            _ => self.script.to_caller,
        };
        tell(&answer, &with(whom, took))?;
        expect(200, status).map(|()| sent)
    }

    /// A command signed with a secret that is not ours.
    async fn forged(&self) -> Result<(), Box<dyn Error>> {
        let script = self.script;
        output::line(format_args!("{}: /ci {}", script.forged, script.start))?;
        let (status, body) = self.rig.forges(script.start).await?;
        output::line(format_args!("  Lamplighter: {}\n", with(script.refused, status)))?;
        match body {
            Value::Null => expect(401, status),
            body => Err(format!("a forged request was answered {body}").into()),
        }
    }

    /// A budget's alert, with a token as Entra gives it; and what the channel is asked then.
    async fn alert(&mut self) -> Result<Value, Box<dyn Error>> {
        output::line(self.script.alert)?;
        let sent = self.delivers("budget", "azure-monitor/budget-actual", 200).await?;
        let proposal = self.rig.hears(OPS).await?;
        tell(&proposal, &with(self.script.asked_channel, sent.elapsed().as_millis()))?;
        Ok(proposal)
    }

    /// The first of a message's buttons, pressed by somebody in its channel.
    async fn presses(&mut self, who: DemoUser, message: &Value) -> Result<Instant, Box<dyn Error>> {
        let (label, value) = played::buttons(message).next().ok_or("the channel was shown no buttons")?;
        output::line(with(&with(self.script.presses, who.name), label))?;
        let sent = Instant::now();
        let (status, _) = self.rig.presses(who, value, false, PRESSED).await?;
        let answer = self.rig.hears(PRESSED).await?;
        tell(&answer, &with(self.script.to_channel, sent.elapsed().as_millis()))?;
        expect(200, status).map(|()| sent)
    }

    async fn late_answer(&mut self, place: &str, asked: Instant) -> Result<(), Box<dyn Error>> {
        let message = self.rig.hears(place).await?;
        Ok(tell(&message, &with(self.script.late, self.script.seconds(asked)))?)
    }

    /// The nightly stop, and its report.
    async fn timer(&mut self) -> Result<(), Box<dyn Error>> {
        output::line(self.script.timer)?;
        let sent = self.delivers("nightly", "signed/nightly", 202).await?;
        let report = self.rig.hears(OPS).await?;
        Ok(tell(&report, &with(self.script.report, self.script.seconds(sent)))?)
    }

    /// What a machine sends, proven as `source` wants it.
    async fn delivers(&self, source: &str, sample: &str, wanted: u16) -> Result<Instant, Box<dyn Error>> {
        let sent = Instant::now();
        let (status, _) = self.rig.delivers(source, sample).await?;
        output::line(format_args!(
            "  Lamplighter: {}",
            with(&with(self.script.answered, status), sent.elapsed().as_millis())
        ))?;
        expect(wanted, status).map(|()| sent)
    }

    /// What was told is what is so in Azure.
    fn ends_as_it_should(&self) -> Result<(), Box<dyn Error>> {
        let state = |instance: &str| self.rig.emulator.state(instance).unwrap_or_default();
        let states = [
            ("myci", "Stopped"),
            ("ci-a0003", "Stopped"),
            ("ci-a0002", "Stopped"),
            ("ci-a0001", "Running"),
            ("busy-ci", "JobRunning"),
        ];
        let shown: Vec<_> = states.iter().map(|(name, _)| format!("{name} {}", state(name))).collect();
        output::line(format_args!("{}\n", with(self.script.in_azure, shown.join(", "))))?;
        if states.iter().all(|(name, wanted)| state(name) == *wanted) {
            Ok(())
        } else {
            Err("that is not how it should have ended".into())
        }
    }

    fn how_to_go_on(&self) -> Result<(), OutputError> {
        // As it was called just now: it may not be where programs are looked for.
        let program = env::args().next().unwrap_or_else(|| "lamplighter".to_owned());
        let (script, inbox) = (self.script, &self.rig.inbox);
        output::line(format_args!(
            "\n{kept}\n\n  . docs/demo.env\n  {program} send {source}/start --reply-to {inbox}/{source}\n  \
             {program} send signed/nightly --source nightly\n  {program} send azure-monitor/budget-actual --source \
             budget\n  {program} run '{look}'\n\n{heard_late}",
            kept = script.kept,
            source = played::KIND,
            look = script.look,
            heard_late = with(&with(script.heard_late, played::NAME), inbox),
        ))
    }
}

fn expect(wanted: u16, status: u16) -> Result<(), Box<dyn Error>> {
    if status == wanted { Ok(()) } else { Err(format!("HTTP {status}").into()) }
}
