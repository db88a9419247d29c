//! What nearly every reply is made of.

pub(super) use super::{
    formats::{grouped, singular_hour},
    localizer::{Localizer, args, line, say},
    markup::{Mention, Phrase, Span, Text},
    message::{Button, NEVER_MIND, Reply},
};
