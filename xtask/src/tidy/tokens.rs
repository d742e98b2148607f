//! Rust source in tokens: enough of the language to find calls, texts, attributes and functions without a parser.

use super::tree;

/// What a token is; comments and white space are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An identifier, keyword or number.
    Word,
    /// `::`, `=>`, `->`, or a single sign.
    Sign,
    /// The contents of a string literal of any form.
    Text,
    /// A lifetime or character literal, of which nobody needs the contents.
    Quoted,
}

/// One token and where it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    pub text: String,
    /// 1-based.
    pub line: usize,
}

impl Token {
    pub fn is(&self, text: &str) -> bool {
        matches!(self.kind, Kind::Word | Kind::Sign) && self.text == text
    }

    pub fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }
}

/// A function that has a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    pub name: String,
    /// Line of the word `fn`.
    pub line: usize,
    /// Index of the opening brace in the file's tokens.
    pub open: usize,
    /// Index of the closing brace.
    pub close: usize,
}

/// One Rust file.
pub struct RustFile {
    pub path: String,
    /// Physical lines.
    pub lines: usize,
    pub tokens: Vec<Token>,
    pub functions: Vec<Function>,
    /// Whether it is compiled for tests only, by its place or by its declaration.
    pub(super) test: bool,
}

impl RustFile {
    /// The crate's folder name, if it belongs to one.
    pub fn owner(&self) -> Option<&str> {
        tree::crate_of(&self.path)
    }

    pub fn is_test(&self) -> bool {
        self.test
    }

    /// The modules that this file declares for tests only, as paths without an ending.
    pub fn modules_for_tests(&self) -> Vec<String> {
        let stem = self.path.trim_end_matches(".rs");
        let folder = match stem.rsplit_once('/') {
            Some((folder, "lib" | "main" | "mod")) => folder,
            _ => stem,
        };
        let names = self.find("# [ cfg ( test ) ]").filter_map(|index| {
            let declared = self.tokens.get(index + 7..)?;
            let at = declared.iter().take(6).position(|token| token.is("mod"))?;
            declared.get(at + 1).filter(|_| declared.get(at + 2).is_some_and(|end| end.is(";")))
        });
        names.map(|name| format!("{folder}/{}", name.text)).collect()
    }

    /// The tokens of a function's body, without its braces.
    pub fn body(&self, function: &Function) -> &[Token] {
        self.tokens.get(function.open + 1..function.close).unwrap_or_default()
    }

    /// The innermost function around a token.
    pub fn function_at(&self, index: usize) -> Option<&Function> {
        self.functions
            .iter()
            .filter(|function| function.open < index && index < function.close)
            .max_by_key(|function| function.open)
    }

    /// Indices at which the tokens read as this pattern, written with blanks between tokens: `Actor :: new (`.
    pub fn find(&self, pattern: &str) -> impl Iterator<Item = usize> + use<> {
        let wanted: Vec<&str> = pattern.split(' ').collect();
        let reads = |window: &[Token]| window.iter().zip(&wanted).all(|(token, want)| token.is(want));
        let windows = self.tokens.windows(wanted.len()).enumerate();
        windows.filter(|(_, window)| reads(window)).map(|(index, _)| index).collect::<Vec<_>>().into_iter()
    }

    /// The line of a token.
    pub fn line_at(&self, index: usize) -> usize {
        self.tokens.get(index).map_or(0, |token| token.line)
    }

    /// The token `back` places before `index`.
    pub fn before(&self, index: usize, back: usize) -> Option<&Token> {
        self.tokens.get(index.checked_sub(back)?)
    }
}

/// Index of the sign that closes the one at `open`.
pub fn closing(tokens: &[Token], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().skip(open) {
        if token.kind != Kind::Sign {
            continue;
        }
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(index);
                }
            }
            _ => {}
        }
    }
    None
}

/// Splits a file.
pub fn read(path: &str, text: &str) -> RustFile {
    let mut lexer = Lexer { chars: text.chars().collect(), at: 0, line: 1, tokens: Vec::new() };
    lexer.run();
    let functions = functions(&lexer.tokens);
    RustFile {
        path: path.to_owned(),
        lines: text.lines().count(),
        tokens: lexer.tokens,
        functions,
        test: false,
    }
}

fn functions(tokens: &[Token]) -> Vec<Function> {
    let mut found = Vec::new();
    for (index, pair) in tokens.windows(2).enumerate() {
        let [keyword, name] = pair else { continue };
        if !keyword.is("fn") || !name.is_word() {
            continue;
        }
        if let Some(open) = body_of(tokens, index)
            && let Some(close) = closing(tokens, open)
        {
            found.push(Function { name: name.text.clone(), line: keyword.line, open, close });
        }
    }
    found
}

/// The opening brace of the function whose `fn` is at `start`; none for a declaration without a body.
fn body_of(tokens: &[Token], start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().skip(start) {
        if token.kind != Kind::Sign {
            continue;
        }
        match token.text.as_str() {
            "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            "{" if depth == 0 => return Some(index),
            ";" if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
    line: usize,
    tokens: Vec<Token>,
}

impl Lexer {
    fn run(&mut self) {
        while let Some(next) = self.peek(0) {
            match (next, self.peek(1)) {
                ('/', Some('/')) => self.skip_line(),
                ('/', Some('*')) => self.skip_block(),
                ('"', _) => self.text(),
                ('\'', _) => self.quoted(),
                ('b' | 'c' | 'r', _) if self.text_prefix().is_some() => self.prefixed(),
                _ if next.is_alphanumeric() || next == '_' => self.word(),
                _ if next.is_whitespace() => self.advance(),
                _ => self.sign(),
            }
        }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn advance(&mut self) {
        if self.peek(0) == Some('\n') {
            self.line += 1;
        }
        self.at += 1;
    }

    fn push(&mut self, kind: Kind, text: String, line: usize) {
        self.tokens.push(Token { kind, text, line });
    }

    fn skip_line(&mut self) {
        while self.peek(0).is_some_and(|next| next != '\n') {
            self.advance();
        }
    }

    fn skip_block(&mut self) {
        let mut depth = 0_usize;
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => depth += 1,
                (Some('*'), Some('/')) => depth -= 1,
                (None, _) => return,
                _ => {
                    self.advance();
                    continue;
                }
            }
            self.advance();
            self.advance();
            if depth == 0 {
                return;
            }
        }
    }

    fn word(&mut self) {
        let line = self.line;
        let mut text = String::new();
        if self.peek(0) == Some('r') && self.peek(1) == Some('#') {
            // A raw identifier goes by its plain name.
            self.at += 2;
        }
        while let Some(next) = self.peek(0).filter(|next| next.is_alphanumeric() || *next == '_') {
            text.push(next);
            self.advance();
        }
        self.push(Kind::Word, text, line);
    }

    fn sign(&mut self) {
        let line = self.line;
        let mut text = String::from(self.peek(0).unwrap_or(' '));
        if let (Some(first), Some(second)) = (self.peek(0), self.peek(1))
            && matches!((first, second), (':', ':') | ('=' | '-', '>'))
        {
            text.push(second);
            self.advance();
        }
        self.advance();
        self.push(Kind::Sign, text, line);
    }

    /// At the opening quote of a text with escapes.
    fn text(&mut self) {
        let line = self.line;
        let mut text = String::new();
        self.advance();
        while let Some(next) = self.peek(0).filter(|next| *next != '"') {
            if next == '\\' {
                self.advance();
            }
            text.extend(self.peek(0));
            self.advance();
        }
        self.advance();
        self.push(Kind::Text, text, line);
    }

    /// For `r"`, `br##"`, `c"`, …: the letters before the quote and the number of `#`.
    fn text_prefix(&self) -> Option<(usize, Option<usize>)> {
        let letters = (0..3).take_while(|&ahead| matches!(self.peek(ahead), Some('b' | 'c' | 'r'))).count();
        let raw = letters > 0 && self.peek(letters - 1) == Some('r');
        let hashes =
            (letters..self.chars.len()).take_while(|&ahead| raw && self.peek(ahead) == Some('#')).count();
        let quote = self.peek(letters + hashes) == Some('"');
        (quote && letters < 3).then_some((letters, raw.then_some(hashes)))
    }

    fn prefixed(&mut self) {
        let Some((letters, raw)) = self.text_prefix() else { return self.word() };
        for _ in 0..letters {
            self.advance();
        }
        match raw {
            Some(hashes) => self.raw(hashes),
            None => self.text(),
        }
    }

    fn raw(&mut self, hashes: usize) {
        let line = self.line;
        let mut text = String::new();
        for _ in 0..=hashes {
            self.advance();
        }
        while let Some(next) = self.peek(0) {
            if next == '"' && (1..=hashes).all(|ahead| self.peek(ahead) == Some('#')) {
                break;
            }
            text.push(next);
            self.advance();
        }
        for _ in 0..=hashes {
            self.advance();
        }
        self.push(Kind::Text, text, line);
    }

    /// A character, or a lifetime, which has no closing quote.
    fn quoted(&mut self) {
        let line = self.line;
        let is_char = self.peek(1) == Some('\\') || self.peek(2) == Some('\'');
        self.advance();
        if is_char {
            if self.peek(0) == Some('\\') {
                self.advance();
            }
            self.advance();
            while self.peek(0).is_some_and(|next| next != '\'') {
                self.advance();
            }
            self.advance();
        } else {
            while self.peek(0).is_some_and(|next| next.is_alphanumeric() || next == '_') {
                self.advance();
            }
        }
        self.push(Kind::Quoted, String::new(), line);
    }
}
