//! What stands in a block of `sh` is pasted into whatever shell somebody has: zsh of a Mac, which takes
//! no comments where commands are typed, and bash 3.2, which gives each pasted line to whoever reads.

use super::{Page, fences, pages};

#[test]
fn pasted_blocks_have_no_comments() {
    let faults = faults(|block| {
        let code = without_quotes(block);
        let comments = code.lines().filter(|line| {
            let mut words = line.split_whitespace();
            words.any(|word| word.starts_with('#'))
        });
        comments.map(str::to_owned).collect()
    });
    assert!(faults.is_empty(), "zsh takes no comments there; say it in the text:\n{faults}");
}

#[test]
fn a_read_is_the_last_line_of_its_block() {
    let faults = faults(|block| {
        let lines: Vec<_> = block.trim_end().lines().collect();
        let (_, before) = lines.split_last().unwrap_or((&"", &[]));
        let reads = before.iter().filter(|line| {
            let words: Vec<_> = line.split_whitespace().collect();
            words.windows(2).any(|pair| pair[0] == "read" && pair[1].starts_with('-'))
        });
        reads.map(|line| (*line).to_owned()).collect()
    });
    assert!(faults.is_empty(), "the next line of the block is taken for the secret:\n{faults}");
}

#[test]
fn background_jobs_are_ended() {
    let faults = faults(|block| {
        let code = without_quotes(block);
        let begun = code.split_whitespace().filter(|word| *word == "&").count();
        let jobs: String = (1..=begun).map(|job| format!(" %{job}")).collect();
        let last = code.trim_end().lines().last().unwrap_or_default().trim();
        match begun {
            0 => Vec::new(),
            _ if last == format!("kill{jobs}") => Vec::new(),
            _ => vec![format!("{last}   <- not kill{jobs}")],
        }
    });
    assert!(faults.is_empty(), "it goes on, and holds its port:\n{faults}");
}

/// The faults of the blocks of all pages, a line each.
fn faults(of: impl Fn(&str) -> Vec<String>) -> String {
    let mut read = 0;
    let mut faults = String::new();
    for Page { path, text } in pages() {
        for (_, block) in fences(&text).filter(|(language, _)| *language == "sh") {
            read += 1;
            for fault in of(block) {
                faults += &format!("{}: {fault}\n", path.display());
            }
        }
    }
    assert!(read > 20, "{read} blocks are not all");
    faults
}

/// The commands, without what stands in quotes or is handed to a command as a document.
fn without_quotes(block: &str) -> String {
    let mut code = String::new();
    let mut lines = block.lines();
    let mut quote = None;
    while let Some(line) = lines.next() {
        let mut chars = line.chars();
        while let Some(c) = chars.next() {
            match (quote, c) {
                (Some(open), c) if open == c => quote = None,
                (Some('"') | None, '\\') => {
                    chars.next();
                }
                (Some(_), _) => {}
                (None, '\'' | '"') => {
                    quote = Some(c);
                    code.push('"');
                }
                (None, c) => code.push(c),
            }
        }
        code.push('\n');
        if let Some((_, word)) = line.split_once("<<").filter(|_| quote.is_none()) {
            let end: String =
                word.chars().filter(|c| *c != '\'').take_while(|c| c.is_alphanumeric()).collect();
            lines.by_ref().find(|line| line.trim() == end);
        }
    }
    code
}
