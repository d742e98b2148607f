//! The syntax tree of `$filter`, and its Pratt parser.
//!
//! Precedence, from loose to tight: `or`, `and`, `not`, comparison and `in`. (`not` in front of a comparison
//! negates the comparison, as in the grammar of OData's ABNF.)

use jiff::Timestamp;
use uuid::Uuid;

use super::{
    MAX_EXPRESSION, ODataError,
    lexer::{Placed, Token, words},
};

/// Deepest nesting of parentheses, functions and lambdas.
const MAX_DEPTH: usize = 24;
/// Most nodes of a tree.
const MAX_NODES: usize = 256;
/// The option's name in messages.
const OPTION: &str = "$filter";

/// A parsed `$filter`.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    /// The tree.
    pub expr: Expr,
}

/// A node.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A literal.
    Literal(Literal),
    /// A property, or a lambda variable and what follows it.
    Path(Path),
    /// `not`.
    Not(Box<Self>),
    /// `and`.
    And(Box<Self>, Box<Self>),
    /// `or`.
    Or(Box<Self>, Box<Self>),
    /// `eq`, `ne`, `gt`, `ge`, `lt`, `le`.
    Compare {
        /// The operator.
        op: CompareOp,
        /// Left of it.
        left: Box<Self>,
        /// Right of it.
        right: Box<Self>,
    },
    /// `in (…)`.
    In {
        /// What is looked for.
        left: Box<Self>,
        /// Where.
        list: Vec<Literal>,
    },
    /// A function.
    Call {
        /// Which.
        function: Function,
        /// Its arguments, as many as it takes.
        args: Vec<Self>,
    },
    /// `path/any(x: …)`, `path/all(x: …)`; `path/any()` has no body.
    Lambda {
        /// The collection.
        path: Path,
        /// `any` or `all`.
        quantifier: Quantifier,
        /// The variable and the condition.
        body: Option<(String, Box<Self>)>,
    },
}

/// A path of property names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The names, at least one.
    pub segments: Vec<String>,
    /// Whether `/$count` follows.
    pub is_count: bool,
}

/// A literal.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Another number.
    Decimal(f64),
    /// A text in quotes; enumeration members too.
    String(String),
    /// A GUID without quotes.
    Guid(Uuid),
    /// An instant without quotes.
    DateTime(Timestamp),
}

/// Comparison operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompareOp {
    /// `eq`.
    Eq,
    /// `ne`.
    Ne,
    /// `gt`.
    Gt,
    /// `ge`.
    Ge,
    /// `lt`.
    Lt,
    /// `le`.
    Le,
}

/// Functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// `startswith(text, part)`.
    StartsWith,
    /// `endswith(text, part)`.
    EndsWith,
    /// `contains(text, part)`.
    Contains,
    /// `tolower(text)`.
    ToLower,
    /// `toupper(text)`.
    ToUpper,
}

impl Function {
    fn read(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "startswith" => Some(Self::StartsWith),
            "endswith" => Some(Self::EndsWith),
            "contains" => Some(Self::Contains),
            "tolower" => Some(Self::ToLower),
            "toupper" => Some(Self::ToUpper),
            _ => None,
        }
    }

    const fn arity(self) -> usize {
        match self {
            Self::StartsWith | Self::EndsWith | Self::Contains => 2,
            Self::ToLower | Self::ToUpper => 1,
        }
    }
}

/// Lambda operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantifier {
    /// `any`.
    Any,
    /// `all`.
    All,
}

impl Filter {
    /// Parses an expression.
    pub fn parse(text: &str) -> Result<Self, ODataError> {
        if text.len() > MAX_EXPRESSION {
            return Err(ODataError::TooLong { option: OPTION, limit: MAX_EXPRESSION });
        }
        let mut parser =
            Parser { words: words(text, OPTION)?, next: 0, end: text.len(), nodes: 0, variables: Vec::new() };
        let expr = parser.expression(Binding::Or, 0)?;
        match parser.peek() {
            None if expr.is_condition() => Ok(Self { expr }),
            None => Err(parser.expected("a condition")),
            Some(_) => Err(parser.expected("an operator or the end")),
        }
    }

    /// The first names of all properties in it, lambda variables left out; with repetitions.
    pub fn properties(&self) -> Vec<&str> {
        let mut found = Vec::new();
        self.expr.collect_properties(&mut Vec::new(), &mut found);
        found
    }
}

impl Expr {
    /// Whether it can be true or false, as far as its form tells: a bare literal other than a truth value cannot.
    fn is_condition(&self) -> bool {
        match self {
            Self::Literal(literal) => matches!(literal, Literal::Bool(_)),
            Self::Call { function, .. } => !matches!(function, Function::ToLower | Function::ToUpper),
            Self::Path(path) => !path.is_count,
            _ => true,
        }
    }

    fn collect_properties<'a>(&'a self, variables: &mut Vec<&'a str>, found: &mut Vec<&'a str>) {
        let mut note = |path: &'a Path, variables: &[&str]| {
            found.extend(path.segments.first().map(String::as_str).filter(|name| !variables.contains(name)));
        };
        match self {
            Self::Literal(_) => {}
            Self::Path(path) => note(path, variables),
            Self::Not(inner) | Self::In { left: inner, .. } => inner.collect_properties(variables, found),
            Self::And(left, right) | Self::Or(left, right) | Self::Compare { left, right, .. } => {
                left.collect_properties(variables, found);
                right.collect_properties(variables, found);
            }
            Self::Call { args, .. } => args.iter().for_each(|arg| arg.collect_properties(variables, found)),
            Self::Lambda { path, body, .. } => {
                note(path, variables);
                if let Some((variable, body)) = body {
                    variables.push(variable);
                    body.collect_properties(variables, found);
                    variables.pop();
                }
            }
        }
    }
}

/// How tightly an operator binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Or,
    And,
    Comparison,
    Operand,
}

/// An operator between two operands.
#[derive(Debug, Clone, Copy)]
enum Infix {
    Or,
    And,
    Compare(CompareOp),
    In,
}

impl Infix {
    fn read(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "or" => Some(Self::Or),
            "and" => Some(Self::And),
            "eq" => Some(Self::Compare(CompareOp::Eq)),
            "ne" => Some(Self::Compare(CompareOp::Ne)),
            "gt" => Some(Self::Compare(CompareOp::Gt)),
            "ge" => Some(Self::Compare(CompareOp::Ge)),
            "lt" => Some(Self::Compare(CompareOp::Lt)),
            "le" => Some(Self::Compare(CompareOp::Le)),
            "in" => Some(Self::In),
            _ => None,
        }
    }

    const fn binding(self) -> Binding {
        match self {
            Self::Or => Binding::Or,
            Self::And => Binding::And,
            Self::Compare(_) | Self::In => Binding::Comparison,
        }
    }
}

struct Parser {
    words: Vec<Placed>,
    next: usize,
    end: usize,
    nodes: usize,
    variables: Vec<String>,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.words.get(self.next).map(|placed| &placed.token)
    }

    fn take(&mut self) -> Option<Token> {
        let token = self.peek().cloned();
        self.next += 1;
        token
    }

    fn expected(&self, what: &'static str) -> ODataError {
        let position = self.words.get(self.next).map_or(self.end, |placed| placed.position);
        ODataError::Syntax { option: OPTION, position, expected: what.into() }
    }

    fn skip(&mut self, token: &Token, what: &'static str) -> Result<(), ODataError> {
        if self.peek() == Some(token) {
            self.next += 1;
            Ok(())
        } else {
            Err(self.expected(what))
        }
    }

    fn node(&mut self, depth: usize) -> Result<(), ODataError> {
        self.nodes += 1;
        if depth > MAX_DEPTH || self.nodes > MAX_NODES {
            return Err(ODataError::TooComplex { option: OPTION });
        }
        Ok(())
    }

    /// Parses operators that bind at least as tightly as `least`.
    fn expression(&mut self, least: Binding, depth: usize) -> Result<Expr, ODataError> {
        self.node(depth)?;
        let mut left = self.operand(depth)?;
        while let Some(operator) = self.infix().filter(|operator| operator.binding() >= least) {
            self.next += 1;
            self.node(depth)?;
            left = self.right_of(operator, left, depth)?;
        }
        Ok(left)
    }

    fn infix(&self) -> Option<Infix> {
        match self.peek() {
            Some(Token::Name(name)) => Infix::read(name),
            _ => None,
        }
    }

    fn right_of(&mut self, operator: Infix, left: Expr, depth: usize) -> Result<Expr, ODataError> {
        let left = Box::new(left);
        Ok(match operator {
            Infix::Or => Expr::Or(left, Box::new(self.expression(Binding::And, depth + 1)?)),
            Infix::And => Expr::And(left, Box::new(self.expression(Binding::Comparison, depth + 1)?)),
            Infix::Compare(op) => {
                Expr::Compare { op, left, right: Box::new(self.expression(Binding::Operand, depth + 1)?) }
            }
            Infix::In => Expr::In { left, list: self.list()? },
        })
    }

    fn list(&mut self) -> Result<Vec<Literal>, ODataError> {
        self.skip(&Token::Open, "'('")?;
        let mut list = Vec::new();
        loop {
            self.node(0)?;
            let literal = self.literal().ok_or_else(|| self.expected("a literal"))?;
            self.next += 1;
            list.push(literal);
            match self.take() {
                Some(Token::Comma) => {}
                Some(Token::Close) => return Ok(list),
                _ => {
                    self.next -= 1;
                    return Err(self.expected("',' or ')'"));
                }
            }
        }
    }

    /// The literal at the present word, without taking it.
    fn literal(&self) -> Option<Literal> {
        match self.peek()? {
            Token::Literal(literal) => Some(literal.clone()),
            Token::Name(name) => match name.as_str() {
                "null" => Some(Literal::Null),
                "true" => Some(Literal::Bool(true)),
                "false" => Some(Literal::Bool(false)),
                _ => None,
            },
            _ => None,
        }
    }

    fn operand(&mut self, depth: usize) -> Result<Expr, ODataError> {
        if let Some(literal) = self.literal() {
            self.next += 1;
            return Ok(Expr::Literal(literal));
        }
        match self.take() {
            Some(Token::Open) => {
                let inner = self.expression(Binding::Or, depth + 1)?;
                self.skip(&Token::Close, "')'")?;
                Ok(inner)
            }
            Some(Token::Name(name)) if name.eq_ignore_ascii_case("not") => {
                Ok(Expr::Not(Box::new(self.expression(Binding::Comparison, depth + 1)?)))
            }
            Some(Token::Name(name)) if self.peek() == Some(&Token::Open) => self.call(name, depth),
            Some(Token::Name(name)) => self.path(name, depth),
            _ => {
                self.next -= 1;
                Err(self.expected("a condition"))
            }
        }
    }

    fn call(&mut self, name: String, depth: usize) -> Result<Expr, ODataError> {
        let Some(function) = Function::read(&name) else { return Err(ODataError::UnknownFunction { name }) };
        self.skip(&Token::Open, "'('")?;
        let mut args = Vec::with_capacity(function.arity());
        for index in 0..function.arity() {
            if index > 0 {
                self.skip(&Token::Comma, "','")?;
            }
            args.push(self.expression(Binding::Operand, depth + 1)?);
        }
        self.skip(&Token::Close, "')'")?;
        Ok(Expr::Call { function, args })
    }

    fn path(&mut self, first: String, depth: usize) -> Result<Expr, ODataError> {
        let mut path = Path { segments: vec![first], is_count: false };
        while self.peek() == Some(&Token::Slash) {
            self.next += 1;
            match self.take() {
                Some(Token::Name(name)) => {
                    let quantifier = match name.as_str() {
                        "any" => Some(Quantifier::Any),
                        "all" => Some(Quantifier::All),
                        _ => None,
                    };
                    if let (Some(quantifier), Some(Token::Open)) = (quantifier, self.peek()) {
                        return self.lambda(path, quantifier, depth);
                    }
                    path.segments.push(name);
                }
                Some(Token::Count) => {
                    path.is_count = true;
                    break;
                }
                _ => {
                    self.next -= 1;
                    return Err(self.expected("a property name"));
                }
            }
        }
        Ok(Expr::Path(path))
    }

    fn lambda(&mut self, path: Path, quantifier: Quantifier, depth: usize) -> Result<Expr, ODataError> {
        self.skip(&Token::Open, "'('")?;
        if quantifier == Quantifier::Any && self.peek() == Some(&Token::Close) {
            self.next += 1;
            return Ok(Expr::Lambda { path, quantifier, body: None });
        }
        let Some(Token::Name(variable)) = self.peek().cloned() else {
            return Err(self.expected("a variable"));
        };
        if self.variables.contains(&variable) {
            return Err(self.expected("a variable that is not in use"));
        }
        self.next += 1;
        self.skip(&Token::Colon, "':'")?;
        self.variables.push(variable.clone());
        let body = self.expression(Binding::Or, depth + 1)?;
        self.variables.pop();
        if !body.is_condition() {
            return Err(self.expected("a condition"));
        }
        self.skip(&Token::Close, "')'")?;
        Ok(Expr::Lambda { path, quantifier, body: Some((variable, Box::new(body))) })
    }
}
