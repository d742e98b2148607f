//! Which language a page speaks, and its texts (`locales/*.ftl`, Project Fluent).

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::pages::display;

mod negotiation;
mod particle;

#[cfg(test)]
mod tests;

/// A language that every page exists in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English, the default of a server that is told nothing else.
    #[default]
    English,
    /// Korean.
    Korean,
}

impl Language {
    /// All languages, in the order in which a language list shows them.
    pub const ALL: [Self; 2] = [Self::English, Self::Korean];

    /// The BCP 47 tag, as in the `lang` attribute and in `ui_locales_supported`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Korean => "ko",
        }
    }

    const fn source(self) -> &'static str {
        match self {
            Self::English => include_str!("../locales/en.ftl"),
            Self::Korean => include_str!("../locales/ko.ftl"),
        }
    }

    /// The language of a BCP 47 tag such as `ko`, `ko-KR` or `en_US`, by its primary subtag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?;
        Self::ALL.into_iter().find(|language| primary.eq_ignore_ascii_case(language.tag()))
    }
}

/// The texts of one language.
///
/// A key is a Fluent message id (`username-title`) or a message's attribute (`problem-locked.you`). An unknown key
/// comes out as `⟦key⟧`; a test proves that no page asks for one.
pub struct Locale {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

static ENGLISH: LazyLock<Locale> = LazyLock::new(|| Locale::load(Language::English));
static KOREAN: LazyLock<Locale> = LazyLock::new(|| Locale::load(Language::Korean));

impl Locale {
    /// The texts of `language`; parsed at first use, then shared.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Korean => &KOREAN,
        }
    }

    /// Chooses by `ui_locales` (OpenID Connect Core 3.1.2.1), then `Accept-Language` (RFC 9110 12.5.4), then
    /// `default`. Both inputs are whatever the client sent; what cannot be read is passed over.
    pub fn negotiate(
        ui_locales: Option<&str>,
        accept_language: Option<&str>,
        default: Language,
    ) -> &'static Self {
        let language = ui_locales
            .and_then(negotiation::from_ui_locales)
            .or_else(|| accept_language.and_then(|header| negotiation::from_accept_language(header, default)))
            .unwrap_or(default);
        Self::of(language)
    }

    /// The language of these texts.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The BCP 47 tag of these texts.
    pub const fn tag(&self) -> &'static str {
        self.language.tag()
    }

    /// A text without variables.
    pub fn text(&self, key: &str) -> String {
        self.format(key, None)
    }

    /// A text with one variable. The value is made safe to show ([`display::shown`]).
    pub fn with(&self, key: &str, name: &str, value: &str) -> String {
        self.with_all(key, &[(name, value)])
    }

    /// A text with several variables, each made safe to show ([`display::shown`]).
    pub fn with_all(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set(*name, display::shown(value));
        }
        self.format(key, Some(&args))
    }

    /// A text with a number, for messages with plural forms.
    pub fn count(&self, key: &str, name: &str, number: u32) -> String {
        let mut args = FluentArgs::with_capacity(1);
        args.set(name, number);
        self.format(key, Some(&args))
    }

    fn load(language: Language) -> Self {
        // A broken entry is left out and the rest kept; a test proves that there is none.
        let resource =
            FluentResource::try_new(language.source().to_owned()).unwrap_or_else(|(partial, _)| partial);
        let mut bundle = FluentBundle::new_concurrent(vec![language.tag().parse().unwrap_or_default()]);
        // `display::shown` isolates the values that need it; marks around all others would end up in what people copy.
        bundle.set_use_isolating(false);
        let _ = bundle.add_function("JOSA", josa);
        let _ = bundle.add_resource(resource);
        Self { language, bundle }
    }

    fn format(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let (id, attribute) = key.split_once('.').map_or((key, None), |(id, name)| (id, Some(name)));
        let pattern = self.bundle.get_message(id).and_then(|message| match attribute {
            None => message.value(),
            Some(name) => message.get_attribute(name).map(|found| found.value()),
        });
        pattern.map_or_else(
            || format!("⟦{key}⟧"),
            |pattern| self.bundle.format_pattern(pattern, args, &mut Vec::new()).into_owned(),
        )
    }
}

impl std::fmt::Debug for Locale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Locale").field("language", &self.language).finish_non_exhaustive()
    }
}

/// Fluent's `JOSA(name, "을/를")`: the name with the particle that Korean grammar asks for after it.
fn josa<'a>(positional: &[FluentValue<'a>], _named: &FluentArgs<'_>) -> FluentValue<'a> {
    match positional {
        [FluentValue::String(name), FluentValue::String(pair)] => {
            FluentValue::String(Cow::Owned(format!("{name}{}", particle::after(name, pair))))
        }
        _ => FluentValue::Error,
    }
}
