//! A conversation as it went, to be compared as a whole.

use std::sync::{Mutex, PoisonError};

use super::reply::{Button, Reply};

/// What people typed and pressed, and what they saw.
#[derive(Default)]
pub struct Transcript(Mutex<String>);

impl Transcript {
    pub fn typed(&self, who: &str, text: &str, reply: &Reply) {
        self.add(&format!("{who}: {text}"), reply);
    }

    pub fn pressed(&self, who: &str, button: &Button, reply: &Reply) {
        self.add(&format!("{who} presses [{}]", button.label), reply);
    }

    pub fn came_late(&self, reply: &Reply) {
        self.add("later", reply);
    }

    fn add(&self, what: &str, reply: &Reply) {
        let mut text = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *text += &format!("{what}\n");
        for line in reply.lines() {
            *text += &format!("    {line}\n");
        }
    }

    /// All of it since the last call.
    pub fn take(&self) -> String {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
