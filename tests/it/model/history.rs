//! What happens in a history, and when: plain data that can be printed and shortened.

use std::{fmt, time::Duration};

use lamplighter_emulator::{Fault, OperationHeaders};

use crate::support::chat::Chat;

#[derive(Clone, Debug)]
pub struct History {
    pub seed: u64,
    pub setting: Setting,
    pub requests: Vec<Request>,
    pub steps: Vec<Step>,
}

/// What does not change during a history.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Instances besides those that are always there, in all workspaces in turn.
    pub instances: usize,
    /// Workspaces besides the first, each with three instances of its own.
    pub workspaces: usize,
    /// Processes of the product that serve the same people.
    pub hosts: usize,
    /// How many times longer Azure takes than the emulator's few seconds.
    pub slowness: u32,
    /// How long every answer of Azure's takes.
    pub delay: Duration,
    /// By how many milliseconds the product's clocks differ from Azure's.
    pub clock: i64,
    pub headers: OperationHeaders,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Start,
    Stop,
    Restart,
    Delete,
    Keep,
    KeepOff,
    Idle,
    Schedule,
    Create,
    Renew,
    Status,
}

impl Verb {
    pub fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Stop => "stop",
            Self::Restart => "restart",
            Self::Delete => "delete",
            Self::Keep | Self::KeepOff => "keep",
            Self::Idle => "idle",
            Self::Schedule => "schedule",
            Self::Create => "create",
            Self::Renew => "renew",
            Self::Status => "status",
        }
    }

    /// How long it takes in the emulator.
    pub fn takes(self) -> Duration {
        Duration::from_secs(match self {
            Self::Stop => 3,
            Self::Delete => 4,
            Self::Start => 5,
            Self::Restart => 6,
            Self::Create | Self::Renew => 8,
            Self::Keep | Self::KeepOff | Self::Idle | Self::Schedule | Self::Status => 0,
        })
    }

    /// Whether it changes the state of an instance.
    pub fn is_power(self) -> bool {
        matches!(self, Self::Start | Self::Stop | Self::Restart | Self::Delete)
    }

    /// Whether it makes an instance: the first that a request means.
    pub fn makes(self) -> bool {
        matches!(self, Self::Create | Self::Renew)
    }

    pub fn ends_work(self) -> bool {
        matches!(self, Self::Stop | Self::Restart | Self::Delete)
    }
}

/// Who signs a request. Each request has its own signer, so that its answers and log lines can be told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// May do everything.
    Owner,
    /// May look.
    Reader,
    Stranger,
    /// A timer or a script, which may do everything that machines may.
    Machine,
    /// A machine that may only start instances.
    Starter,
    /// A monitor, whose alerts propose a stop to people.
    Monitor,
}

impl Who {
    pub fn is_machine(self) -> bool {
        matches!(self, Self::Machine | Self::Starter | Self::Monitor)
    }

    pub fn may(self, verb: Verb) -> bool {
        match self {
            Self::Owner => true,
            Self::Machine => verb != Verb::Delete && !verb.makes(),
            Self::Starter => verb == Verb::Start,
            Self::Reader | Self::Stranger | Self::Monitor => false,
        }
    }
}

/// How a request is authenticated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    Genuine,
    /// Signed with another secret.
    WrongKey,
    /// Signed, and changed on the way.
    Tampered,
    /// Signed six minutes before it came.
    Expired,
}

#[derive(Clone, Debug)]
pub struct Request {
    pub who: Who,
    /// Where a person types it; with the bot of Teams, a button of a card, which each delivery presses with a new id and time.
    pub chat: Chat,
    pub verb: Verb,
    pub force: bool,
    /// As it is typed.
    pub targets: String,
    /// The instances that this means; of a renewal, the new one and then the old one.
    pub meant: Vec<String>,
    /// By how many seconds the time of signing differs from that of the first delivery.
    pub skew: i64,
    pub proof: Proof,
    /// A machine's: whether the configuration gives the command, as a timer's.
    pub fixed: bool,
    /// A machine's: whether it waits for the last answer.
    pub patient: bool,
}

impl Request {
    pub fn text(&self) -> String {
        let force = if self.force { " --force" } else { "" };
        let how = match self.verb {
            Verb::Keep => " for 2h",
            Verb::KeepOff => " off",
            Verb::Idle => " 2h",
            Verb::Schedule => " stop weekdays at 20:00",
            Verb::Create => " from small",
            Verb::Renew => &format!(" as {}", self.meant[0]),
            _ => "",
        };
        format!("{} {}{force}{how}", self.verb.word(), self.targets)
    }
}

/// How the question that a request was answered with is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Yes {
    Pressed,
    Typed,
    /// Pressed by somebody else, who may do the same.
    Stolen,
}

#[derive(Clone, Debug)]
pub enum Deed {
    /// The same bytes each time.
    Deliver {
        request: usize,
        host: usize,
    },
    /// The first time it is made of what was asked by then; after that the same bytes.
    Confirm {
        request: usize,
        yes: Yes,
        host: usize,
    },
    /// Somebody else at Azure's portal.
    Somebody {
        verb: Verb,
        instance: String,
    },
    /// Another tool writes a keep.
    SomebodyKeeps(String),
    JobBegins(String),
    JobEnds(String),
    Fault(Fault),
    NoFaults,
    /// A new process takes its place.
    HostEnds(usize),
    HostDies(usize),
}

#[derive(Clone, Debug)]
pub struct Step {
    pub at: Duration,
    pub deed: Deed,
}

impl History {
    /// The same without one step.
    pub fn without(&self, step: usize) -> Self {
        let mut smaller = self.clone();
        smaller.steps.remove(step);
        smaller
    }
}

impl fmt::Display for Deed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Deliver { request, host } => write!(f, "r{request} comes to host {host}"),
            Self::Confirm { request, yes, host } => {
                write!(f, "r{request}'s question: yes, {yes:?}, to host {host}")
            }
            Self::Somebody { verb, instance } => write!(f, "somebody else: {} {instance}", verb.word()),
            Self::SomebodyKeeps(instance) => write!(f, "somebody else keeps {instance}"),
            Self::JobBegins(instance) => write!(f, "a job begins on {instance}"),
            Self::JobEnds(instance) => write!(f, "a job ends on {instance}"),
            Self::Fault(fault) => {
                write!(f, "the next {} of {}: {:?}", fault.times, fault.operation, fault.fault)?;
                fault.delay_ms.map_or(Ok(()), |ms| write!(f, " for {ms} ms"))?;
                fault.retry_after.map_or(Ok(()), |seconds| write!(f, ", retry after {seconds} s"))
            }
            Self::NoFaults => write!(f, "nothing goes wrong any more"),
            Self::HostEnds(host) => write!(f, "host {host} is told to end; another takes its place"),
            Self::HostDies(host) => write!(f, "host {host} dies; another takes its place"),
        }
    }
}
