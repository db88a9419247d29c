//! Makes a history from a seed, so that events that can go wrong together come together.

use std::time::Duration;

use lamplighter_emulator::{Call, Effect, Fault, OperationHeaders};

use super::{
    chats::{self, CHATS},
    dice::Dice,
    history::{Deed, History, Proof, Request, Setting, Step, Verb, Who, Yes},
};
use crate::support::chat::Chat;

/// What is always there, in the emulator's own order; then `ci-a0001` and on.
const FLEET: [&str; 3] = ["myci", "stopped-ci", "busy-ci"];

/// The instances of every other workspace, before its number.
const TEAM: [&str; 3] = ["dev", "gpu", "spare"];

/// The names of those that are made.
const NEW: [&str; 2] = ["fresh", "other"];

/// More instances than Azure accepts writes at once.
const CROWD: usize = 240;

/// What comes just before.
const MOMENT: Duration = Duration::from_millis(1);

pub fn history(seed: u64) -> History {
    let mut maker = Maker::new(seed);
    maker.make();
    // Its own dice, so that the rest of a history is as it would be without.
    maker.dice = Dice::new(!seed);
    if maker.setting.instances != CROWD && maker.dice.chance(20) {
        maker.creations();
    }
    maker.steps.sort_by_key(|step| step.at);
    // No two at the same moment, since their order would be undefined.
    for (number, step) in (0..).zip(&mut maker.steps) {
        step.at += Duration::from_millis(number);
    }
    History { seed, setting: maker.setting, requests: maker.requests, steps: maker.steps }
}

struct Maker {
    dice: Dice,
    setting: Setting,
    names: Vec<String>,
    /// Most of it is about this one.
    focus: String,
    requests: Vec<Request>,
    steps: Vec<Step>,
}

impl Maker {
    fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let hosts = if dice.chance(25) { 2 } else { 1 };
        let crowded = dice.below(200) == 0;
        let workspaces = if crowded { 0 } else { *dice.pick(&[0, 0, 1, 2]) };
        let setting = Setting {
            instances: if crowded { CROWD } else { *dice.pick(&[0, 0, 1, 2, 5]) },
            workspaces,
            hosts,
            // Azure's minutes; what takes two processes no longer than a look may be old, neither could tell.
            slowness: if hosts > 1 { *dice.pick(&[5, 20]) } else { *dice.pick(&[1, 1, 2, 5, 20]) },
            delay: Duration::from_millis(*dice.pick(&[0, 0, 0, 50, 300, 1200])),
            clock: *dice.pick(&[0, 0, 0, 0, -1500, 1500]),
            headers: *dice.pick(&[
                OperationHeaders::ByPace,
                OperationHeaders::AsyncOperation,
                OperationHeaders::Neither,
            ]),
        };
        let more = (1..=setting.instances).map(|number| format!("ci-a{number:04}"));
        let teams = (1..=workspaces).flat_map(|team| TEAM.map(|kind| format!("{kind}-w{team:04}")));
        let names: Vec<_> = FLEET.map(str::to_owned).into_iter().chain(teams).chain(more).collect();
        let focus = if dice.chance(60) { "myci".to_owned() } else { dice.pick(&names).clone() };
        Self { dice, setting, names, focus, requests: Vec::new(), steps: Vec::new() }
    }

    fn make(&mut self) {
        if self.setting.instances == CROWD {
            self.crowd();
        }
        let mut more = 1 + self.dice.below(4);
        if self.dice.chance(25) {
            // Mostly undisturbed, and about what runs: or seldom would anything come of it.
            more = self.dice.below(5) / 3;
            "myci".clone_into(&mut self.focus);
            match self.dice.below(4) {
                3 => self.pressed_again(),
                0 => self.twice_at_once(),
                1 => self.a_job_before_a_yes(),
                _ => self.a_keep_before_a_stop(),
            }
        }
        for _ in 0..more {
            let (number, at) = (self.requests.len(), self.seconds(0, 25));
            self.request(at);
            for _ in 0..self.dice.below(4) {
                self.trouble(number, at);
            }
            for _ in 0..self.dice.below(3) {
                self.others(at);
            }
        }
        if self.dice.chance(20) {
            let (at, host) = (self.seconds(0, 45), self.host());
            let deed = if self.dice.chance(50) { Deed::HostEnds(host) } else { Deed::HostDies(host) };
            self.step(at, deed);
        }
    }

    /// The same bytes twice; a read of one is so slow that the other has finished by then.
    fn twice_at_once(&mut self) {
        let who = *self.dice.pick(&[Who::Owner, Who::Machine]);
        let verb = *self.dice.pick(&[Verb::Stop, Verb::Restart, Verb::Restart]);
        let request = self.plain(who, verb);
        let (at, host) = (self.seconds(1, 20), self.host());
        let read = *self.dice.pick(&[Call::Get, Call::Get, Call::Tags, Call::Jobs]);
        let slow = self.slow(read, &[6500, 8000, 9500]);
        self.step(at.saturating_sub(MOMENT), slow);
        let after = *self.dice.pick(&[0, 0, 100, 300]);
        for at in [at, at + Duration::from_millis(after)] {
            self.step(at, Deed::Deliver { request, host });
        }
    }

    /// A press of a button, which Teams sends again while the first is at work or after it, with a new id and a new time.
    fn pressed_again(&mut self) {
        let verb = *self.dice.pick(&[Verb::Stop, Verb::Restart, Verb::Restart, Verb::Start, Verb::Keep]);
        let request = self.plain(Who::Owner, verb);
        self.requests[request].chat = Chat::TeamsBot;
        let mut at = self.seconds(1, 20);
        for after in [0, *self.dice.pick(&[0, 20, 700, 4000]), *self.dice.pick(&[8500, 30_000, 90_000])] {
            at += Duration::from_millis(after);
            let host = self.host();
            self.step(at, Deed::Deliver { request, host });
        }
    }

    /// A job begins while the last look before a delete is on its way, or just before.
    fn a_job_before_a_yes(&mut self) {
        let request = self.plain(Who::Owner, Verb::Delete);
        let (at, host) = (self.seconds(1, 20), self.host());
        self.step(at, Deed::Deliver { request, host });
        let at = at + self.seconds(8, 20);
        let slow = self.slow(Call::Get, &[400, 1500, 4000, 8000]);
        self.step(at.saturating_sub(MOMENT), slow);
        let yes = Yes::Pressed;
        self.step(at, Deed::Confirm { request, yes, host });
        let job = at + self.seconds(0, 4);
        self.step(job, Deed::JobBegins(self.focus.clone()));
    }

    /// Somebody keeps what a machine is about to stop, while it reads slowly: keeps, and then the instance.
    fn a_keep_before_a_stop(&mut self) {
        let verb = *self.dice.pick(&[Verb::Stop, Verb::Restart]);
        let request = self.plain(Who::Machine, verb);
        let (at, host) = (self.seconds(1, 20), self.host());
        let slow = *self.dice.pick(&[4000, 8000, 9500]);
        let keeps = Fault::new(Call::Tags, Effect::Slow).delay_ms(slow).times(2);
        self.step(at.saturating_sub(MOMENT), Deed::Fault(keeps));
        self.step(at, Deed::Deliver { request, host });
        let looks = self.slow(Call::Get, &[4000, 8000, 9500]);
        self.step(at + Duration::from_millis(slow + 500), looks);
        let keep = at + self.seconds(0, 25);
        self.step(keep, Deed::SomebodyKeeps(self.focus.clone()));
    }

    /// A request about the one that most of it is about, with nothing odd about it.
    fn plain(&mut self, who: Who, verb: Verb) -> usize {
        let chat = *self.dice.pick(&CHATS);
        self.requests.push(Request {
            who,
            chat,
            verb,
            force: false,
            targets: self.focus.clone(),
            meant: vec![self.focus.clone()],
            skew: 0,
            proof: Proof::Genuine,
            fixed: false,
            patient: false,
        });
        self.requests.len() - 1
    }

    fn slow(&mut self, call: Call, milliseconds: &[u64]) -> Deed {
        Deed::Fault(Fault::new(call, Effect::Slow).delay_ms(*self.dice.pick(milliseconds)))
    }

    /// Timers that stop so many that the queue of writes is long for a while.
    fn crowd(&mut self) {
        let fleet: Vec<_> = self.names[FLEET.len()..].to_vec();
        for (number, names) in fleet.chunks(CROWD / 3).enumerate() {
            self.requests.push(Request {
                who: Who::Machine,
                chat: Chat::Slack,
                verb: Verb::Stop,
                force: false,
                targets: names.join(" "),
                meant: names.to_vec(),
                skew: 0,
                proof: Proof::Genuine,
                fixed: true,
                patient: false,
            });
            let at = self.seconds(0, 2);
            self.step(at, Deed::Deliver { request: number, host: 0 });
        }
    }

    /// Instances that are made from a blueprint, while much of it is disturbed; at the end, somebody asks what there is.
    fn creations(&mut self) {
        for request in self.requests.iter_mut().filter(|request| request.targets == "all") {
            request.meant.extend(NEW.map(str::to_owned));
        }
        for _ in 0..1 + self.dice.below(2) {
            self.creation();
        }
        let last = self.steps.iter().map(|step| step.at).max().unwrap_or_default();
        let at = last + Duration::from_secs(600);
        self.step(at.saturating_sub(MOMENT), Deed::NoFaults);
        for name in NEW {
            let request = self.plain(Who::Owner, Verb::Status);
            (self.requests[request].targets, self.requests[request].meant) =
                (format!("research/{name}"), vec![name.to_owned()]);
            let host = self.host();
            self.step(at, Deed::Deliver { request, host });
        }
    }

    fn creation(&mut self) {
        let who =
            *self.dice.pick(&[Who::Owner, Who::Owner, Who::Owner, Who::Owner, Who::Reader, Who::Machine]);
        let verb = *self.dice.pick(&[Verb::Create, Verb::Create, Verb::Renew]);
        let (name, old) = ((*self.dice.pick(&NEW)).to_owned(), FLEET[0].to_owned());
        let request = self.plain(who, verb);
        let (targets, meant) = match verb {
            Verb::Renew => (old.clone(), vec![name.clone(), old]),
            _ => (name.clone(), vec![name.clone()]),
        };
        let skew = if chats::signs(self.requests[request].chat) { self.skew() } else { 0 };
        let asked = &mut self.requests[request];
        (asked.targets, asked.meant, asked.skew) = (format!("research/{targets}"), meant, skew);
        let chat = asked.chat;
        let (at, host) = (self.seconds(0, 25), self.host());
        self.step(at, Deed::Deliver { request, host });
        // Most are undisturbed until the question, or seldom would it come.
        if self.dice.chance(25) {
            self.trouble(request, at);
        }
        let yes = *self.dice.pick(&[Yes::Pressed, Yes::Pressed, Yes::Pressed, Yes::Typed, Yes::Stolen]);
        let at = at + self.seconds(6, 30);
        let again = if chat == Chat::Mattermost && yes == Yes::Typed { Vec::new() } else { self.again() };
        for after in [Duration::ZERO].into_iter().chain(again) {
            let host = self.host();
            self.step(at + after, Deed::Confirm { request, yes, host });
        }
        self.around_a_creation(request, at, &name);
    }

    /// What goes wrong while an instance is made, who else makes one of its name, and who deletes it.
    fn around_a_creation(&mut self, request: usize, at: Duration, name: &str) {
        for _ in 0..self.dice.below(3) {
            self.trouble(request, at);
        }
        for (verb, percent, longest) in [(Verb::Create, 25, 6), (Verb::Delete, 15, 60)] {
            if self.dice.chance(percent) {
                let at = (at + self.seconds(0, longest)).saturating_sub(Duration::from_secs(1));
                self.step(at, Deed::Somebody { verb, instance: name.to_owned() });
            }
        }
        if self.dice.chance(25) {
            let (at, host) = (at + self.seconds(0, 12), self.host());
            let deed = if self.dice.chance(25) { Deed::HostEnds(host) } else { Deed::HostDies(host) };
            self.step(at, deed);
        }
    }

    fn request(&mut self, at: Duration) {
        let number = self.requests.len();
        let who = match self.dice.below(20) {
            0 => Who::Reader,
            1 => Who::Stranger,
            2 => Who::Starter,
            3 => Who::Monitor,
            4..=9 => Who::Machine,
            _ => Who::Owner,
        };
        let chat = *self.dice.pick(&CHATS);
        let verb = *self.dice.pick(&[
            Verb::Stop,
            Verb::Stop,
            Verb::Stop,
            Verb::Restart,
            Verb::Restart,
            Verb::Start,
            Verb::Delete,
            Verb::Keep,
            Verb::KeepOff,
            Verb::Idle,
            Verb::Schedule,
        ]);
        let verb = if who == Who::Monitor { Verb::Stop } else { verb };
        let force = who != Who::Monitor && matches!(verb, Verb::Stop | Verb::Restart) && self.dice.chance(15);
        let (targets, meant) = if who == Who::Monitor { self.one_target() } else { self.targets(verb) };
        let unsigned = who == Who::Monitor || !who.is_machine() && !chats::signs(chat);
        let proof = match self.dice.below(30) {
            0..=2 if unsigned => *self.dice.pick(&[Proof::WrongKey, Proof::Genuine]),
            0 => Proof::WrongKey,
            1 => Proof::Tampered,
            2 => Proof::Expired,
            _ => Proof::Genuine,
        };
        let skew = if unsigned { 0 } else { self.skew() };
        self.requests.push(Request {
            who,
            chat,
            verb,
            force,
            targets,
            meant,
            skew,
            proof,
            fixed: who != Who::Monitor
                && matches!(verb, Verb::Start | Verb::Stop | Verb::Restart)
                && self.dice.chance(40),
            patient: self.dice.chance(20),
        });
        let deliver = |request, host| Deed::Deliver { request, host };
        let host = self.host();
        self.step(at, deliver(number, host));
        // Mattermost sends nothing twice, and would not be told apart from a person who does.
        let again = if who.is_machine() || chats::signs(chat) { self.again() } else { Vec::new() };
        for again in again {
            let host = self.host();
            self.step(at + again, deliver(number, host));
        }
        self.confirmation(number, at);
    }

    /// Most are signed when they are sent, some are long on the way, some have a clock that is ahead.
    fn skew(&mut self) -> i64 {
        match self.dice.below(10) {
            0 | 1 => -(1 + self.dice.below(200) as i64),
            2 => 1 + self.dice.below(2) as i64,
            _ => 0,
        }
    }

    /// After how long the same bytes come again.
    fn again(&mut self) -> Vec<Duration> {
        let many = *self.dice.pick(&[0, 0, 0, 1, 1, 2]);
        let later = [0, 0, 200, 1000, 4000, 8500, 12_000, 30_000, 90_000];
        (0..many).map(|_| Duration::from_millis(*self.dice.pick(&later))).collect()
    }

    fn confirmation(&mut self, request: usize, at: Duration) {
        let asked = &self.requests[request];
        let may_ask = asked.verb == Verb::Delete || asked.meant.len() > 5 || asked.who == Who::Monitor;
        if !may_ask || self.dice.chance(10) {
            return;
        }
        let yes = *self.dice.pick(&[Yes::Pressed, Yes::Pressed, Yes::Pressed, Yes::Typed, Yes::Stolen]);
        // There, a typed yes has a time of its own for each delivery.
        let typed_once = asked.chat == Chat::Mattermost && yes == Yes::Typed;
        let at = at + self.seconds(3, 30);
        let again = if typed_once { Vec::new() } else { self.again() };
        for after in [Duration::ZERO].into_iter().chain(again) {
            let host = self.host();
            self.step(at + after, Deed::Confirm { request, yes, host });
        }
    }

    /// An instance by its name.
    fn one_target(&mut self) -> (String, Vec<String>) {
        let one = self.instance();
        (one.clone(), vec![one])
    }

    /// What is typed, and what it means.
    fn targets(&mut self, verb: Verb) -> (String, Vec<String>) {
        let one = self.instance();
        let other = self.instance();
        let many = matches!(verb, Verb::Start | Verb::Stop | Verb::Restart);
        let typed = match self.dice.below(10) {
            0 | 1 if many => "all".to_owned(),
            2 if many => "my*".to_owned(),
            3 if many => "*ci".to_owned(),
            4 if many && one != other => format!("{one} {other}"),
            5 if many && self.setting.workspaces > 0 => "team1/*".to_owned(),
            _ => one,
        };
        let fits = |name: &&String| match typed.as_str() {
            "all" => true,
            "team1/*" => self.home(name) == 1,
            "my*" => name.starts_with("my"),
            "*ci" => name.ends_with("ci"),
            names => names.split(' ').any(|typed| typed == *name),
        };
        let meant = self.names.iter().filter(fits).cloned().collect();
        (typed, meant)
    }

    /// Something goes wrong at about the time of a request, mostly with what it takes.
    fn trouble(&mut self, number: usize, at: Duration) {
        let request = &self.requests[number];
        let look =
            if request.targets.contains(['*']) || request.targets == "all" { Call::List } else { Call::Get };
        let write = match request.verb {
            Verb::Start => Call::Start,
            Verb::Restart => Call::Restart,
            Verb::Delete => Call::Delete,
            Verb::Keep | Verb::KeepOff => Call::Tag,
            Verb::Idle => Call::Idle,
            Verb::Schedule => Call::Schedules,
            Verb::Create | Verb::Renew => Call::Create,
            Verb::Stop | Verb::Status => Call::Stop,
        };
        let others = [Call::Tags, Call::Jobs, Call::Operation, Call::VmSizes, Call::Inbox, Call::Token];
        let call = match self.dice.below(20) {
            0..=5 => look,
            6..=11 => write,
            12 => Call::Get,
            13..=15 => Call::Tags,
            _ => *self.dice.pick(&others),
        };
        let fault = self.fault(call);
        let times = if self.dice.chance(75) { 1 } else { 2 + self.dice.below(2) as u32 };
        let early = Duration::from_millis(*self.dice.pick(&[0, 1, 500, 2000]));
        self.step(at.saturating_sub(early), Deed::Fault(fault.times(times)));
        if self.dice.chance(10) {
            let after = self.seconds(5, 60);
            self.step(at + after, Deed::NoFaults);
        }
    }

    fn fault(&mut self, call: Call) -> Fault {
        let effects: &[Effect] = match call {
            Call::Inbox => &[Effect::Slow, Effect::Throttled, Effect::ServerError, Effect::ResetAfter],
            Call::Token => &[Effect::Slow, Effect::ServerError, Effect::Reset, Effect::Throttled],
            Call::Stop | Call::Start | Call::Restart | Call::Delete => &[
                Effect::Slow,
                Effect::Slow,
                Effect::Late,
                Effect::Throttled,
                Effect::ServerError,
                Effect::Unavailable,
                Effect::Reset,
                Effect::ResetAfter,
                Effect::ResetAfter,
                Effect::Truncated,
                Effect::Unauthorized,
                Effect::FailsLate,
                Effect::NoStatus,
            ],
            Call::Create => &[
                Effect::Slow,
                Effect::Slow,
                Effect::Late,
                Effect::Late,
                Effect::Throttled,
                Effect::Throttled,
                Effect::ServerError,
                Effect::Unavailable,
                Effect::Reset,
                Effect::ResetAfter,
                Effect::ResetAfter,
                Effect::Truncated,
                Effect::Unauthorized,
                Effect::FailsLate,
                Effect::NoStatus,
                Effect::Conflict,
                Effect::Quota,
                Effect::SetupFails,
                Effect::Unconditional,
                Effect::Unconditional,
            ],
            Call::Get | Call::List => &[
                Effect::Slow,
                Effect::Slow,
                Effect::Late,
                Effect::Throttled,
                Effect::Throttled,
                Effect::ServerError,
                Effect::Unavailable,
                Effect::Reset,
                Effect::Truncated,
                Effect::Garbage,
                Effect::Nulls,
                Effect::Unauthorized,
            ],
            _ => &[
                Effect::Slow,
                Effect::Slow,
                Effect::Late,
                Effect::Throttled,
                Effect::Throttled,
                Effect::ServerError,
                Effect::Unavailable,
                Effect::ResetAfter,
                Effect::Truncated,
                Effect::Unauthorized,
            ],
        };
        let effect = *self.dice.pick(effects);
        let fault = Fault::new(call, effect);
        match effect {
            Effect::Slow | Effect::Late => {
                fault.delay_ms(*self.dice.pick(&[400, 1500, 2500, 4000, 6500, 8000, 9500, 14_000, 35_000]))
            }
            Effect::Throttled | Effect::Unavailable => {
                fault.retry_after(*self.dice.pick(&[1, 2, 4, 8, 20, 25, 60]))
            }
            _ => fault,
        }
    }

    /// What other people and their jobs do at about the time of a request.
    fn others(&mut self, at: Duration) {
        let long = *self.dice.pick(&[8, 15, 35]);
        let at = (at + self.seconds(0, long)).saturating_sub(Duration::from_secs(3));
        let instance = self.instance();
        // They have the first workspace alone.
        if self.home(&instance) > 0 {
            return;
        }
        if self.dice.chance(10) {
            return self.step(at, Deed::SomebodyKeeps(instance));
        }
        if self.dice.chance(50) {
            self.step(at, Deed::JobBegins(instance.clone()));
            if self.dice.chance(50) {
                let after = self.seconds(1, 30);
                self.step(at + after, Deed::JobEnds(instance));
            }
            return;
        }
        let verbs = [Verb::Stop, Verb::Restart, Verb::Start, Verb::Delete];
        let verb = *self.dice.pick(&verbs);
        self.step(at, Deed::Somebody { verb, instance: instance.clone() });
        if verb == Verb::Delete {
            let gone = verb.takes() * self.setting.slowness + self.seconds(1, 20);
            let verb = Verb::Create;
            self.step(at + gone, Deed::Somebody { verb, instance });
        }
    }

    fn instance(&mut self) -> String {
        if self.dice.chance(75) { self.focus.clone() } else { self.dice.pick(&self.names).clone() }
    }

    /// The number of an instance's workspace, as the emulator distributes them.
    fn home(&self, name: &str) -> usize {
        let number = |text: &str| text.parse().unwrap_or(0_usize);
        match (name.split_once("-w"), name.strip_prefix("ci-a")) {
            (Some((_, team)), _) => number(team),
            (None, Some(one)) => (number(one) - 1) % (self.setting.workspaces + 1),
            (None, None) => 0,
        }
    }

    fn host(&mut self) -> usize {
        self.dice.below(self.setting.hosts)
    }

    /// In tenths.
    fn seconds(&mut self, from: u64, to: u64) -> Duration {
        let tenths = self.dice.below(((to - from) * 10) as usize) as u64;
        Duration::from_millis((from * 10 + tenths) * 100)
    }

    fn step(&mut self, at: Duration, deed: Deed) {
        self.steps.push(Step { at, deed });
    }
}
