//! Words of an expression.

use jiff::{Timestamp, civil, tz::TimeZone};
use uuid::Uuid;

use super::{ODataError, filter::Literal};

/// One word.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A name: property, operator, function, variable, `null`, `true`, `false`.
    Name(String),
    /// A literal that is not a name.
    Literal(Literal),
    /// `(`.
    Open,
    /// `)`.
    Close,
    /// `,`.
    Comma,
    /// `/`.
    Slash,
    /// `:`.
    Colon,
    /// `$count` as the last part of a path.
    Count,
}

/// A word and where it begins, in bytes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub(super) token: Token,
    pub(super) position: usize,
}

/// Splits an expression into words.
pub(super) fn words(text: &str, option: &'static str) -> Result<Vec<Placed>, ODataError> {
    let mut words = Vec::new();
    let mut position = 0;
    while let Some(rest) = text.get(position..).filter(|rest| !rest.is_empty()) {
        let Some(first) = rest.chars().next() else { break };
        if first == ' ' || first == '\t' {
            position += 1;
            continue;
        }
        let refuse =
            |expected: &'static str| ODataError::Syntax { option, position, expected: expected.into() };
        let (token, length) = word(rest, first).map_err(refuse)?;
        words.push(Placed { token, position });
        position += length;
    }
    Ok(words)
}

/// The first word of a text and its length in bytes, or what was expected.
fn word(rest: &str, first: char) -> Result<(Token, usize), &'static str> {
    match first {
        '(' => Ok((Token::Open, 1)),
        ')' => Ok((Token::Close, 1)),
        ',' => Ok((Token::Comma, 1)),
        '/' => Ok((Token::Slash, 1)),
        ':' => Ok((Token::Colon, 1)),
        '\'' => quoted(rest).map(|(text, length)| (Token::Literal(Literal::String(text)), length)),
        '$' if rest.starts_with("$count") => Ok((Token::Count, 6)),
        _ if is_guid_start(rest) => guid(rest),
        '0'..='9' | '-' => number_or_time(rest),
        'a'..='z' | 'A'..='Z' | '_' | '@' => name_or_prefixed(rest),
        _ => Err("a name, a literal or an operator"),
    }
}

/// A text in single quotes; a quote inside is doubled.
fn quoted(rest: &str) -> Result<(String, usize), &'static str> {
    let mut text = String::new();
    let mut letters = rest.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter != '\'' {
            text.push(letter);
        } else if letters.peek().is_some_and(|(_, next)| *next == '\'') {
            letters.next();
            text.push('\'');
        } else {
            return Ok((text, at + 1));
        }
    }
    Err("a closing quote")
}

fn is_guid_start(rest: &str) -> bool {
    let ends = rest.as_bytes().get(36).is_none_or(|byte| !is_name_byte(*byte) && *byte != b'-');
    ends && rest.get(..36).is_some_and(|text| Uuid::try_parse(text).is_ok())
}

fn guid(rest: &str) -> Result<(Token, usize), &'static str> {
    let id = rest.get(..36).and_then(|text| Uuid::try_parse(text).ok()).ok_or("a GUID")?;
    Ok((Token::Literal(Literal::Guid(id)), 36))
}

fn number_or_time(rest: &str) -> Result<(Token, usize), &'static str> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b':' | b'+' | b'-');
    let length = rest.bytes().take_while(is_part).count();
    let text = rest.get(..length).unwrap_or_default();
    let literal = if let Ok(integer) = text.parse::<i64>() {
        Some(Literal::Integer(integer))
    } else if text.contains('T') || text.matches('-').count() == 2 {
        time(text).map(Literal::DateTime)
    } else {
        text.parse::<f64>().ok().filter(|number| number.is_finite()).map(Literal::Decimal)
    };
    literal.map(|literal| (Token::Literal(literal), length)).ok_or("a number, a date or a GUID")
}

/// An instant, or a date, which means its first instant in UTC.
fn time(text: &str) -> Option<Timestamp> {
    if let Ok(at) = text.parse() {
        return Some(at);
    }
    let date: civil::Date = text.parse().ok()?;
    if text.len() != 10 {
        return None;
    }
    date.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

/// A name, or a quoted literal with a type before it: `datetime'…'`, `guid'…'`, `microsoft.graph.riskLevel'high'`.
fn name_or_prefixed(rest: &str) -> Result<(Token, usize), &'static str> {
    let length = rest.bytes().take_while(|byte| is_name_byte(*byte)).count();
    let (name, after) = rest.split_at_checked(length).ok_or("a name")?;
    if !after.starts_with('\'') {
        return Ok((Token::Name(name.to_owned()), length));
    }
    let (text, quoted_length) = quoted(after)?;
    let literal = match name {
        "guid" => Literal::Guid(Uuid::try_parse(&text).map_err(|_| "a GUID")?),
        "datetime" | "datetimeoffset" => Literal::DateTime(time(&text).ok_or("a date and time")?),
        "duration" => return Err("no duration"),
        _ => Literal::String(text),
    };
    Ok((Token::Literal(literal), length + quoted_length))
}

const fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'@')
}
