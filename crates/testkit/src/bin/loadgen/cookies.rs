//! The cookies of one browser on one origin. They are sent back whatever their attributes say: to a browser, too, plain
//! HTTP on loopback is trustworthy enough for `Secure`.

use crate::http::Answer;

/// Names and values.
#[derive(Debug, Default)]
pub struct Cookies(Vec<(String, String)>);

impl Cookies {
    /// Takes over what an answer sets and removes.
    pub fn take(&mut self, answer: Answer<'_>) {
        for line in answer.headers("set-cookie") {
            let pair = line.split(';').next().unwrap_or(line);
            let Some((name, value)) = pair.split_once('=') else { continue };
            let (name, value) = (name.trim(), value.trim());
            self.0.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.0.push((name.to_owned(), value.to_owned()));
            }
        }
    }

    /// As a header line, or nothing.
    pub fn header(&self) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let pairs: Vec<String> = self.0.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("Cookie: {}\r\n", pairs.join("; "))
    }
}
