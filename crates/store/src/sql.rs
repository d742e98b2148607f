//! SQL texts. One text serves both engines; a test prepares every text on both.

/// A named SQL text with `$n` parameters, declared by `statements!`.
#[derive(Debug)]
pub struct Sql {
    name: &'static str,
    text: &'static str,
}

impl Sql {
    /// A text and the path it is known by.
    pub const fn new(name: &'static str, text: &'static str) -> Self {
        Self { name, text }
    }

    /// Where the text is declared, such as `store::users::FIND`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The SQL.
    pub fn text(&self) -> &'static str {
        self.text
    }
}

/// Declares the SQL texts of one file, and a list of them all:
///
/// ```text
/// statements! {
///     pub(crate) ALL;
///     FIND = "SELECT name FROM users WHERE tenant_id = $1 AND id = $2";
///     INSERT = "INSERT INTO users (tenant_id, id, name) VALUES ($1, $2, $3)";
/// }
/// ```
///
/// The list must be named in `registry.rs`, so that the texts are checked on both engines.
macro_rules! statements {
    ($vis:vis $all:ident; $($(#[$doc:meta])* $name:ident = $text:expr;)+) => {
        $(
            $(#[$doc])*
            static $name: $crate::Sql =
                $crate::Sql::new(concat!(module_path!(), "::", stringify!($name)), $text);
        )+
        $vis static $all: &[&$crate::Sql] = &[$(&$name),+];
    };
}

/// Parameters of a statement: `params![tenant, id, name]`.
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::Value::from($value)),*] };
}

pub(crate) use {params, statements};
