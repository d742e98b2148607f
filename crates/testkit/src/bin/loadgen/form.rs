//! Forms of our own sign-in pages: where they go and what they carry.

/// A page's form.
#[derive(Debug, PartialEq)]
pub struct Form {
    pub action: String,
    /// Hidden fields, with their values.
    pub hidden: Vec<(String, String)>,
    /// Fields that a person fills in.
    pub fields: Vec<String>,
    /// Values of the buttons called `action`.
    pub actions: Vec<String>,
}

impl Form {
    /// The first form of a page that is posted.
    pub fn find(page: &str) -> Option<Self> {
        let (_, rest) = page.split_once("<form method=\"post\"")?;
        let (form, _) = rest.split_once("</form>")?;
        let (opening, inside) = form.split_once('>')?;
        let mut found = Self {
            action: attribute(opening, "action")?,
            hidden: Vec::new(),
            fields: Vec::new(),
            actions: Vec::new(),
        };
        for tag in inside.split('<').filter_map(|tag| tag.split('>').next()) {
            found.read(tag);
        }
        Some(found)
    }

    fn read(&mut self, tag: &str) {
        let Some(name) = attribute(tag, "name") else { return };
        let value = attribute(tag, "value").unwrap_or_default();
        match attribute(tag, "type").as_deref() {
            Some("hidden") => self.hidden.push((name, value)),
            _ if tag.starts_with("button") && name == "action" => self.actions.push(value),
            _ if tag.starts_with("input") => self.fields.push(name),
            _ => {}
        }
    }

    /// The body with these answers beside the hidden fields.
    pub fn fill(&self, answers: &[(&str, &str)]) -> String {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(&self.hidden).extend_pairs(answers).finish()
    }

    pub fn asks(&self, field: &str) -> bool {
        self.fields.iter().any(|known| known == field)
    }

    pub fn offers(&self, action: &str) -> bool {
        self.actions.iter().any(|known| known == action)
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| unescaped(value))
}

/// What askama escapes.
fn unescaped(text: &str) -> String {
    let entities = [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ];
    entities.into_iter().fold(text.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}
