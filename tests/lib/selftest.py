"""Tests of what the suites share, without a server."""

import io
import random
from contextlib import redirect_stdout

import totp
from compare import kolmogorov_smirnov, mann_whitney, separable
from pages import Arrival, Browser, Page
from people import sign_in
from report import Skip, Suite, same, within
from tokens import Pkce, claims, uti_of
from wire import Answer

suite = Suite()
ORIGIN = "https://localhost:8443"


def html(body, status=200, headers=()):
    return Answer(status, [("Content-Type", "text/html"), *headers], f'<html lang="ko">{body}</html>'.encode())


def page(body):
    return Page(ORIGIN + "/somewhere", html(body))


FORM = '<form method="post" action="/login"><input type="hidden" name="flow" value="a&amp;b">'
NEXT = '<button name="action" value="next">Next</button></form>'


@suite.case("codes are those of RFC 6238, appendix B")
def vectors():
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for seconds, eight_digits in [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ]:
        same(totp.code(secret, seconds // totp.STEP), eight_digits[2:], f"at {seconds}")
    same(totp.code("gezd gnbv-GY3TQOJQ GEZDGNBVGY3TQOJQ", 1), "287082", "as people type it")


class Clock:
    def __init__(self):
        self.at = 3000

    def now(self):
        return self.at

    def advance(self, seconds):
        self.at += seconds


@suite.case("an authenticator gives each step once and moves the clock only when it must")
def steps():
    clock, app = Clock(), totp.Authenticator("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    given = [app.fresh(clock) for _ in range(2)]
    same(clock.at, 3000, "the present step and the next one are free")
    given += [app.fresh(clock) for _ in range(3)]
    same(clock.at, 3090, "each further one costs thirty seconds")
    same(len(set(given)), 5, "codes given out")
    clock.advance(600)
    same(app.fresh(clock), totp.code(app.secret, 3690 // 30), "after a while it is the present step again")


@suite.case("a form is read with its hidden, typed and ticked fields and its buttons")
def forms():
    read = page(
        FORM
        + '<input name="loginfmt" type="text" value="x@y"><input type="checkbox" name="organization" value="true">'
        + '<input type="text" value="nameless">'
        + NEXT
    )
    same(read.form.action, ORIGIN + "/login", "action")
    same(read.form.fields, {"flow": "a&b", "loginfmt": "x@y"}, "fields")
    same(read.form.typed, ["loginfmt"], "typed")
    same(read.form.buttons, [("action", "next", "Next")], "buttons")
    same(read.language, "ko", "language")


@suite.case("pages are told apart by fields and buttons")
def kinds():
    def button(value):
        return f'<button name="action" value="{value}">b</button>'

    for wanted, body in {
        "username": FORM + '<input name="loginfmt">' + NEXT,
        "password": FORM + '<input name="passwd" type="password">' + NEXT,
        "authenticator-code": FORM + '<input name="otc">' + button("recovery") + NEXT,
        "recovery-code": FORM + '<input name="otc">' + button("back") + NEXT,
        "register-authenticator": FORM + '<dd class="key"><span>JBSW</span> <span>Y3DP</span></dd><input name="otc">' + NEXT,
        "recovery-codes": '<ul class="codes"><li>7KQ2-M9XD</li><li>W3HN-8PVC</li></ul>' + FORM + NEXT,
        "change-password": FORM + '<input name="newpasswd"><input name="confirmpasswd">' + NEXT,
        "yes-or-no": FORM + button("yes") + button("no") + "</form>",
        "consent": FORM + button("accept") + button("cancel") + "</form>",
        "account-picker": FORM + button("switch:1") + button("other") + "</form>",
        "choose-sign-out": FORM + button("switch:1") + button("all") + "</form>",
        "device-code": FORM + '<input name="user_code">' + NEXT,
        "device-confirm": FORM + button("cancel") + NEXT,
        "form-post": '<form method="post" action="http://localhost:1/"><input type="hidden" name="code" value="c"><button>Go</button></form>',
        "error": '<pre class="copy">Code: AADSTS50011</pre>',
        "end": "<h1>You are signed in</h1>",
    }.items():
        same(page(body).kind, wanted, body)
    same(page(FORM + '<dd class="key"><span>JBSW</span> <span>Y3DP</span></dd>').key, "JBSWY3DP", "the typed key")
    same(page('<ul class="codes"><li>A-1</li><li>B-2</li></ul>').codes, ["A-1", "B-2"], "recovery codes")
    told = page('<style>p{}</style><h1>Enter</h1><p role="alert">Wrong.</p><p>a  b</p>')
    same((told.heading, told.problem, told.text), ("Enter", "Wrong.", "Enter Wrong. a b"), "what is read")


class Script:
    """A wire that answers from a list and remembers what it was asked."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    def send(self, method, url, body=None, headers=None):
        self.asked.append((method, url, body, headers))
        return self.answers.pop(0)

    def post(self, url, fields, headers=None):
        return self.send("POST", url, fields, headers)


COOKIE = "__Host-s=1; Path=/; Secure; HttpOnly; SameSite=None"


@suite.case("a browser keeps cookies, follows redirects at home and stops at the client")
def browsing():
    wire = Script(
        html(FORM + '<input name="loginfmt">' + NEXT, headers=[("Set-Cookie", COOKIE)]),
        html("", 303, [("Location", "/next")]),
        html("", 302, [("Location", "http://localhost:5000/callback?code=c&state=a%20b")]),
    )
    browser = Browser(wire, ORIGIN, "ko")
    arrival = browser.press(browser.open(ORIGIN + "/authorize"), "next", loginfmt="me")
    same((arrival["code"], arrival["state"]), ("c", "a b"), "answer")
    same([method for method, *_ in wire.asked], ["GET", "POST", "GET"], "methods")
    same(wire.asked[1][2], {"flow": "a&b", "loginfmt": "me", "action": "next"}, "form")
    same(wire.asked[1][3]["Cookie"], "__Host-s=1", "cookie")
    same(wire.asked[1][3]["Origin"], ORIGIN, "origin")
    browser.restart()
    same(browser.cookies, {}, "after a restart")


@suite.case("a browser keeps lasting cookies, drops ended ones and refuses careless ones")
def cookies():
    browser = Browser(None, ORIGIN)
    browser.keep(COOKIE + "; Max-Age=60")
    browser.restart()
    same(browser.cookies, {"__Host-s": "1"}, "after a restart")
    browser.keep("__Host-s=; Path=/; Secure; HttpOnly; SameSite=None; Max-Age=0")
    same(browser.cookies, {}, "after its end")
    for careless in ["s=1; Path=/; Secure; HttpOnly; SameSite=Lax", "__Host-s=1; Path=/; HttpOnly; SameSite=Lax"]:
        try:
            browser.keep(careless)
        except AssertionError:
            continue
        raise RuntimeError(f"{careless} was kept")


@suite.case("a person walks through the pages to the client")
def walking():
    class Kim:
        upn, password, app, recovery_codes = "kim@x", "secret", None, []
        code = staticmethod(lambda: "123456")

    key = '<dd class="key"><span>JBSW</span></dd>'
    wire = Script(
        html(FORM + '<input name="loginfmt">' + NEXT),
        html(FORM + '<input name="passwd">' + NEXT),
        html(FORM + key + '<input name="otc">' + NEXT),
        html('<ul class="codes"><li>A-1</li></ul>' + FORM + NEXT),
        html('<form method="post" action="http://localhost:1/"><input type="hidden" name="code" value="c"><button>Go</button></form>'),
    )
    walk = sign_in(Browser(wire, ORIGIN), ORIGIN + "/", Kim)
    same(walk.seen, ["username", "password", "register-authenticator", "recovery-codes", "form-post"], "pages")
    assert isinstance(walk.end, Arrival) and walk.arrival.method == "POST"
    same((Kim.app.secret, Kim.recovery_codes), ("JBSW", ["A-1"]), "what was learned")


@suite.case("cases are counted, and the last line says so")
def counting():
    inner, text = Suite(), io.StringIO()

    def skipped():
        raise Skip("not here")

    def failing():
        same(1, 2, "numbers")

    for name, function in [("one", lambda: None), ("two", failing), ("three", skipped)]:
        inner.case(name)(function)
    with redirect_stdout(text):
        try:
            inner.run(wanted=[])
        except SystemExit as end:
            same(end.code, 1, "exit code")
    lines = text.getvalue().splitlines()
    same(lines[-1], "1 passed, 1 failed, 1 skipped", "closing line")
    within(text.getvalue(), "not ok two: AssertionError: numbers: found 1, wanted 2", "failure")


@suite.case("challenges and claims are those of the standards")
def values():
    pair = Pkce()
    same(len(pair.challenge), 43, "challenge")
    assert 43 <= len(pair.verifier) <= 128
    same(claims("e30.eyJhdWQiOiJ4In0.sig"), {"aud": "x"}, "claims")
    entry = {"id": "00112233-4455-6677-8899-aabbccddeeff"}
    same(uti_of(entry), "ABEiM0RVZneImaq7zN3u_w", "uti")
    same(uti_of({**entry, "uniqueTokenIdentifier": "ABEiM0RVZneImaq7zN3u_w"}), uti_of(entry), "uti in beta")


@suite.case("samples of one distribution are not separable, those of two are")
def comparing():
    dice = random.Random(7)

    def sample(middle, spread=1.0):
        return [dice.gauss(middle, spread) for _ in range(200)]

    same([separable(sample(5), sample(5)) for _ in range(50)], [None] * 50, "the same")
    assert all(separable(sample(5), sample(6)) for _ in range(20)), "a shift is not seen"
    assert all(separable(sample(5), sample(5, 3.0)) for _ in range(20)), "another spread is not seen"
    same(separable([1] * 200, [1] * 200), None, "ties")
    same(round(mann_whitney([1, 2, 3], [4, 5, 6]), 2), -1.96, "z")
    same(kolmogorov_smirnov([1, 2, 3, 4], [3, 4, 5, 6])[0], 0.5, "D")


if __name__ == "__main__":
    suite.run()
