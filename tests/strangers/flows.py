"""Sign-in pages: flows of another browser, replayed steps and codes, forged posts, text that is no text."""

from concurrent.futures import ThreadPoolExecutor

from common import error_page, suite
from pages import Arrival, Page
from people import sign_in
from report import same, within
from tokens import Pkce
from totp import STEP, code


def begin(demo, browser=None, tag="tools", **given):
    """A browser with the first page of a sign-in."""
    browser = browser or demo.browser()
    app = demo.app(tag)
    return browser, browser.open(demo.authorize(app["tenant"], app["app_id"], **{**Pkce().asked, **given}))


def at_password(demo, person):
    browser, page = begin(demo)
    return browser, browser.press(page, "next", loginfmt=person.upn)


def at_code(demo, person):
    browser, page = at_password(demo, person)
    page = browser.press(page, "next", passwd=person.password)
    same(page.kind, "authenticator-code", f"{page!r}")
    return browser, page


def stopped(outcome, what):
    """Asserts that a step led to a page that goes no further, and set no session."""
    assert isinstance(outcome, Page), f"{what}: {outcome!r}"
    assert outcome.kind in ("end", "error", "username"), f"{what}: {outcome!r} {outcome.text[:300]}"
    assert outcome.status < 500, f"{what}: {outcome.status}"


@suite.case("flows: the value of one browser is worth nothing in another, nor without a cookie")
def foreign(demo):
    person = demo.person("admin")
    for reach, typed in ((at_password, {"passwd": person.password}), (at_code, None)):
        _, page = reach(demo, person)
        typed = typed or {"otc": person.code()}
        fields = {**page.form.fields, "action": "next", **typed}
        stranger, _ = begin(demo)
        stopped(stranger.post(page.form.action, fields), f"{page.kind} in another browser")
        stopped(demo.browser().post(page.form.action, fields), f"{page.kind} without a cookie")
        for origin in ("https://elsewhere.example", "null"):
            answer = demo.wire.post(page.form.action, fields, {"Origin": origin})
            assert 400 <= answer.status < 500, f"from {origin}: {answer.status}"


@suite.case("flows: each step counts once, also when it is taken twice at the same moment")
def twice(demo):
    person = demo.person("helpdesk-agent")
    browser, page = at_code(demo, person)
    fields = {**page.form.fields, "action": "next", "otc": person.code()}
    copies = [browser.copy() for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        ends = list(pool.map(lambda one: one.post(page.form.action, fields), copies))
    further = [end for end in ends if isinstance(end, Arrival) or end.kind == "yes-or-no"]
    same(len(further), 1, f"sign-ins that went on: {ends}")
    stopped(browser.post(page.form.action, fields), "the same step again")


@suite.case("flows: changed, cut, old and absent values")
def broken(demo):
    person = demo.person("user")
    browser, page = at_password(demo, person)
    flow = page.form.fields["flow"]
    for name, value in {
        "absent": None,
        "empty": "",
        "cut": flow[:-5],
        "changed": flow[:40] + ("A" if flow[40] != "A" else "B") + flow[41:],
        "letters": "A" * 500,
        "a megabyte": "A" * 1_048_576,
        "not text": "\x00\xff",
        "twice": None,
    }.items():
        fields = [(key, text) for key, text in page.form.fields.items() if key != "flow"]
        fields += [("action", "next"), ("passwd", person.password)]
        fields += [("flow", flow)] * 2 if name == "twice" else [("flow", value)] if value is not None else []
        outcome = browser.copy().post(page.form.action, fields)
        stopped(outcome, name)
        assert outcome.status >= 400, f"{name}: {outcome.status}"
    browser, page = at_code(demo, person)
    demo.advance(20 * 60)
    stopped(browser.press(page, "next", otc=person.code()), "twenty minutes after the password")


@suite.case("flows: a step cannot be skipped by naming another one")
def skipped(demo):
    person = demo.person("user")
    browser, page = at_password(demo, person)
    for fields in (
        {"step": "code", "otc": "123456", "action": "next"},
        {"step": "stay", "action": "yes"},
        {"step": "consent", "action": "accept"},
        {"step": "codes", "action": "next"},
        {"step": "change", "newpasswd": "a brand new passphrase", "confirmpasswd": "a brand new passphrase", "action": "next"},
        {"step": "register", "otc": "123456", "action": "next"},
        {"step": "accounts", "action": "switch:00000000-0000-0000-0000-000000000000"},
        {"step": "nothing", "action": "next"},
    ):
        outcome = browser.copy().post(page.form.action, {**page.form.fields, **fields})
        assert not isinstance(outcome, Arrival), f"{fields}: {outcome!r}"
        assert outcome.status < 500, f"{fields}: {outcome.status}"
        assert outcome.kind in ("end", "error", "username", "password"), f"{fields}: {outcome!r}"
    browser, page = at_code(demo, person)
    for fields in ({"step": "stay", "action": "no"}, {"step": "codes", "action": "next"}, {"step": "register", "otc": "000000", "action": "next"}):
        outcome = browser.copy().post(page.form.action, {**page.form.fields, **fields})
        assert not isinstance(outcome, Arrival) and outcome.kind in ("end", "error", "username", "authenticator-code"), f"{fields}: {outcome!r}"


@suite.case("one-time codes: used once, and only near their time")
def one_time_codes(demo):
    person = demo.person("security-admin")
    browser, page = at_code(demo, person)
    used = person.code()
    browser.press(page, "next", otc=used)
    browser, page = at_code(demo, person)
    again = browser.press(page, "next", otc=used)
    same(again.kind, "authenticator-code", f"a used code: {again!r}")
    within(again.problem, "already", "the reason")
    step = demo.now() // STEP
    for off in (-20, -3, 3, 20):
        again = browser.press(again, "next", otc=code(person.app.secret, step + off))
        assert again.kind == "authenticator-code" and again.problem, f"a code {off} steps off: {again!r}"
    for text in ("", "12345", "1234567", "abcdef", "１２３４５６", "-12345", "1e5", " ", "\x00", "9" * 64):
        again = browser.press(again, "next", otc=text)
        if again.kind != "authenticator-code":
            break
        assert again.problem, f"{text!r} without a reason"
    demo.advance(3600 * 6)


@suite.case("one-time codes: guessing them locks the second factor, whatever the browser")
def guessed_codes(demo):
    person = demo.person("app-password-user")
    if person.app is None:
        person = demo.person("admin-agent")
    told = set()
    for _ in range(4):
        browser, page = at_code(demo, person)
        for guess in range(4):
            page = browser.press(page, "next", otc=f"{guess:06}")
            told.add(page.problem)
            if page.kind != "authenticator-code":
                break
    browser, page = at_code(demo, person)
    outcome = browser.press(page, "next", otc=person.code())
    assert isinstance(outcome, Page) and outcome.kind == "authenticator-code", f"the right code while locked: {outcome!r}"
    demo.advance(6 * 3600)
    walk = sign_in(demo.browser(), begin(demo)[1].url, person)
    walk.arrival


@suite.case("what is typed is shown as text, and never as markup")
def markup(demo):
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    browser, page = begin(demo, login_hint=evil, ui_locales=evil)
    assert "<script>alert" not in page.answer.text and "<img" not in page.answer.text, page.answer.text[:2000]
    browser, page = begin(demo)
    page = browser.press(page, "next", loginfmt=evil + "@x.example")
    assert "<script>alert" not in page.answer.text and "<img" not in page.answer.text, page.answer.text[:2000]
    page = demo.browser().open(f"{demo.base}/error?code=50011&message=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>" not in page.answer.text
    for policy in (page.answer, begin(demo)[1].answer):
        within(policy.header("content-security-policy"), "default-src 'none'", "policy")
        within(policy.header("content-security-policy"), "base-uri 'none'", "policy")
        same(policy.header("x-frame-options"), "DENY", "frames")
        within(policy.header("strict-transport-security"), "max-age=", "HSTS")


@suite.case("user names that are none: long, odd, empty, of nobody's domain")
def names(demo):
    for name in ("", " ", "@", "a@", "@b.example", "a" * 2000, "a@" + "b" * 1200, "\x00@x.example", "a b@x.example", "ａ＠ｂ.example", "user@no-such-domain.example", "user", "‮@x.example"):
        browser, page = begin(demo)
        page = browser.press(page, "next", loginfmt=name)
        assert isinstance(page, Page) and page.status < 500, f"{name[:30]!r}: {page!r}"
        assert page.kind in ("username", "password", "error", "end"), f"{name[:30]!r}: {page!r}"
    person = demo.person("user")
    browser, page = begin(demo)
    walk = browser.press(page, "next", loginfmt=f"  {person.upn.upper()} ")
    page = browser.press(walk, "next", passwd=person.password)
    same(page.kind, "authenticator-code", "a name in capitals, with blanks around it")
    for password in ("", "a" * 1025, "\x00", "p" * 1_048_576):
        browser, page = at_password(demo, person)
        page = browser.press(page, "next", passwd=password)
        assert isinstance(page, Page) and page.status < 500 and page.kind in ("password", "error", "end"), f"{page!r}"


@suite.case("a session cookie that was replaced or ended is worth nothing")
def sessions(demo):
    person, browser = demo.person("customer-user"), demo.browser()
    app = demo.app("tools", person.tenant)

    def silent(one):
        url = demo.authorize(person.tenant, app["app_id"], prompt="none", **Pkce().asked)
        return one.open(url)

    sign_in(browser, demo.authorize(person.tenant, app["app_id"], **Pkce().asked), person).arrival
    stolen = browser.copy()
    assert silent(stolen).get("code"), "the copy works as long as the session does"
    sign_in(browser, demo.authorize(person.tenant, app["app_id"], prompt="login", **Pkce().asked), person).arrival
    same(silent(stolen).get("error"), "login_required", "the old cookie after signing in anew")
    page = browser.open(demo.endpoint(person.tenant, "logout"))
    copied = browser.copy()
    browser.press(page, "yes")
    same(silent(copied).get("error"), "login_required", "the cookie after signing out")
    for value in ("", "A" * 300, "A" * 4000):
        forged = demo.browser()
        forged.cookies = {name: value for name in copied.cookies}
        same(silent(forged).get("error"), "login_required", f"a forged cookie of {len(value)} letters")


@suite.case("disabled, deleted and guessed accounts get no token by any way")
def closed(demo):
    person = demo.person("disabled")
    browser, page = at_password(demo, person)
    outcome = browser.press(page, "next", passwd=person.password)
    told = outcome.text if isinstance(outcome, Page) else outcome.params
    assert "code" not in told, f"{outcome!r}"
    answer = demo.token(
        person.tenant,
        grant_type="password",
        client_id=demo.app("tools")["app_id"],
        username=person.upn,
        password=person.password,
        scope="openid",
    )
    same(answer.json()["error_codes"], [50057], answer.text[:300])
    error_page(demo.browser().open(f"{demo.base}/no-such-tenant.example/oauth2/v2.0/authorize?client_id=x"), what="an unknown tenant")
