//! README.md, the page of commands and their translations: each agrees with the product, and each translation has the
//! shape of its original.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    thread,
};

use jiff::{Timestamp, tz::TimeZone};
use lamplighter::{
    command::{Topic, VERBS, VerbRow},
    follow_up,
    locale::{InEach, Locale},
    reply::{self, Localizer, Span, Surface},
    ticket,
};

use super::{README, fences, lamplighter, links, pages};

const READMES: InEach<&str> = InEach { en: README, pt: include_str!("../../../../README.pt-BR.md") };

const COMMANDS: InEach<&str> = InEach {
    en: include_str!("../../../../docs/commands.md"),
    pt: include_str!("../../../../docs/pt-BR/commands.md"),
};

const LIMITS: InEach<&str> = InEach {
    en: include_str!("../../../../docs/limits.md"),
    pt: include_str!("../../../../docs/pt-BR/limits.md"),
};

/// What Azure's names of our actions begin with.
const WORKSPACES: &str = "Microsoft.MachineLearningServices/workspaces/";

#[test]
fn the_first_commands_are_the_demo_and_the_tests() {
    let demo = InEach { en: "cargo run -- demo", pt: "cargo run -- demo --locale pt-BR" };
    for locale in Locale::ALL {
        let (_, first) = fences(READMES.of(*locale)).next().unwrap();
        let commands = first.lines().map(|line| line.split('#').next().unwrap().trim());
        assert_eq!(commands.collect::<Vec<_>>(), [*demo.of(*locale), "cargo test"]);
    }
}

#[test]
fn the_transcript_is_what_the_demo_prints() {
    // Side by side: each takes seconds.
    let played: Vec<_> = Locale::ALL
        .iter()
        .map(|locale| (locale, thread::spawn(|| lamplighter(&["demo", "--locale", locale.tag()]))))
        .collect();
    let told = InEach {
        en: ["Ada: /ci stop myci\n", "*myci* is stopped"],
        pt: ["Ada: /ci parar myci\n", "*myci* parou"],
    };
    for (locale, printed) in played {
        let printed = printed.join().unwrap();
        for words in told.of(*locale) {
            assert!(printed.contains(words), "{words:?} in {printed}");
        }
        let (_, shown) = fences(behind(READMES.of(*locale), "<!-- demo")).next().unwrap();
        assert_eq!(masked(&printed), masked(shown), "\n\nThe demo printed:\n\n{printed}");
    }
}

#[test]
fn the_command_table_matches_the_product() {
    for locale in Locale::ALL {
        let expected = table(*locale);
        let shown = behind(COMMANDS.of(*locale), "<!-- commands").lines().skip(1);
        let shown = shown.skip_while(|line| line.is_empty());
        let shown: Vec<_> = shown.take_while(|line| line.starts_with('|')).collect();
        assert_eq!(shown.join("\n"), expected, "\n\nThe table should be:\n\n{expected}\n");
    }
}

#[test]
fn numbers_match_the_code() {
    let (followed, confirmed) = (follow_up::PATIENCE.as_mins(), ticket::LIFETIME.as_mins());
    let phrases = InEach {
        en: [format!("followed for {followed} minutes"), format!("work for {confirmed} minutes")],
        pt: [
            format!("acompanhada por no máximo {followed} minutos"),
            format!("valem por {confirmed} minutos"),
        ],
    };
    for locale in Locale::ALL {
        let text = format!("{} {}", LIMITS.of(*locale), COMMANDS.of(*locale));
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for phrase in phrases.of(*locale) {
            assert!(text.contains(phrase), "the pages do not say {phrase:?}");
        }
    }
}

#[test]
fn the_readmes_are_short() {
    for locale in Locale::ALL {
        assert!(READMES.of(*locale).lines().count() <= 150, "README in {} is too long", locale.tag());
    }
}

/// A change to a page fails until its translation follows.
#[test]
fn every_translation_has_the_shape_of_its_original() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let translated = pages().into_iter().filter(|page| original(&page.path) != page.path);
    let translated: Vec<_> = translated.map(|page| page.path).collect();
    assert!(translated.contains(&root.join("README.pt-BR.md")), "{translated:?}");
    for path in translated {
        let first = original(&path);
        assert_eq!(shape(&first), shape(&path), "{} left, {} right", first.display(), path.display());
    }
}

/// The page that this one translates; itself if it is none.
fn original(path: &Path) -> PathBuf {
    let path = path.to_str().unwrap();
    PathBuf::from(path.replace("docs/pt-BR/", "docs/").replace("README.pt-BR.md", "README.md"))
}

/// Headings, list items, rows of tables, blocks of code and the files that links lead to, in order, without their words.
fn shape(page: &Path) -> Vec<String> {
    let text = fs::read_to_string(page).unwrap();
    let mut shape = Vec::new();
    for (at, part) in text.split("```").enumerate() {
        if at % 2 == 1 {
            shape.push(format!("```{}", part.lines().next().unwrap_or_default()));
            continue;
        }
        for line in part.lines() {
            match line.trim_start().split(' ').next().unwrap_or_default() {
                mark if mark.starts_with('#') => shape.push(mark.to_owned()),
                "-" => shape.push("-".to_owned()),
                number if number.ends_with('.') && number.starts_with(|c: char| c.is_ascii_digit()) => {
                    shape.push(number.to_owned());
                }
                bar if bar.starts_with('|') => {
                    shape.push(format!("| {}", line.replace("\\|", "").matches('|').count()));
                }
                _ => {}
            }
        }
        // In the order of the text, which translations may change within a paragraph.
        let paragraphs = part.split("\n\n");
        shape.extend(
            paragraphs.flat_map(|paragraph| {
                links(paragraph).map(|link| target(page, link)).collect::<BTreeSet<_>>()
            }),
        );
    }
    shape
}

/// Where a link leads, without the heading, and to the original of a translated page.
fn target(page: &Path, link: &str) -> String {
    let file = link.split('#').next().unwrap();
    if link.contains("://") {
        return link.to_owned();
    }
    match file {
        "" => "here".to_owned(),
        file => original(&page.parent().unwrap().join(file).canonicalize().unwrap()).display().to_string(),
    }
}

/// The table of commands as the page has to show it.
fn table(locale: Locale) -> String {
    let head = InEach {
        en: "| command | what it does | needs in Azure |",
        pt: "| comando | o que faz | precisa no Azure |",
    };
    let nothing = InEach { en: "nothing", pt: "nada" };
    let head = [head.of(locale).to_string(), "|---|---|---|".to_owned()];
    let rows = VERBS.iter().map(|row| {
        let usage = format!("{} {}", row.verb.name_in(locale), row.usage(locale));
        let needed: Vec<_> = row
            .actions
            .iter()
            .map(|action| format!("`{}`", action.strip_prefix(WORKSPACES).unwrap_or(action)))
            .collect();
        let needed = if needed.is_empty() { nothing.of(locale).to_string() } else { needed.join(", ") };
        let cells = [format!("`{}`", usage.trim_end()), what(row, locale), needed];
        format!("| {} |", cells.map(|cell| cell.replace('|', "\\|")).join(" | "))
    });
    head.into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

/// What a verb does, in the words of its help.
fn what(row: &VerbRow, locale: Locale) -> String {
    let localizer = Localizer {
        surface: Surface::default(),
        locale,
        zone: TimeZone::UTC,
        now: Timestamp::UNIX_EPOCH,
        request: None,
        name_workspaces: false,
    };
    let help = reply::help(&localizer, &[], Topic::Verb(row.verb));
    let words = help.lines[0].0.iter().skip(1).map(|span| match span {
        Span::Code(text) => format!("`{text}`"),
        Span::Bold(text) => format!("**{text}**"),
        Span::Plain(text) | Span::Time { shown: text, .. } => text.clone(),
        Span::Mention(_) | Span::Link { .. } | Span::Column(_) => {
            unreachable!("help names nobody, leads nowhere and has no columns")
        }
    });
    words.collect::<String>().trim().to_owned()
}

/// The page from the mark on.
fn behind(page: &'static str, mark: &str) -> &'static str {
    page.split_once(mark).unwrap_or_else(|| panic!("no {mark} --> in the page")).1
}

/// A transcript with a `#` for each time and for how long things took, which differ from run to
/// run; and with times of today, of whatever day they are.
fn masked(transcript: &str) -> String {
    let lines = transcript.trim().lines().map(masked_line);
    let masked = lines.collect::<Vec<_>>().join("\n");
    [("à #", "às #"), ("on #", "at #"), ("em DAY às", "às"), ("DAY às ", ""), ("DAY ", "")]
        .into_iter()
        .fold(masked, |masked, (dated, today)| masked.replace(dated, today))
}

/// Without `Mon 30 Nov, ` and `seg. `, which are not there on the same day.
fn masked_line(line: &str) -> String {
    const PUNCTUATION: [char; 4] = ['.', ',', ':', ')'];
    const ENGLISH: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    const PORTUGUESE: [&str; 7] = ["dom.", "seg.", "ter.", "qua.", "qui.", "sex.", "sáb."];
    let (mut rest, mut words) = (line.split(' '), Vec::new());
    while let Some(word) = rest.next() {
        if ENGLISH.contains(&word) {
            rest.nth(1);
        } else if !PORTUGUESE.contains(&word) {
            words.push(word);
        }
    }
    let masked = words.iter().enumerate().map(|(at, word)| {
        let opening = &word[..word.len() - word.trim_start_matches('(').len()];
        let number = word[opening.len()..].trim_end_matches(PUNCTUATION);
        let unit = words.get(at + 1).map_or("", |unit| unit.trim_end_matches(PUNCTUATION));
        let is_date = number.contains(['-', '/']);
        let is_time = number.contains(':') || ["ms", "s"].contains(&unit);
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        match number.split([':', '.', ',', '-', '/']).all(digits) {
            true if is_date => "DAY".to_owned(),
            true if is_time => format!("{opening}#{}", &word[opening.len() + number.len()..]),
            _ => (*word).to_owned(),
        }
    });
    masked.collect::<Vec<_>>().join(" ")
}
