//! The verbs.

/// A verb of the command language. [`VERBS`](super::VERBS) has a row for each, in this order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    Status,
    List,
    Start,
    Stop,
    Restart,
    Delete,
    Idle,
    Schedule,
    Announce,
    Keep,
    Audit,
    Cost,
    #[default]
    Help,
    Whoami,
    Ping,
}

/// A verb that changes the state of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Power {
    Start,
    Stop,
    Restart,
    Delete,
}

impl From<Power> for Verb {
    fn from(power: Power) -> Self {
        match power {
            Power::Start => Self::Start,
            Power::Stop => Self::Stop,
            Power::Restart => Self::Restart,
            Power::Delete => Self::Delete,
        }
    }
}
