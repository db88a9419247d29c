//! Asks at the terminal, or of whatever standard input is.

use std::{error::Error, fmt::Display, io::stdin};

use crate::cli::output;

/// What was given, or the answer to a question. Enter alone, or the end of standard input, means `default`.
pub fn ask<T, E: Display>(
    given: Option<T>,
    question: &str,
    default: &str,
    read: impl Fn(&str) -> Result<T, E>,
) -> Result<T, Box<dyn Error>> {
    if let Some(given) = given {
        return Ok(given);
    }
    loop {
        output::prompt(format_args!("{question} [{default}]: "));
        let mut line = String::new();
        let ended = stdin().read_line(&mut line)? == 0;
        let answer = Some(line.trim()).filter(|line| !line.is_empty()).unwrap_or(default);
        if ended {
            output::note(answer);
        }
        match read(answer) {
            Ok(answer) => return Ok(answer),
            Err(why) if ended => {
                return Err(format!("the input ended, and this has no answer:\n  {question}\n  {why}").into());
            }
            Err(why) => output::note(why),
        }
    }
}
