"""Authorization codes, refresh tokens and device codes: reused, stolen, expired, raced for."""

from concurrent.futures import ThreadPoolExecutor

from bearers import user_tokens
from common import refusal, suite
from demo import CALLBACK, GRAPH
from people import sign_in
from report import same
from tokens import Pkce

SCOPE = f"openid profile offline_access {GRAPH}/User.Read"
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


class Waiting:
    """A code that waits to be redeemed."""

    def __init__(self, demo, tag="user", app="tools", **given):
        self.demo, self.pkce, self.person = demo, Pkce(), demo.person(tag)
        self.app = demo.app(app, self.person.tenant)
        wanted = {"scope": SCOPE, **self.pkce.asked, **given}
        url = demo.authorize(self.person.tenant, self.app["app_id"], **wanted)
        self.code = sign_in(demo.browser(), url, self.person).arrival["code"]

    def redeem(self, **changed):
        fields = {
            "grant_type": "authorization_code",
            "client_id": self.app["app_id"],
            "code": self.code,
            "redirect_uri": CALLBACK,
            "code_verifier": self.pkce.verifier,
            **({"client_secret": self.app["secret"]} if self.app["secret"] else {}),
            **changed,
        }
        tenant = fields.pop("tenant", self.person.tenant)
        return self.demo.token(tenant, **{name: value for name, value in fields.items() if value is not None})


def refresh(demo, tenant, client_id, token, **more):
    return demo.token(tenant, grant_type="refresh_token", client_id=client_id, refresh_token=token, scope=SCOPE, **more)


@suite.case("codes: the second use is refused with 54005 and ends what the first one gave")
def reused(demo):
    waiting = Waiting(demo)
    first = waiting.redeem()
    same(first.status, 200, first.text[:300])
    refusal(waiting.redeem(), 54005, status=400)
    ended = refresh(demo, waiting.person.tenant, waiting.app["app_id"], first.json()["refresh_token"])
    refusal(ended, what="the refresh token of a code that was used twice")


@suite.case("codes: of eight redemptions at once one wins")
def raced(demo):
    waiting = Waiting(demo, "admin")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: waiting.redeem(), range(8)))
    same(sorted(answer.status for answer in answers), [200] + [400] * 7, "statuses")
    for answer in answers:
        if answer.status != 200:
            refusal(answer, 54005)


@suite.case("codes: wrong verifier, redirect URI, client, tenant, or a changed code")
def stolen(demo):
    waiting = Waiting(demo, "admin-agent")
    automation = demo.app("automation")
    for name, changed, codes in (
        ("another verifier", {"code_verifier": "w" * 43}, (501481,)),
        ("a short verifier", {"code_verifier": "short"}, (501481, 501491, 9002313, 50147)),
        ("no verifier", {"code_verifier": None}, (501481, 900144, 50147, 9002325)),
        ("another redirect URI", {"redirect_uri": "http://localhost:5001/callback"}, (50011, 70000, 70002)),
        ("no redirect URI", {"redirect_uri": None}, (50011, 70000, 900144)),
        ("another client", {"client_id": automation["app_id"], "client_secret": automation["secret"]}, (70000, 70002)),
        ("another tenant", {"tenant": demo.customer["id"]}, (700005, 70000, 700016)),
        ("a changed code", {"code": waiting.code[:-3] + ("AAA" if waiting.code[-3:] != "AAA" else "BBB")}, (70000, 9002313)),
        ("half a code", {"code": waiting.code[: len(waiting.code) // 2]}, (70000, 9002313)),
        ("a scope that was not granted", {"scope": "https://management.azure.com/user_impersonation"}, ()),
    ):
        refusal(waiting.redeem(**changed), *codes, what=name)


@suite.case("codes: after eleven minutes too late, 70008")
def expired(demo):
    waiting = Waiting(demo, "security-admin")
    demo.advance(11 * 60)
    refusal(waiting.redeem(), 70008, status=400)


@suite.case("codes: a confidential client must prove itself, and PKCE cannot be dropped")
def confidential(demo):
    waiting = Waiting(demo, "helpdesk-agent", "automation")
    refusal(waiting.redeem(client_secret=None), 7000218)
    refusal(waiting.redeem(client_secret="wrong"), 7000215)
    refusal(waiting.redeem(code_verifier=None), 501481, 900144, 50147)
    same(waiting.redeem().status, 200, "after all this the rightful client gets its tokens")
    plain = Waiting(demo, "user", "automation", code_challenge=None, code_challenge_method=None)
    refusal(plain.redeem(code_verifier="v" * 43), what="a verifier without a challenge")


@suite.case("refresh tokens: of another client, another tenant, cut, and an older generation")
def refreshes(demo):
    tokens = user_tokens(demo, "customer-user")
    person, other = demo.person("customer-user"), demo.app("automation", demo.customer)
    app = demo.app("tools", demo.customer)
    token = tokens["refresh_token"]
    refusal(refresh(demo, person.tenant, other["app_id"], token, client_secret=other["secret"]), 70000, what="another client")
    refusal(refresh(demo, person.tenant, app["app_id"], token[:-4]), 70000, what="cut")
    refusal(refresh(demo, person.tenant, app["app_id"], tokens["access_token"]), 70000, 9002313, what="an access token")
    refusal(refresh(demo, person.tenant, app["app_id"], "A" * 5000), 70000, 9002313, what="letters")
    demo.advance(40)
    newer = refresh(demo, person.tenant, app["app_id"], token)
    same(newer.status, 200, newer.text[:300])
    same(refresh(demo, person.tenant, app["app_id"], token).status, 200, "the older one within thirty seconds")
    demo.advance(40)
    refusal(refresh(demo, person.tenant, app["app_id"], token), 70000, what="the older one after forty seconds")
    again = refresh(demo, person.tenant, app["app_id"], newer.json()["refresh_token"])
    same(again.status, 200, f"the newer one still works: {again.text[:300]}")


@suite.case("device codes: of another client, declined, expired, guessed")
def devices(demo):
    app, other, person = demo.app("tools"), demo.app("automation"), demo.person("admin")

    def waiting():
        return demo.wire.post(demo.endpoint(app["tenant"], "devicecode"), {"client_id": app["app_id"], "scope": SCOPE}).json()

    def poll(told, client=app, **more):
        return demo.token(app["tenant"], grant_type=DEVICE, client_id=client["app_id"], device_code=told["device_code"], **more)

    told = waiting()
    refusal(poll(told), 70016)
    refusal(poll(told, other, client_secret=other["secret"]), what="another client")
    walk = sign_in(demo.browser(), told["verification_uri"], person, user_code=told["user_code"], stop_at=("device-confirm",))
    same(walk.end.kind, "device-confirm", walk.seen)
    browser = demo.browser()
    walk = sign_in(browser, told["verification_uri"], person, user_code=told["user_code"], stop_at=("device-confirm",))
    browser.press(walk.end, "cancel")
    same(refusal(poll(told), 70017)["error"], "authorization_declined", "error")

    told = waiting()
    demo.advance(15 * 60 + 5)
    same(refusal(poll(told), 70019, 70020)["error"], "expired_token", "error")
    page = demo.browser()
    page = page.press(page.open(told["verification_uri"]), "next", user_code=told["user_code"])
    assert page.kind in ("device-code", "error") and (page.problem or page.details), f"an expired code: {page!r}"

    browser = demo.browser()
    page = browser.open(told["verification_uri"])
    for guess in ("", "AAAAAAAA", "00000000", "%00", "'", "A" * 32, "<script>"):
        page = browser.press(page, "next", user_code=guess)
        assert page.kind == "device-code" and page.problem, f"{guess!r}: {page!r}"
        assert page.status < 500


@suite.case("two sign-ins end in two grants: ending one leaves the other")
def two_grants(demo):
    first, second = Waiting(demo, "user").redeem().json(), Waiting(demo, "user").redeem().json()
    app, tenant = demo.app("tools"), demo.person("user").tenant
    third = Waiting(demo, "user")
    third.redeem()
    refusal(third.redeem(), 54005)
    for tokens in (first, second):
        answer = refresh(demo, tenant, app["app_id"], tokens["refresh_token"])
        same(answer.status, 200, answer.text[:300])
