//! What the command line prints. Everything goes through here, so that a reader that has gone and a full disk end the
//! program the same way everywhere.

use std::{
    fmt::Display,
    io::{self, IsTerminal, Write, stderr, stdout},
};

use super::exit::Exit;

/// Standard output takes no more.
#[derive(Debug, thiserror::Error)]
#[error("standard output cannot be written: {0}")]
pub struct OutputError(#[from] io::Error);

impl OutputError {
    /// Whether the reader has gone, as in `lamplighter … | head`.
    fn is_unread(&self) -> bool {
        self.0.kind() == io::ErrorKind::BrokenPipe
    }

    /// The exit code. Says on standard error what is wrong, unless somebody just reads no further.
    pub fn exit(&self) -> Exit {
        if self.is_unread() {
            return Exit::Unread;
        }
        error(self);
        Exit::Failed
    }
}

/// Prints a line to standard output.
pub fn line(text: impl Display) -> Result<(), OutputError> {
    part(format_args!("{text}\n"))
}

/// Prints to standard output, without a line end.
pub fn part(text: impl Display) -> Result<(), OutputError> {
    let mut output = stdout().lock();
    Ok(write!(output, "{text}").and_then(|()| output.flush())?)
}

/// Prints the first line of a server, which serves even if nobody reads it.
pub fn banner(text: impl Display) -> Result<(), OutputError> {
    match line(text) {
        Err(error) if error.is_unread() => Ok(()),
        result => result,
    }
}

/// Prints a line to standard error. Where that is impossible, nobody can be told.
pub fn note(text: impl Display) {
    let _ = writeln!(stderr(), "{text}");
}

/// Prints a question to standard error, without a line end.
#[cfg(feature = "emulator")]
pub fn prompt(text: impl Display) {
    let _ = write!(stderr(), "{text}");
}

/// Prints what is wrong to standard error.
pub fn error(text: impl Display) {
    note(format_args!("lamplighter: {text}"));
}

/// Replaces the line of progress on a terminal; an empty text clears it.
pub fn progress(text: impl Display) {
    let mut terminal = stderr();
    if terminal.is_terminal() {
        let _ = write!(terminal, "\r\x1b[K{text}").and_then(|()| terminal.flush());
    }
}
