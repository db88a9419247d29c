//! Rust, read just far enough to see paths: words and signs, without comments, strings and
//! characters.

/// A word, `::`, or one other sign.
#[derive(Debug)]
pub struct Token {
    pub text: String,
    /// Counted from 1.
    pub line: usize,
}

pub fn tokens(code: &str) -> Vec<Token> {
    let chars: Vec<char> = code.chars().collect();
    let (mut tokens, mut line, mut at) = (Vec::new(), 1, 0);
    while at < chars.len() {
        let end = past(&chars, at).min(chars.len());
        let text: String = chars[at..end].iter().collect();
        if text == "::" || text.chars().all(is_word) || end == at + 1 && !chars[at].is_whitespace() {
            tokens.push(Token { text, line });
        }
        line += chars[at..end].iter().filter(|c| **c == '\n').count();
        at = end;
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Where what begins at `at` ends.
fn past(chars: &[char], at: usize) -> usize {
    let rest = &chars[at..];
    let run = |fits: fn(char) -> bool| at + rest.iter().take_while(|c| fits(**c)).count();
    match rest {
        ['/', '/', ..] => run(|c| c != '\n'),
        ['/', '*', ..] => past_comment(chars, at),
        ['"', ..] => past_quote(chars, at),
        ['\'', '\\', ..] | ['\'', _, '\'', ..] => past_quote(chars, at),
        [':', ':', ..] => at + 2,
        [c, ..] if is_word(*c) => {
            let end = run(is_word);
            let prefix: String = chars[at..end].iter().collect();
            let raw = matches!(prefix.as_str(), "r" | "br" | "cr");
            past_raw_string(chars, end).filter(|_| raw).unwrap_or(end)
        }
        _ => at + 1,
    }
}

/// Comments nest.
fn past_comment(chars: &[char], mut at: usize) -> usize {
    let mut depth = 0;
    loop {
        match &chars[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            [] => return at,
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
}

fn past_quote(chars: &[char], mut at: usize) -> usize {
    let quote = chars[at];
    at += 1;
    while at < chars.len() && chars[at] != quote {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// Behind the raw string whose hashes or quote are at `at`, if there is one.
fn past_raw_string(chars: &[char], at: usize) -> Option<usize> {
    let hashes = |from: usize| chars[from..].iter().take_while(|c| **c == '#').count();
    let opening = hashes(at);
    let body = at + opening + 1;
    if chars.get(body - 1) != Some(&'"') {
        return None;
    }
    let closes = |at: &usize| chars[*at] == '"' && hashes(at + 1) >= opening;
    let end = (body..chars.len()).find(closes);
    Some(end.map_or(chars.len(), |end| end + 1 + opening))
}
