//! Strict reading of `application/x-www-form-urlencoded` bodies and query strings.
//!
//! RFC 6749 §3.1 and §3.2: unknown parameters are ignored, one without a value counts as omitted, and none may
//! appear twice. A repetition is reported when the parameter is asked for, so that a stray unknown one harms nobody.

use std::{borrow::Cow, fmt};

use zeroize::Zeroizing;

use crate::aadsts::{Args, Code, Fault};

/// How much a request may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the whole text, before decoding.
    pub total_bytes: usize,
    /// Number of parameters, unknown ones included.
    pub parameters: usize,
    /// Bytes of one name, after decoding.
    pub name_bytes: usize,
}

impl Limits {
    /// 64 KB, 128 parameters, names of 128 bytes.
    pub const DEFAULT: Self = Self { total_bytes: 64 * 1024, parameters: 128, name_bytes: 128 };
}

/// What is wrong with the parameters of a request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParamError {
    /// The whole text is too long.
    #[error("The request is larger than {limit} bytes.")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// Too many parameters.
    #[error("The request has more than {limit} parameters.")]
    TooMany {
        /// The limit.
        limit: usize,
    },
    /// A name or value is not well-formed percent-encoded UTF-8, or holds a NUL.
    #[error("The parameter '{name}' is not correctly encoded.")]
    BadEncoding {
        /// The name, as far as it can be read.
        name: String,
    },
    /// The parameter appears more than once.
    #[error("The parameter '{name}' must not be repeated.")]
    Repeated {
        /// Its name.
        name: Cow<'static, str>,
    },
    /// A required parameter is absent or empty.
    #[error("The parameter '{name}' is missing.")]
    Missing {
        /// Its name.
        name: Cow<'static, str>,
    },
    /// The value is longer than this parameter may be.
    #[error("The parameter '{name}' is longer than {limit} bytes.")]
    TooLong {
        /// Its name.
        name: Cow<'static, str>,
        /// The limit in bytes.
        limit: usize,
    },
    /// The value is not one that the parameter may have.
    #[error("The parameter '{name}' {cause}.")]
    Invalid {
        /// Its name.
        name: Cow<'static, str>,
        /// Why.
        cause: InvalidCause,
    },
}

/// Why a value is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidCause {
    /// Not one of the known values.
    UnknownValue,
    /// Two values, or two parameters, exclude each other.
    Contradiction,
    /// Holds a character that is not allowed there.
    BadCharacter,
    /// Not a whole number in range.
    NotANumber,
    /// Not a JSON object, or one too deep or too large.
    NotJson,
    /// Not a well-formed value of its kind.
    Malformed,
    /// A transformation that this server never accepts, like PKCE's `plain`.
    NotSupported,
}

impl fmt::Display for InvalidCause {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::UnknownValue => "has a value that is not known",
            Self::Contradiction => "contradicts another value of the request",
            Self::BadCharacter => "holds a character that is not allowed",
            Self::NotANumber => "is not a whole number in range",
            Self::NotJson => "is not a JSON object of acceptable size and depth",
            Self::Malformed => "is malformed",
            Self::NotSupported => "has a value that is not supported",
        })
    }
}

impl ParamError {
    /// An [`ParamError::Invalid`].
    pub fn invalid(name: &'static str, cause: InvalidCause) -> Self {
        Self::Invalid { name: name.into(), cause }
    }

    /// The name of the parameter, unless the request as a whole is at fault.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::TooLarge { .. } | Self::TooMany { .. } => None,
            Self::BadEncoding { name } => Some(name),
            Self::Repeated { name }
            | Self::Missing { name }
            | Self::TooLong { name, .. }
            | Self::Invalid { name, .. } => Some(name),
        }
    }

    /// The catalogue code and its values.
    pub fn fault(&self) -> Fault {
        let code = match self {
            Self::TooLarge { .. } | Self::TooMany { .. } | Self::TooLong { .. } => Code::REQUEST_TOO_LONG,
            Self::BadEncoding { .. } | Self::Repeated { .. } => Code::REQUEST_MALFORMED,
            Self::Missing { .. } => Code::PARAMETER_MISSING,
            Self::Invalid { .. } => Code::PARAMETER_INVALID,
        };
        let args = Args::new().with("detail", self.to_string());
        Fault::new(code, args.with("name", self.name().unwrap_or("-")))
    }
}

/// The parameters of one body or one query string, in the order they came.
///
/// `Debug` lists names only, because values may be passwords; memory of values is cleared on drop.
#[derive(Clone, Default)]
pub struct Params(Vec<(String, Zeroizing<String>)>);

impl fmt::Debug for Params {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

impl Params {
    /// Parses a body or a query string (without its `?`) within [`Limits::DEFAULT`].
    pub fn parse(raw: &[u8]) -> Result<Self, ParamError> {
        Self::parse_within(raw, Limits::DEFAULT)
    }

    /// Parses a body or a query string within other limits.
    pub fn parse_within(raw: &[u8], limits: Limits) -> Result<Self, ParamError> {
        if raw.len() > limits.total_bytes {
            return Err(ParamError::TooLarge { limit: limits.total_bytes });
        }
        let mut pairs = Vec::new();
        for part in raw.split(|byte| *byte == b'&').filter(|part| !part.is_empty()) {
            if pairs.len() == limits.parameters {
                return Err(ParamError::TooMany { limit: limits.parameters });
            }
            pairs.push(pair(part, limits)?);
        }
        Ok(Self(pairs))
    }

    /// The value of a parameter; `None` if it is absent or empty.
    ///
    /// Fails if it is repeated or longer than `limit` bytes.
    pub fn optional(&self, name: &'static str, limit: usize) -> Result<Option<&str>, ParamError> {
        let mut found = self.0.iter().filter(|(known, _)| known == name);
        let first = found.next();
        if found.next().is_some() {
            return Err(ParamError::Repeated { name: name.into() });
        }
        match first.map(|(_, value)| value.as_str()) {
            None | Some("") => Ok(None),
            Some(value) if value.len() > limit => Err(ParamError::TooLong { name: name.into(), limit }),
            Some(value) => Ok(Some(value)),
        }
    }

    /// The value of a parameter that must be there and not empty.
    pub fn required(&self, name: &'static str, limit: usize) -> Result<&str, ParamError> {
        self.optional(name, limit)?.ok_or_else(|| ParamError::Missing { name: name.into() })
    }

    /// Whether the parameter is there, even if empty.
    pub fn is_present(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// All names, in the order they came, repetitions included.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// All pairs, for readers with rules of their own (OData accepts two spellings of a name).
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

fn pair(part: &[u8], limits: Limits) -> Result<(String, Zeroizing<String>), ParamError> {
    let mut halves = part.splitn(2, |byte| *byte == b'=');
    let raw_name = halves.next().unwrap_or_default();
    let raw_value = halves.next().unwrap_or_default();
    let name = decode(raw_name).ok_or_else(|| ParamError::BadEncoding { name: legible(raw_name) })?;
    if name.len() > limits.name_bytes {
        return Err(ParamError::TooLong { name: legible(name.as_bytes()).into(), limit: limits.name_bytes });
    }
    let value =
        decode(raw_value).ok_or_else(|| ParamError::BadEncoding { name: legible(name.as_bytes()) })?;
    Ok((name, Zeroizing::new(value)))
}

/// At most 64 printable ASCII characters of a name, for messages.
fn legible(raw: &[u8]) -> String {
    raw.iter().take(64).map(|byte| if byte.is_ascii_graphic() { char::from(*byte) } else { '?' }).collect()
}

/// Decodes one form-encoded component; `None` if an escape is broken, the bytes are not UTF-8, or one is NUL.
pub(crate) fn decode(raw: &[u8]) -> Option<String> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.iter();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => 16 * hex(rest.next())? + hex(rest.next())?,
            0 => return None,
            other => *other,
        });
        if bytes.last() == Some(&0) {
            return None;
        }
    }
    String::from_utf8(bytes).ok()
}

fn hex(digit: Option<&u8>) -> Option<u8> {
    let digit = char::from(*digit?).to_digit(16)?;
    u8::try_from(digit).ok()
}

/// Percent-encodes one component so that every decoder reads it back: everything but letters, digits and `-._*`
/// is escaped, and a space is `%20`, never `+`.
pub(crate) fn encode(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

#[cfg(test)]
mod tests;
