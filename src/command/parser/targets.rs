//! Reads the words of a command that are no options: targets, workspaces, and words that stand for options.

use super::{
    super::{
        flags::{self, Flag},
        normalize,
        parse_error::ParseError,
        punctuation,
        verb::{Takes, Verb},
        vocabulary::{self, BETWEEN, BOTH, EXCEPT, IN, IS, MY, MY_OWN, OF, THAT},
    },
    Parser,
    options::is_value,
};
use crate::{
    locale::{Locale, Names},
    target::{Pattern, Target, Which, is_instance_name},
};

/// Before the owner of several.
const THOSE: Names = Names::new(&["those"], &["as", "os"]);

impl Parser {
    pub(super) fn word(&mut self, word: &str, words: &mut &[String]) -> Result<(), ParseError> {
        let takes = self.verb.row().takes;
        let next = words.first().map(String::as_str);
        let some = !self.selection.targets.is_empty();
        let is_said = |names: &Names| names.include(word);
        let comes = |next: &str| !next.starts_with('-') && !vocabulary::is_reserved(next);
        if !self.leftover.is_empty() && (some || vocabulary::is_reserved(word)) {
            self.leftover.push(word.to_owned());
            return Ok(());
        }
        if is_said(&BETWEEN) {
            self.placeable = false;
            return Ok(());
        }
        if is_said(&BOTH) {
            self.counted = true;
            self.unsure.push(word.to_owned());
            return Ok(());
        }
        if self.of_several(word, words)? {
            return Ok(());
        }
        // `all except those of ada`: of whom, or where, is no name.
        if self.excepting && !self.placeable && (is_said(&IN) || is_said(&OF)) {
            let value = next.unwrap_or(word).to_owned();
            return Err(ParseError::UnfitValue { option: Flag::Except, value });
        }
        let places = is_said(&IN) || is_said(&OF) && (word != "of" || self.selection.names_none());
        if places && next.is_some_and(|next| self.place(next)) {
            words.split_off_first();
            return Ok(());
        }
        if vocabulary::is_article(word) || is_said(&OF) || is_said(&IN) && next.is_some_and(comes) {
            return Ok(());
        }
        let full = match takes {
            Takes::Nothing | Takes::Verb => true,
            // `create small newci`
            Takes::One => self.selection.targets.len() > usize::from(self.verb == Verb::Create),
            Takes::Many | Takes::AnyNumber => some && self.valued,
        };
        if !full && (self.own(word, next)? || self.bare(word, words)?) {
            self.unsure.push(word.to_owned());
            return Ok(());
        }
        if takes == Takes::One && full && !vocabulary::is_reserved(word) {
            return Err(ParseError::OneByName { verb: self.verb });
        }
        let stray = [*vocabulary::QUESTIONS, *EXCEPT, IN].iter().any(is_said);
        if full || stray || vocabulary::negates(word) || vocabulary::conditions(word) {
            self.leftover.push(word.to_owned());
            self.unsure.push(word.to_owned());
            return Ok(());
        }
        if self.excepting { self.except(word) } else { self.target(word) }
    }

    /// Reads what says of several which they are: `everything that is stopped`, `whatever is running`, `those of Dan`.
    fn of_several(&mut self, word: &str, words: &mut &[String]) -> Result<bool, ParseError> {
        const WHAT: Names = Names::new(&["what's", "whats"], &[]);
        let targets = &self.selection.targets;
        let are_in = |words: &[String]| {
            let state = words.split_first().and_then(|(first, more)| flags::state_in_words(first, more));
            targets.is_empty() && !self.excepting && state.is_some()
        };
        match words {
            [is, which @ ..]
                if THAT.include(word)
                    && IS.include(is)
                    && (are_in(which)
                        || *targets == [Target::all()]
                            && which.first().is_some_and(|which| !vocabulary::negates(which))) =>
            {
                *words = &words[1..];
            }
            _ if WHAT.include(word) && are_in(words) => {}
            [of, owner, ..]
                if targets.is_empty()
                    && !self.excepting
                    && THOSE.include(word)
                    && OF.include(of)
                    && is_value(owner)
                    && !owner.starts_with(punctuation::NAME) =>
            {
                let owner =
                    flags::owner(owner).ok_or_else(|| ParseError::NotATarget { word: owner.clone() })?;
                *words = &words[2..];
                self.owner(owner)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// `my`: of a glob, those of the caller; of a name, nothing; alone, the caller's one instance.
    fn own(&mut self, word: &str, next: Option<&str>) -> Result<bool, ParseError> {
        let my = MY.include(word);
        if !my && !MY_OWN.include(word) {
            return Ok(false);
        }
        match next.filter(|next| !next.starts_with('-')).map(str::parse::<Target>) {
            Some(Ok(Target { which: Which::Matching(glob), .. })) if self.excepting => {
                return Err(ParseError::UnfitValue { option: Flag::Except, value: format!("{word} {glob}") });
            }
            Some(Ok(Target { which: Which::Matching(_), .. })) => self.owner("me".to_owned())?,
            Some(Ok(Target { which: Which::Named(name), .. })) if my && !vocabulary::is_reserved(&name) => {}
            _ if self.excepting => self.except(word)?,
            _ => {
                self.target(MY_OWN.first(Locale::English))?;
                self.selection.one = my || self.verb == Verb::Renew;
            }
        }
        Ok(true)
    }

    /// Reads a word that stands for an option: `except`, a state, the option without its hyphens.
    fn bare(&mut self, word: &str, words: &mut &[String]) -> Result<bool, ParseError> {
        let flags = self.verb.row().flags;
        let named = !self.selection.names_none();
        // `stop myci without asking` excepts nothing.
        if EXCEPT.include(word) && flags.contains(&Flag::Except) && !named {
            (self.excepting, self.placeable) = (true, false);
            return Ok(true);
        }
        let joined = words.first().and_then(|next| Some((Flag::named(&format!("--{word}-{next}"))?, 1)));
        let flag = joined.or_else(|| Some((Flag::named(&format!("--{word}"))?, 0)));
        match flag.filter(|(flag, _)| flags.contains(flag)) {
            // `all except gpu` is not `all --gpu`.
            Some((Flag::State | Flag::Owner | Flag::Gpu | Flag::Size, _)) if self.excepting => {
                return Err(ParseError::UnfitValue { option: Flag::Except, value: word.to_owned() });
            }
            Some((Flag::Force, _)) => self.forced = true,
            Some((flag, count)) if !flag.takes_value() || words.get(count).is_some_and(is_value) => {
                *words = &words[count..];
                self.option(flag.name(), words)?;
            }
            Some(_) => return Ok(false),
            None => {
                // `list bob running`
                let named = named && self.verb != Verb::List;
                let state = flags::state_in_words(word, words)
                    .filter(|_| flags.contains(&Flag::State) && !named && self.selection.state.is_none());
                let Some((state, count)) = state else { return Ok(false) };
                if self.excepting {
                    return Err(ParseError::UnfitValue { option: Flag::Except, value: state });
                }
                *words = &words[count..];
                self.selection.state = Some(flags::state(&state));
            }
        }
        Ok(true)
    }

    /// Reads `all in research` and `myci in research`.
    fn place(&mut self, place: &str) -> bool {
        let fits = is_instance_name(place) && !place.starts_with('-') && !vocabulary::is_reserved(place);
        let fits = fits && !MY_OWN.include(place); // `all of mine`
        let last = self.selection.targets.last_mut().filter(|last| fits && last.workspace.is_none());
        let Some(last) = last.filter(|_| self.placeable) else { return false };
        last.workspace = Some(Pattern::new(place));
        let targets = &mut self.selection.targets;
        if targets.split_last().is_some_and(|(last, before)| before.contains(last)) {
            targets.pop();
            self.placeable = false;
        }
        true
    }

    fn target(&mut self, word: &str) -> Result<(), ParseError> {
        let one = self.verb.row().takes == Takes::One;
        let word = word.trim_start_matches(punctuation::NAME);
        if let Some(owner) = flags::person(word).filter(|_| self.selection.targets.is_empty()) {
            return self.owner(owner);
        }
        let word = if one { normalize::without_bold(word) } else { word };
        let target: Target = word.parse().map_err(|word| match self.verb {
            Verb::Create => ParseError::NotAName { word, is_said: false },
            _ => ParseError::NotATarget { word },
        })?;
        if self.verb == Verb::Create && matches!(target.which, Which::All | Which::Mine) {
            return Err(ParseError::NotAName { word: word.to_owned(), is_said: true });
        }
        let renews_own = self.verb == Verb::Renew && target.which == Which::Mine;
        if one && !renews_own && !matches!(target.which, Which::Named(_)) {
            return Err(ParseError::OneByName { verb: self.verb });
        }
        self.placeable = true;
        let targets = &mut self.selection.targets;
        if !targets.contains(&target) {
            targets.push(target);
        }
        Ok(())
    }
}
