"""A browser without a screen or scripts: reads the sign-in pages, fills their forms, keeps their cookies."""

from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, urljoin, urlsplit

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNSEEN = {"head", "style", "script", "title", "template"}


class Form:
    """A form, its named fields with their values, and its buttons as (name, value, text)."""

    def __init__(self, method, action):
        self.method = method
        self.action = action
        self.fields = {}
        self.typed = []
        self.buttons = []


class Page(HTMLParser):
    """What one page says, and what can be done on it."""

    def __init__(self, url, answer):
        super().__init__(convert_charrefs=True)
        self.url = url
        self.status = answer.status
        self.answer = answer
        self.forms, self.links, self.codes, self.words = [], [], [], []
        self.language = self.title = self.heading = self.key = self.problem = self.details = ""
        self.open = []
        self.feed(answer.text)
        self.close()

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        if tag == "html":
            self.language = given.get("lang", "")
        elif tag == "form":
            action = urljoin(self.url, given.get("action", ""))
            self.forms.append(Form(given.get("method", "get").upper(), action))
        elif tag == "input":
            self.input(given)
        elif tag == "button" and self.forms:
            self.forms[-1].buttons.append((given.get("name", ""), given.get("value", ""), ""))
        elif tag == "a":
            self.links.append((urljoin(self.url, given.get("href", "")), ""))
        if tag not in VOID:
            self.open.append((tag, given))

    def input(self, given):
        name, kind = given.get("name"), given.get("type", "text")
        if not name or not self.forms or (kind == "checkbox" and "checked" not in given):
            return
        self.forms[-1].fields[name] = given.get("value", "")
        if kind != "hidden":
            self.forms[-1].typed.append(name)

    def handle_endtag(self, tag):
        while self.open:
            name, _ = self.open.pop()
            if name == tag:
                break

    def handle_data(self, data):
        tags = [tag for tag, _ in self.open]
        classes = {word for _, given in self.open for word in given.get("class", "").split()}
        if "title" in tags:
            self.title += data
        if UNSEEN.intersection(tags):
            return
        self.words.append(data)
        if "h1" in tags:
            self.heading += data
        if "key" in classes:
            self.key += data.replace(" ", "").strip()
        if any(given.get("role") == "alert" for _, given in self.open):
            self.problem += data
        if "copy" in classes:
            self.details += data
        if "codes" in classes and "li" in tags:
            self.codes.append(data.strip())
        if "button" in tags and self.forms and self.forms[-1].buttons:
            name, value, text = self.forms[-1].buttons[-1]
            self.forms[-1].buttons[-1] = (name, value, text + data)
        if "a" in tags and self.links:
            self.links[-1] = (self.links[-1][0], self.links[-1][1] + data)

    @property
    def text(self):
        """All that can be read, white space folded."""
        return " ".join(" ".join(self.words).split())

    @property
    def form(self):
        assert self.forms, f"no form on {self.url} (status {self.status}): {self.text[:500]}"
        return self.forms[0]

    @property
    def actions(self):
        return [value for form in self.forms for name, value, _ in form.buttons if name == "action"]

    @property
    def kind(self):
        """The name of the page, told by its fields and buttons, so in any language."""
        return kind_of(self)

    def __repr__(self):
        return f"<{self.kind} page {self.status} {self.title!r} {self.problem!r}>"


BY_FIELD = [
    ("loginfmt", "username"),
    ("newpasswd", "change-password"),
    ("passwd", "password"),
    ("user_code", "device-code"),
]


def kind_of(page):
    if not page.forms:
        return "error" if page.details else "end"
    typed, actions = page.form.typed, page.actions
    for field, name in BY_FIELD:
        if field in typed:
            return name
    if "otc" in typed:
        return "register-authenticator" if page.key else "recovery-code" if "back" in actions else "authenticator-code"
    if page.codes:
        return "recovery-codes"
    if page.details:
        return "error"
    if "accept" in actions:
        return "consent"
    if {"yes", "no"} <= set(actions):
        return "yes-or-no"
    if any(action.startswith("switch:") for action in actions):
        return "choose-sign-out" if "all" in actions else "account-picker"
    if set(actions) == {"other", "cancel"}:
        return "admin-approval"
    if {"next", "cancel"} <= set(actions):
        return "device-confirm"
    if not actions and page.form.method == "POST":
        return "form-post"
    return "end"


class Arrival:
    """Where the sign-in handed the browser back to the client."""

    def __init__(self, url, params, method="GET", fields=None):
        self.url = url
        self.params = params
        self.method = method
        self.fields = fields or []

    def __getitem__(self, name):
        assert name in self.params, f"no {name} in the answer at {self.url}: {self.params}"
        return self.params[name]

    def get(self, name):
        return self.params.get(name)

    def __repr__(self):
        return f"<arrival {self.method} {self.url} {self.params}>"


class Browser:
    """Holds the cookies of one origin, the server's. Anything that leads elsewhere is an `Arrival`."""

    def __init__(self, wire, origin, language="en"):
        self.wire = wire
        self.origin = origin
        self.language = language
        self.cookies = {}
        self.lasting = set()

    def open(self, url, headers=None):
        return self.follow("GET", url, None, headers or {})

    def press(self, page, action=None, **typed):
        """Fills the page's form and presses a button; without `action` the one of a form for the client."""
        form = page.form
        fields = dict(form.fields)
        for name, value in typed.items():
            assert name in form.typed, f"{page!r} has no field {name}"
            fields[name] = value
        if action is not None:
            assert action in page.actions, f"{page!r} has no button {action}, only {page.actions}"
            fields["action"] = action
        if not self.ours(form.action):
            return Arrival(form.action, fields, form.method, list(fields.items()))
        if form.method == "GET":
            return self.open(form.action + "?" + "&".join(f"{k}={v}" for k, v in fields.items()))
        return self.post(form.action, fields, page.url)

    def post(self, url, fields, referer=None):
        head = {"Origin": self.origin, "Referer": referer or url}
        return self.follow("POST", url, fields, head)

    def restart(self):
        """Closes all windows: cookies without a lifetime are gone."""
        self.cookies = {name: value for name, value in self.cookies.items() if name in self.lasting}

    def copy(self):
        """A second browser with the same cookies."""
        other = Browser(self.wire, self.origin, self.language)
        other.cookies, other.lasting = dict(self.cookies), set(self.lasting)
        return other

    def follow(self, method, url, fields, headers):
        for _ in range(10):
            answer = self.exchange(method, url, fields, headers)
            place = answer.header("location")
            if answer.status not in (301, 302, 303, 307, 308) or place is None:
                return Page(url, answer)
            assert answer.status not in (307, 308), "a redirect that repeats a form with credentials"
            url = urljoin(url, place)
            if not self.ours(url):
                parts = urlsplit(url)
                return Arrival(url, dict(parse_qsl(parts.query or parts.fragment, keep_blank_values=True)))
            method, fields, headers = "GET", None, {}
        raise AssertionError(f"redirected in circles, at last to {url}")

    def exchange(self, method, url, fields, headers):
        head = {"Accept": "text/html", "Accept-Language": self.language, **headers}
        if self.cookies:
            head["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if method == "POST":
            answer = self.wire.post(url, fields, head)
        else:
            answer = self.wire.send(method, url, None, head)
        for line in answer.all("set-cookie"):
            self.keep(line)
        return answer

    def keep(self, line):
        """Keeps a cookie as browsers do, and insists on how an identity provider sets them."""
        for name, morsel in SimpleCookie(line).items():
            assert name.startswith("__Host-"), f"cookie {name} can be set by another host"
            assert morsel["secure"] and morsel["httponly"] and morsel["path"] == "/", f"careless cookie: {name}"
            assert not morsel["domain"], f"cookie {name} names a domain"
            assert morsel["samesite"], f"cookie {name} says nothing of other sites"
            if morsel["max-age"] == "0" or morsel.value == "":
                self.cookies.pop(name, None)
                self.lasting.discard(name)
                continue
            self.cookies[name] = morsel.value
            (self.lasting.add if morsel["max-age"] or morsel["expires"] else self.lasting.discard)(name)

    def ours(self, url):
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.netloc}" == self.origin
