//! Why a command could not do its work. What a check finds is no failure but a result.

use std::fmt;
use std::path::Path;

/// A cause and, where there is one, the next step, in one line for a person.
#[derive(Debug)]
pub enum Failure {
    /// The command line makes no sense.
    Usage(String),
    /// A file or folder could not be read or written.
    Files(String),
    /// A data file of ours is not what it should be.
    Data(String),
    /// Another program could not be run, or did not do what it was asked for.
    Program(String),
}

impl Failure {
    pub fn usage(text: impl Into<String>) -> Self {
        Self::Usage(text.into())
    }

    pub fn files(path: &Path, cause: &std::io::Error) -> Self {
        Self::Files(format!("{}: {cause}", path.display()))
    }

    pub fn data(path: impl fmt::Display, cause: impl fmt::Display) -> Self {
        Self::Data(format!("{path}: {cause}"))
    }

    pub fn program(text: impl Into<String>) -> Self {
        Self::Program(text.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(text) | Self::Files(text) | Self::Data(text) | Self::Program(text) => {
                out.write_str(text)
            }
        }
    }
}
