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

#[cfg(test)]
mod tests {
    use super::Exit;

    const PAGE: &str = include_str!("../../docs/cli.md");

    #[test]
    fn the_page_lists_each_exit_code() {
        let (_, table) = PAGE.split_once("## Exit codes").unwrap();
        let listed =
            table.lines().filter_map(|line| line.strip_prefix("| ")?.split(' ').next()?.parse().ok());
        let codes = [
            Exit::Done,
            Exit::Failed,
            Exit::Misread,
            Exit::Refused,
            Exit::Pending,
            Exit::Found,
            Exit::Left,
            Exit::Unread,
        ];
        assert_eq!(listed.collect::<Vec<u8>>(), codes.map(|code| code as u8));
    }
}
