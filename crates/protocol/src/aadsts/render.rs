//! Templates with named arguments, rendered so that no argument can leave its place.

use super::{Code, Entry, Language};

/// Longest argument, in characters; the rest is cut and replaced by `...`.
const MAX_ARGUMENT: usize = 200;

/// The placeholder of a further sentence, which may be left out.
const OPTIONAL: &str = "detail";

/// Words that MSAL JS looks for inside `error_description` to decide that interaction is needed. A description that
/// quotes the request must not contain one by accident, so arguments have their `_` replaced there.
pub(super) const MSAL_TRIGGERS: [&str; 10] = [
    "interaction_required",
    "consent_required",
    "login_required",
    "bad_token",
    "ui_not_allowed",
    "interrupted_user",
    "message_only",
    "additional_action",
    "basic_action",
    "user_password_expired",
];

/// Values for the placeholders of a template.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Args(Vec<(&'static str, String)>);

impl Args {
    /// No values.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds the value of the placeholder `{name}`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.push((name, value.into()));
        self
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

/// A code of the catalogue together with the values for its texts: what any refusal becomes before it is rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The code.
    pub code: Code,
    /// The values for the placeholders.
    pub args: Args,
}

impl Fault {
    /// A fault whose texts need these values.
    pub const fn new(code: Code, args: Args) -> Self {
        Self { code, args }
    }

    /// The catalogue row.
    pub fn entry(&self) -> &'static Entry {
        self.code.entry_or_internal()
    }

    /// The sentence for `error_description`, without the code: English, only characters that RFC 6749 allows.
    pub fn description(&self) -> String {
        render(self.entry().en.message, &self.args, for_description)
    }

    /// What happened, for a page.
    pub fn message(&self, language: Language) -> String {
        render(self.entry().texts(language).message, &self.args, for_page)
    }

    /// What the person can do, for a page.
    pub fn user_advice(&self, language: Language) -> String {
        render(self.entry().texts(language).user, &self.args, for_page)
    }

    /// What an administrator can do, for a page.
    pub fn admin_advice(&self, language: Language) -> String {
        render(self.entry().texts(language).admin, &self.args, for_page)
    }
}

impl From<Code> for Fault {
    fn from(code: Code) -> Self {
        Self::new(code, Args::new())
    }
}

/// The placeholder names of a template, in order of appearance.
#[cfg(test)]
pub(super) fn placeholders(template: &str) -> Vec<&str> {
    template.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// Replaces `{name}` by the cleaned argument; a value that is missing reads `-`, a missing `{detail}` nothing.
fn render(template: &str, args: &Args, clean: fn(&str) -> String) -> String {
    let mut text = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            rest = after;
            break;
        };
        match args.get(name) {
            Some(value) => text.push_str(&clean(value)),
            None if name == OPTIONAL => {}
            None => text.push('-'),
        }
        rest = tail;
    }
    text.push_str(rest);
    text.truncate(text.trim_end().len());
    text
}

/// RFC 6749 §4.1.2.1: `error_description` holds %x20-21, %x23-5B and %x5D-7E only.
fn for_description(value: &str) -> String {
    let mut clean: String = bounded(value, |letter| match letter {
        ' '..='!' | '#'..='[' | ']'..='~' => letter,
        '"' => '\'',
        '\\' => '/',
        _ if letter.is_control() => ' ',
        _ => '?',
    });
    for word in MSAL_TRIGGERS {
        if clean.to_ascii_lowercase().contains(word) {
            clean = clean.replace('_', " ");
        }
    }
    clean
}

/// Page text: printable characters only, and none that reorder or hide what follows.
fn for_page(value: &str) -> String {
    bounded(value, |letter| if letter.is_control() || is_invisible(letter) { ' ' } else { letter })
}

fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

fn bounded(value: &str, map: impl Fn(char) -> char) -> String {
    let mut text: String = value.chars().take(MAX_ARGUMENT).map(map).collect();
    if value.chars().nth(MAX_ARGUMENT).is_some() {
        text.push_str("...");
    }
    text
}
