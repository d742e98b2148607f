"""The sign-in pages in Chromium, as people meet them: in English and Korean, by mouse, by keyboard, without scripts."""

import re
import secrets
import sys

from chromium import Chromium
from demo import Demo, scratch
from listener import Listener
from playwright.sync_api import sync_playwright
from report import Suite, same, within
from tokens import Pkce, claims
from totp import Authenticator

HANGUL = re.compile("[가-힣]")
suite = Suite()


class Stage:
    """What the cases of one language share."""

    def __init__(self, language, playwright):
        self.language = language
        folder = scratch()
        self.demo = Demo(folder / language, locale=language)
        self.chromium = Chromium(playwright, self.demo, folder.parent / "screenshots")
        self.listener = Listener()

    def visit(self, **more):
        return self.chromium.fresh(self.language, **more)

    def request(self, tag="tools", tenant=None, **given):
        """A request for a code, with what is needed to redeem it."""
        pkce, state = Pkce(), secrets.token_urlsafe(8)
        wanted = {"redirect_uri": self.listener.address, "state": state, **pkce.asked, **given}
        app = self.demo.app(tag)
        url = self.demo.authorize(tenant or app["tenant"], app["app_id"], **wanted)
        return Request(self, app, url, wanted, pkce)

    def expected(self, text):
        """Text of a page in the stage's language."""
        assert bool(HANGUL.search(text)) == (self.language == "ko"), f"not in {self.language}: {text[:200]}"


class Request:
    """An authorization request that waits for its answer at the listener."""

    def __init__(self, stage, app, url, wanted, pkce):
        self.stage, self.app, self.url, self.wanted, self.pkce = stage, app, url, wanted, pkce

    def arrived(self):
        """The answer, whose state and issuer hold."""
        answer = self.stage.listener.wait()
        same(answer.params["state"], self.wanted["state"], "state")
        same(answer.params["iss"], f"{self.stage.demo.base}/{self.app['tenant']}/v2.0", "iss (RFC 9207)")
        return answer

    def redeemed(self, answer=None):
        """The claims of the tokens that the code buys."""
        answer = answer or self.arrived()
        told = self.stage.demo.token(
            self.app["tenant"],
            grant_type="authorization_code",
            client_id=self.app["app_id"],
            code=answer.params["code"],
            redirect_uri=self.wanted["redirect_uri"],
            code_verifier=self.pkce.verifier,
        )
        same(told.status, 200, told.text[:400])
        return claims(told.json()["id_token"])


def to_password(stage, visit, url, person, look=""):
    """User name and password, with pictures if `look` names them."""
    visit.open(url)
    same(visit.page().kind, "username", "first page")
    if look:
        stage.expected(visit.look(f"{look}-username").text)
    visit.press("next", loginfmt=person.upn)
    same(visit.page().kind, "password", "second page")
    if look:
        stage.expected(visit.look(f"{look}-password").text)
    return visit.press("next", passwd=person.password)


def through(stage, visit, url, person, stay="no"):
    """The whole sign-in of somebody with an authenticator app, without pictures."""
    to_password(stage, visit, url, person)
    same(visit.page().kind, "authenticator-code", "third page")
    visit.press("next", otc=person.code())
    if visit.page().kind == "yes-or-no":
        visit.press(stay)


def in_both_languages(name):
    """A case for each stage."""

    def register(function):
        for language in ("en", "ko"):
            suite.case(f"{language}: {name}")(lambda stages, chosen=language: function(stages[chosen]))
        return function

    return register


@in_both_languages("the first sign-in registers an authenticator app, the second is challenged by it")
def first_and_second(stage):
    person = stage.demo.person("first-admin")
    request = stage.request()
    with stage.visit() as visit:
        page = to_password(stage, visit, request.url, person, look="1-first")
        same(page.kind, "register-authenticator", "the interruption")
        stage.expected(visit.look("1-first-register").text)
        same(visit.window.locator("svg.qr").count(), 1, "QR codes")
        assert len(page.key) == 32, f"the typed key is {page.key}"
        person.app = Authenticator(page.key)
        wrong = visit.press("next", otc="000000")
        assert wrong.problem, "a wrong code was taken"
        stage.expected(visit.look("1-first-register-wrong").problem)
        same(visit.page().key, page.key, "the key stays the same after a wrong code")
        page = visit.press("next", otc=person.code())
        same(page.kind, "recovery-codes", "after the registration")
        stage.expected(visit.look("1-first-recovery-codes").text)
        assert len(set(page.codes)) >= 8, page.codes
        person.recovery_codes = page.codes
        page = visit.press("next")
        if page.kind == "yes-or-no":
            stage.expected(visit.look("1-first-stay-signed-in").text)
            visit.press("no")
        within(request.redeemed()["amr"], "mfa", "amr of the first sign-in")

    request = stage.request()
    with stage.visit() as visit:
        page = to_password(stage, visit, request.url, person)
        same(page.kind, "authenticator-code", "the challenge")
        stage.expected(visit.look("2-second-code").text)
        page = visit.press("next", otc="000000")
        stage.expected(visit.look("2-second-code-wrong").problem)
        page = visit.press("recovery")
        stage.expected(visit.look("2-second-recovery").text)
        page = visit.press("next", otc="AAAA-BBBB-CCCC")
        stage.expected(visit.look("2-second-recovery-wrong").problem)
        visit.press("back")
        visit.press("next", otc=person.code())
        if visit.page().kind == "yes-or-no":
            visit.press("no")
        within(request.redeemed()["amr"], "mfa", "amr of the second sign-in")


@in_both_languages("a wrong, a missing and a locked password are told on the page")
def wrong_password(stage):
    person = stage.demo.person("never-interactive")
    with stage.visit() as visit:
        visit.open(stage.request().url)
        page = visit.press("next", loginfmt="")
        stage.expected(visit.look("3-username-missing").problem)
        visit.press("next", loginfmt=person.upn)
        page = visit.press("next", passwd="not it 0")
        stage.expected(visit.look("3-password-wrong").problem)
        wrong = page.problem
        for guess in range(1, 12):
            page = visit.press("next", passwd=f"not it {guess}")
            if page.problem != wrong:
                break
        assert page.problem and page.problem != wrong, "never locked"
        stage.expected(visit.look("3-password-locked").problem)
        page = visit.press("next", passwd=person.password)
        same(page.kind, "password", "the right password while locked")


@in_both_languages("the error page names code, trace id, correlation id and time, and redirects nowhere")
def error_page(stage):
    with stage.visit() as visit:
        page = visit.open(stage.request(redirect_uri="https://elsewhere.example/cb").url)
        same(page.kind, "error", "page")
        page = visit.look("4-error")
        stage.expected(page.text)
        within(page.details, "AADSTS50011", "details")
        same(len(re.findall(r"[0-9a-f]{8}-[0-9a-f]{4}-", page.details)) >= 3, True, "ids in the details")
        assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ", page.details), page.details
        assert visit.window.url.startswith(stage.demo.base), visit.window.url
        visit.complaints.clear()  # Chromium reports the status 400 of the page, as it should be
        stage.expected(lookup(visit, stage).text)


def lookup(visit, stage):
    visit.open(f"{stage.demo.base}/error?code=50076")
    return visit.look("4-error-look-up")


@in_both_languages("the device page takes a code, asks for confirmation and ends")
def device(stage):
    app, person = stage.demo.app("tools"), stage.demo.person("security-admin")
    waiting = stage.demo.wire.post(
        stage.demo.endpoint(app["tenant"], "devicecode"), {"client_id": app["app_id"], "scope": "openid profile"}
    ).json()
    with stage.visit() as visit:
        visit.open(waiting["verification_uri"])
        stage.expected(visit.look("5-device-code").text)
        visit.press("next", user_code="WRONG999")
        stage.expected(visit.look("5-device-code-wrong").problem)
        visit.press("next", user_code=waiting["user_code"])
        visit.press("next", loginfmt=person.upn)
        visit.press("next", passwd=person.password)
        visit.press("next", otc=person.code())
        if visit.page().kind == "yes-or-no":
            visit.press("no")
        same(visit.page().kind, "device-confirm", "the question")
        stage.expected(visit.look("5-device-confirm").text)
        same(visit.press("next").kind, "end", "the last page")
        stage.expected(visit.look("5-device-done").text)
    told = stage.demo.token(
        app["tenant"],
        grant_type="urn:ietf:params:oauth:grant-type:device_code",
        client_id=app["app_id"],
        device_code=waiting["device_code"],
    )
    same(claims(told.json()["id_token"])["oid"], person.id, "who approved")


@in_both_languages("two accounts: a picker, then one is signed out")
def two_accounts(stage):
    first, second = stage.demo.person("user"), stage.demo.person("admin")
    with stage.visit() as visit:
        request = stage.request()
        through(stage, visit, request.url, first)
        same(request.redeemed()["oid"], first.id, "the first account")
        request = stage.request(prompt="select_account")
        page = visit.open(request.url)
        same(page.kind, "account-picker", "with one account")
        visit.press("other")
        visit.press("next", loginfmt=second.upn)
        visit.press("next", passwd=second.password)
        visit.press("next", otc=second.code())
        if visit.page().kind == "yes-or-no":
            visit.press("no")
        same(request.redeemed()["oid"], second.id, "the second account")
        request = stage.request(prompt="select_account")
        visit.open(request.url)
        page = visit.look("6-account-picker")
        stage.expected(page.heading)
        for person in (first, second):
            within(page.text.lower(), person.upn.lower(), "accounts")
        with visit.window.expect_navigation():
            visit.window.locator("button", has_text=first.upn).click()
        same(request.redeemed()["oid"], first.id, "the chosen account")
        visit.open(stage.demo.endpoint(first.tenant, "logout"))
        stage.expected(visit.look("6-sign-out-question").text)
        visit.press("yes")
        stage.expected(visit.look("6-signed-out").text)
        page = visit.open(stage.request().url)
        same(page.kind, "username", "after signing out")


@in_both_languages("a temporary password has to be replaced, with a reason for every refusal")
def temporary(stage):
    person = stage.demo.person("temporary-password")
    request = stage.request()
    with stage.visit() as visit:
        page = to_password(stage, visit, request.url, person)
        if page.kind == "register-authenticator":
            person.app = Authenticator(page.key)
            visit.press("next", otc=person.code())
            page = visit.press("next")
        same(page.kind, "change-password", f"page {page.heading}")
        stage.expected(visit.look("7-change-password").text)
        for name, (new, again) in {
            "mismatch": ("a new long passphrase", "another long passphrase"),
            "short": ("short", "short"),
        }.items():
            page = visit.press("next", newpasswd=new, confirmpasswd=again)
            stage.expected(visit.look(f"7-change-password-{name}").problem)
        page = visit.press("next", newpasswd="violet harbour 47 lanterns", confirmpasswd="violet harbour 47 lanterns")
        if page.kind == "register-authenticator":
            person.app = Authenticator(page.key)
            visit.press("next", otc=person.code())
            page = visit.press("next")
        if page.kind == "yes-or-no":
            visit.press("no")
        same(request.redeemed()["oid"], person.id, "who signed in")


@suite.case("without scripts everything works, form_post by its button")
def without_scripts(stages):
    stage = stages["en"]
    person, request = stage.demo.person("admin-agent"), stage.request(response_mode="form_post")
    with stage.visit(java_script_enabled=False) as visit:
        through(stage, visit, request.url, person)
        same(visit.page().kind, "form-post", "the page that waits for its button")
        visit.window.screenshot(path=visit.chromium.screenshots / "en-8-form-post-without-scripts.png")
        with visit.window.expect_navigation():
            visit.window.click("form button")
        answer = request.arrived()
        same(answer.method, "POST", "how it came")
        within(request.redeemed(answer)["amr"], "mfa", "amr")


@suite.case("form_post sends itself")
def form_post(stages):
    stage = stages["en"]
    person, request = stage.demo.person("helpdesk-agent"), stage.request(response_mode="form_post")
    with stage.visit() as visit:
        through(stage, visit, request.url, person)
        answer = request.arrived()
        same(answer.method, "POST", "how it came")
        # Browsers hide an https page's origin from an http address, as the referrer policy asks them to.
        assert answer.headers.get("Origin") in (None, "null", stage.demo.base), answer.headers
        within(request.redeemed(answer)["amr"], "mfa", "amr")


@suite.case("a fragment arrives after the sign of a fragment, and nothing in the query")
def fragment(stages):
    stage = stages["en"]
    person, request = stage.demo.person("helpdesk-agent"), stage.request(response_mode="fragment")
    with stage.visit() as visit:
        through(stage, visit, request.url, person)
        visit.window.wait_for_url(stage.listener.origin + "/**")
        address, _, rest = visit.window.url.partition("#")
        same(address, stage.listener.address, "address")
        within(rest, "code=", "fragment")
        within(rest, f"state={request.wanted['state']}", "fragment")


@suite.case("by keyboard alone, the focus always where it is needed and visible")
def keyboard(stages):
    stage = stages["en"]
    person, request = stage.demo.person("security-admin"), stage.request()
    with stage.visit() as visit:
        visit.open(request.url)
        keys = visit.window.keyboard
        for kind, field, text in (
            ("username", "loginfmt", lambda: person.upn),
            ("password", "passwd", lambda: person.password),
            ("authenticator-code", "otc", person.code),
        ):
            same(visit.page().kind, kind, "page")
            same(visit.window.evaluate("document.activeElement.name"), field, "where the cursor is")
            keys.type(text())
            with visit.window.expect_navigation():
                keys.press("Enter")
        if visit.page().kind == "yes-or-no":
            same(visit.window.evaluate("document.activeElement.value"), "yes", "where the focus is")
            keys.press("Tab")
            same(visit.window.evaluate("document.activeElement.value"), "no", "after the tabulator")
            shown = visit.window.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert shown != "none", "the focus cannot be seen"
            with visit.window.expect_navigation():
                keys.press("Enter")
        within(request.redeemed()["amr"], "mfa", "amr")


@suite.case("stay signed in: Yes outlives the browser, No does not")
def stay_signed_in(stages):
    stage = stages["en"]
    person = stage.demo.person("user")
    for stay, kept in (("yes", True), ("no", False)):
        folder = stage.demo.folder / f"profile-{stay}"
        request = stage.request()
        with stage.chromium.kept(folder) as visit:
            to_password(stage, visit, request.url, person)
            visit.press("next", otc=person.code())
            same(visit.page().kind, "yes-or-no", "the question")
            visit.press(stay)
            request.redeemed()
        request = stage.request()
        with stage.chromium.kept(folder) as visit:
            page = visit.open(request.url)
            if kept:
                same(request.redeemed()["oid"], person.id, "after a restart")
            else:
                same(page.kind, "username", "after a restart")


@suite.case("the start page and addresses that do not exist")
def start(stages):
    for stage in stages.values():
        with stage.visit() as visit:
            visit.open(stage.demo.base + "/")
            stage.expected(visit.look("0-start").text)


def main():
    with sync_playwright() as playwright:
        stages = {language: Stage(language, playwright) for language in ("en", "ko")}
        try:
            suite.run(stages)
        finally:
            for stage in stages.values():
                stage.chromium.browser.close()
                stage.demo.stop()


if __name__ == "__main__":
    sys.exit(main())
