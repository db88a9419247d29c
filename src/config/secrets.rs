//! What requests are checked against, as the configuration gives it.

use secrecy::SecretString;

use crate::{toml_document::Place, verify::Secrets};

pub(super) fn secrets(
    place: &Place<'_>,
    current: SecretString,
    previous: Option<SecretString>,
) -> Option<Secrets> {
    place.accept(Secrets::new(current, previous))
}
