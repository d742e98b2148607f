//! The options of a query string.

use serde_json::{Map, Value};

use super::{Filter, MAX_EXPRESSION, MAX_TOP, ODataError, Path, Search, eval::member};
use crate::params::{ParamError, Params, encode};

/// Longest `$skiptoken`, in bytes.
const MAX_SKIP_TOKEN: usize = 4096;
/// Most entries of a list.
const MAX_LIST: usize = 100;
/// The options that are read; each is also known without its `$`, which Graph allows to leave out.
const KNOWN: [&str; 10] = [
    "$filter",
    "$select",
    "$top",
    "$orderby",
    "$skiptoken",
    "$skip",
    "$count",
    "$search",
    "$expand",
    "$format",
];

/// The query options of a request.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct QueryOptions {
    /// `$filter`.
    pub filter: Option<Filter>,
    /// `$select`.
    pub select: Option<Select>,
    /// `$top`: page size, 1 to [`MAX_TOP`].
    pub top: Option<u32>,
    /// `$orderby`.
    pub order_by: Vec<OrderBy>,
    /// `$skiptoken`: opaque here.
    pub skip_token: Option<String>,
    /// `$skip`.
    pub skip: Option<u32>,
    /// `$count=true`.
    pub count: bool,
    /// `$search`.
    pub search: Option<Search>,
    /// `$expand`.
    pub expand: Vec<Expand>,
    /// All parameters as they came, for the next link.
    raw: Vec<(String, String)>,
}

/// `$select`: names of properties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Select {
    /// The names; `*` means all.
    pub properties: Vec<String>,
}

/// One key of `$orderby`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderBy {
    /// The property.
    pub path: Path,
    /// `desc`.
    pub descending: bool,
}

/// One entry of `$expand`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expand {
    /// The relation.
    pub property: String,
    /// Its `$select`.
    pub select: Option<Select>,
    /// Its `$top`.
    pub top: Option<u32>,
}

impl QueryOptions {
    /// Parses a query string without its `?`.
    ///
    /// Parameters that do not begin with `$` and are no option's name are ignored.
    pub fn parse(query: &[u8]) -> Result<Self, ODataError> {
        let malformed = |error: ParamError| ODataError::Malformed { detail: error.to_string() };
        Self::from_params(&Params::parse(query).map_err(malformed)?)
    }

    /// Reads parameters that are parsed already.
    pub fn from_params(params: &Params) -> Result<Self, ODataError> {
        let mut options = Self::default();
        let mut seen = Vec::new();
        for (name, value) in params.pairs() {
            options.raw.push((name.to_owned(), value.to_owned()));
            let Some(option) = known(name)? else { continue };
            if seen.contains(&option) {
                return Err(ODataError::Repeated { option });
            }
            seen.push(option);
            options.read(option, value)?;
        }
        Ok(options)
    }

    fn read(&mut self, option: &'static str, value: &str) -> Result<(), ODataError> {
        let value = value.trim();
        if value.is_empty() {
            return Err(invalid(option, value, "a value"));
        }
        if value.len() > MAX_EXPRESSION {
            return Err(ODataError::TooLong { option, limit: MAX_EXPRESSION });
        }
        match option {
            "$filter" => self.filter = Some(Filter::parse(value)?),
            "$select" => self.select = Some(Select::parse(value)?),
            "$top" => self.top = Some(page_size(option, value)?),
            "$orderby" => self.order_by = order_by(value)?,
            "$skiptoken" => self.skip_token = Some(skip_token(value)?),
            "$skip" => self.skip = Some(value.parse().map_err(|_| invalid(option, value, "a whole number"))?),
            "$count" => self.count = truth(option, value)?,
            "$search" => self.search = Some(Search::parse(value)?),
            "$expand" => self.expand = expand(value)?,
            _ if value.to_ascii_lowercase().contains("json") => {}
            _ => return Err(invalid(option, value, "json")),
        }
        Ok(())
    }

    /// Checks that filter, order, selection and search name only properties that the resource has.
    pub fn check_properties(&self, known: &[&str]) -> Result<(), ODataError> {
        let filtered = self.filter.iter().flat_map(Filter::properties);
        let ordered = self.order_by.iter().filter_map(|key| key.path.segments.first()).map(String::as_str);
        let selected = self.select.iter().flat_map(|select| &select.properties).map(String::as_str);
        let searched = self.search.iter().flat_map(Search::properties);
        let mut names = filtered.chain(ordered).chain(selected).chain(searched);
        let is_known = |name: &str| {
            name == "*" || name.starts_with('@') || known.iter().any(|known| known.eq_ignore_ascii_case(name))
        };
        match names.find(|name| !is_known(name)) {
            Some(name) => Err(ODataError::UnknownProperty { property: name.to_owned() }),
            None => Ok(()),
        }
    }

    /// The query string of the next page: all parameters as they came, with another `$skiptoken`.
    pub fn next_query(&self, skip_token: &str) -> String {
        let kept = self.raw.iter().filter(|(name, _)| {
            let bare = name.strip_prefix('$').unwrap_or(name);
            !bare.eq_ignore_ascii_case("skiptoken") && !bare.eq_ignore_ascii_case("skip")
        });
        let token = ("$skiptoken".to_owned(), skip_token.to_owned());
        let pairs: Vec<String> = kept
            .chain([&token])
            .map(|(name, value)| format!("{}={}", option_name(name), encode(value)))
            .collect();
        pairs.join("&")
    }
}

/// Names keep their `$`, as Graph writes them in next links.
fn option_name(name: &str) -> String {
    match name.strip_prefix('$') {
        Some(bare) => format!("${}", encode(bare)),
        None => encode(name),
    }
}

/// The option that a parameter names, with or without `$`; `None` if it is none of OData's.
fn known(name: &str) -> Result<Option<&'static str>, ODataError> {
    let bare = name.strip_prefix('$').unwrap_or(name);
    let found =
        KNOWN.into_iter().find(|known| known.get(1..).is_some_and(|known| known.eq_ignore_ascii_case(bare)));
    match found {
        None if name.starts_with('$') => {
            Err(ODataError::UnknownOption { option: name.chars().take(64).collect() })
        }
        found => Ok(found),
    }
}

fn invalid(option: &'static str, value: &str, expected: &'static str) -> ODataError {
    ODataError::InvalidValue { option, value: value.chars().take(64).collect(), expected }
}

fn page_size(option: &'static str, value: &str) -> Result<u32, ODataError> {
    let size = value.parse().ok().filter(|size| (1..=MAX_TOP).contains(size));
    size.ok_or_else(|| invalid(option, value, "a whole number from 1 to 999"))
}

fn truth(option: &'static str, value: &str) -> Result<bool, ODataError> {
    match value.to_ascii_lowercase().as_str() {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(invalid(option, value, "true or false")),
    }
}

fn skip_token(value: &str) -> Result<String, ODataError> {
    if value.len() > MAX_SKIP_TOKEN {
        return Err(ODataError::TooLong { option: "$skiptoken", limit: MAX_SKIP_TOKEN });
    }
    if value.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(value.to_owned())
    } else {
        Err(invalid("$skiptoken", value, "a token of a next link"))
    }
}

fn property(option: &'static str, text: &str) -> Result<String, ODataError> {
    let name = text.trim();
    let is_name = (1..=128).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'@' | b'-'));
    if is_name { Ok(name.to_owned()) } else { Err(invalid(option, text, "a property name")) }
}

fn path(option: &'static str, text: &str) -> Result<Path, ODataError> {
    let segments: Vec<String> =
        text.split('/').map(|part| property(option, part)).collect::<Result<_, _>>()?;
    Ok(Path { segments, is_count: false })
}

fn order_by(value: &str) -> Result<Vec<OrderBy>, ODataError> {
    let mut order = Vec::new();
    for key in value.split(',') {
        if order.len() == 8 {
            return Err(ODataError::TooComplex { option: "$orderby" });
        }
        let mut words = key.split_whitespace();
        let name = words.next().unwrap_or_default();
        let descending = match words.next().map(str::to_ascii_lowercase).as_deref() {
            None | Some("asc") => false,
            Some("desc") => true,
            Some(_) => return Err(invalid("$orderby", key, "asc or desc")),
        };
        if words.next().is_some() {
            return Err(invalid("$orderby", key, "a property and a direction"));
        }
        order.push(OrderBy { path: path("$orderby", name)?, descending });
    }
    Ok(order)
}

/// Splits at separators outside parentheses and quotes; at most [`MAX_LIST`] parts.
fn split_outside<'a>(
    option: &'static str,
    text: &'a str,
    separator: char,
) -> Result<Vec<&'a str>, ODataError> {
    let (mut parts, mut depth, mut in_quotes, mut start) = (Vec::new(), 0_usize, false, 0);
    for (at, letter) in text.char_indices() {
        match letter {
            '\'' => in_quotes = !in_quotes,
            '(' if !in_quotes => depth += 1,
            ')' if !in_quotes => {
                depth = depth.checked_sub(1).ok_or_else(|| invalid(option, text, "balanced parentheses"))?;
            }
            _ if letter == separator && depth == 0 && !in_quotes => {
                parts.push(text.get(start..at).unwrap_or_default());
                start = at + letter.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(text.get(start..).unwrap_or_default());
    match (depth, in_quotes) {
        (0, false) if parts.len() <= MAX_LIST => Ok(parts),
        (0, false) => Err(ODataError::TooComplex { option }),
        _ => Err(invalid(option, text, "balanced parentheses")),
    }
}

fn expand(value: &str) -> Result<Vec<Expand>, ODataError> {
    split_outside("$expand", value, ',')?.into_iter().map(expand_one).collect()
}

fn expand_one(text: &str) -> Result<Expand, ODataError> {
    const OPTION: &str = "$expand";
    let text = text.trim();
    let (name, inside) = match text.split_once('(') {
        None => (text, None),
        Some((name, rest)) => {
            let inside =
                rest.strip_suffix(')').ok_or_else(|| invalid(OPTION, text, "a closing parenthesis"))?;
            (name, Some(inside))
        }
    };
    let mut expand = Expand { property: property(OPTION, name)?, select: None, top: None };
    for nested in inside.map(|inside| split_outside(OPTION, inside, ';')).transpose()?.unwrap_or_default() {
        let (option, value) = nested.split_once('=').ok_or_else(|| invalid(OPTION, nested, "an option"))?;
        match option.trim().trim_start_matches('$') {
            "select" => expand.select = Some(Select::parse(value)?),
            "top" => expand.top = Some(page_size("$top", value.trim())?),
            _ => {
                let detail =
                    format!("the option '{}' inside $expand.", option.chars().take(64).collect::<String>());
                return Err(ODataError::Unsupported { detail });
            }
        }
    }
    Ok(expand)
}

impl Select {
    fn parse(value: &str) -> Result<Self, ODataError> {
        let mut properties = Vec::new();
        for name in value.split(',') {
            if properties.len() == MAX_LIST {
                return Err(ODataError::TooComplex { option: "$select" });
            }
            let name = if name.trim() == "*" { "*".to_owned() } else { property("$select", name)? };
            if !properties.contains(&name) {
                properties.push(name);
            }
        }
        Ok(Self { properties })
    }

    /// The object with the selected properties only, and its annotations (`@odata.…`). Names match in any letter case;
    /// what the object does not have is left out.
    pub fn project(&self, item: &Value) -> Value {
        let Value::Object(members) = item else { return item.clone() };
        if self.properties.iter().any(|name| name == "*") {
            return item.clone();
        }
        let annotations = members.iter().filter(|(name, _)| name.starts_with('@'));
        let selected = self.properties.iter().filter_map(|name| member(item, name));
        let pairs = annotations.chain(selected).map(|(name, value)| (name.clone(), value.clone()));
        Value::Object(pairs.collect::<Map<_, _>>())
    }
}
