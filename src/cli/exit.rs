//! The exit codes.

use std::process::ExitCode;

use lamplighter::engine::Verdict;

/// What a subcommand came to. `docs/cli.md` lists the codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done, or nothing to do.
    Done = 0,
    /// Failed, could not look, or a check found something.
    Failed = 1,
    /// What was typed or configured is not understood; nothing was done.
    Misread = 2,
    /// Refused, or not confirmed.
    Refused = 3,
    /// Azure has accepted it, and how it ended is not known.
    Pending = 4,
    /// An audit found something of the severity of `--fail-on`. It differs from 1, which means that the audit failed.
    Found = 5,
    /// An instance that was named was left as it is.
    Left = 6,
    /// Nobody reads the output any more: as a shell reports a program that ended by SIGPIPE.
    Unread = 141,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl From<Verdict> for Exit {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Done => Self::Done,
            Verdict::Failed => Self::Failed,
            Verdict::Misread => Self::Misread,
            Verdict::Refused | Verdict::Unconfirmed => Self::Refused,
            Verdict::Pending => Self::Pending,
            Verdict::Left => Self::Left,
        }
    }
}
