"""Access tokens that were forged, meant for somebody else, or are too old, at userinfo and at Graph."""

import hashlib
import hmac
import json

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from common import suite
from demo import GRAPH
from people import sign_in
from report import same, within
from tokens import Pkce, claims, part, unpadded


def user_tokens(demo, tag="user", scope=f"openid profile offline_access {GRAPH}/User.Read", browser=None, **given):
    """The tokens of a sign-in with the public client."""
    pkce, person = Pkce(), demo.person(tag)
    app = demo.app("tools", person.tenant)
    url = demo.authorize(person.tenant, app["app_id"], scope=scope, **{**pkce.asked, **given})
    arrival = sign_in(browser or demo.browser(), url, person).arrival
    answer = demo.token(
        person.tenant,
        grant_type="authorization_code",
        client_id=app["app_id"],
        code=arrival["code"],
        redirect_uri=given.get("redirect_uri", "http://localhost:5000/callback"),
        code_verifier=pkce.verifier,
    )
    same(answer.status, 200, answer.text[:400])
    return answer.json()


def userinfo(demo, token):
    return demo.wire.get(f"{demo.base}/oidc/userinfo", {"Authorization": f"Bearer {token}"})


def me(demo, token):
    return demo.wire.get(f"{demo.graph}/v1.0/me", {"Authorization": f"Bearer {token}"})


def denied(answer, what):
    if answer.status == 431:
        return  # a header beyond all bounds is refused before anybody looks for a token in it
    same(answer.status, 401, f"{what}: {answer.text[:300]}")
    within(answer.header("www-authenticate") or "", "Bearer", what)
    assert answer.json(), what


@suite.case("bearers: forged, changed and cut tokens are 401 with a challenge")
def forged(demo):
    token = user_tokens(demo)["access_token"]
    for ask in (userinfo, me):
        same(ask(demo, token).status, 200, f"{ask.__name__} with the sound one")
    head, body, signature = token.split(".")
    keys = demo.wire.get(f"{demo.base}/common/discovery/v2.0/keys").json()["keys"]
    key = jwt.PyJWK(next(key for key in keys if key["kid"] == part(token, 0)["kid"]), algorithm="RS256").key
    public = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    told = part(token, 0)

    def written(header, content, sign):
        text = f"{unpadded(json.dumps(header).encode())}.{unpadded(json.dumps(content).encode())}"
        return f"{text}.{unpadded(sign(text.encode()))}"

    forgeries = {
        "alg none": written({**told, "alg": "none"}, claims(token), lambda _: b""),
        "HS256 with the public key": written(
            {**told, "alg": "HS256"}, claims(token), lambda text: hmac.new(public, text, hashlib.sha256).digest()
        ),
        "HS256 with nothing": written({**told, "alg": "HS256"}, claims(token), lambda text: hmac.new(b"", text, hashlib.sha256).digest()),
        "another key under the same kid": jwt.encode(claims(token), other, "RS256", headers={"kid": told["kid"]}),
        "another key under its own kid": jwt.encode(claims(token), other, "RS256", headers={"kid": "mine", "jwk": json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(other.public_key()))}),
        "no kid": jwt.encode(claims(token), other, "RS256"),
        "more rights": f"{head}.{unpadded(json.dumps({**claims(token), 'scp': 'User.ReadWrite.All AuditLog.Read.All'}).encode())}.{signature}",
        "another person": f"{head}.{unpadded(json.dumps({**claims(token), 'oid': demo.person('admin').id}).encode())}.{signature}",
        "no signature": f"{head}.{body}.",
        "a cut signature": token[:-6],
        "two dots": "..",
        "nothing": "",
        "a megabyte": "A" * 60_000,
        "no text": "ÿþ".encode().hex(),
    }
    for name, forgery in forgeries.items():
        for ask in (userinfo, me):
            denied(ask(demo, forgery), f"{ask.__name__}: {name}")


@suite.case("bearers: tokens for another audience, id tokens and refresh tokens are no access tokens")
def wrong_kind(demo):
    scope = demo.app("automation")["scopes"][0]
    for name, asked in {"own API": f"openid offline_access {scope}", "ARM": "openid https://management.azure.com/user_impersonation"}.items():
        app, pkce, person = demo.app("tools"), Pkce(), demo.person("admin")
        if name == "ARM":
            app = {"app_id": "04b07795-8ddb-461a-bbee-02f9e1bf7b46"}
        url = demo.authorize(person.tenant, app["app_id"], scope=asked, redirect_uri="http://localhost:8400/", **pkce.asked)
        arrival = sign_in(demo.browser(), url, person).arrival
        told = demo.token(person.tenant, grant_type="authorization_code", client_id=app["app_id"], code=arrival["code"], redirect_uri="http://localhost:8400/", code_verifier=pkce.verifier)
        same(told.status, 200, f"{name}: {told.text[:300]}")
        tokens = told.json()
        denied(me(demo, tokens["access_token"]), f"Graph with a token for {name}")
        for kind in ("id_token", "refresh_token"):
            if kind in tokens:
                denied(me(demo, tokens[kind]), f"Graph with a {kind}")
                denied(userinfo(demo, tokens[kind]), f"userinfo with a {kind}")
    automatic = demo.app_token(demo.app("automation"))
    answer = me(demo, automatic)
    assert 400 <= answer.status < 500, f"/me of an application: {answer.status}"
    assert 400 <= userinfo(demo, automatic).status < 500, "userinfo of an application"


@suite.case("bearers: an expired token is refused, and so is one of a user without the right")
def expired(demo):
    tokens = user_tokens(demo, "admin-agent")
    answer = demo.wire.get(f"{demo.graph}/v1.0/auditLogs/signIns", {"Authorization": "Bearer " + tokens["access_token"]})
    same(answer.status, 403, f"sign-ins without the permission: {answer.text[:300]}")
    assert answer.json()["error"]["code"], answer.text
    assert answer.json()["error"]["innerError"]["request-id"], answer.text
    demo.advance(2 * 3600 + 60)
    for ask in (userinfo, me):
        denied(ask(demo, tokens["access_token"]), f"{ask.__name__} with an old token")


@suite.case("bearers: Graph tells one tenant's log to nobody else, whatever is asked for")
def tenants_apart(demo):
    mine, theirs = (demo.app_token(demo.app("automation", tenant)) for tenant in (demo.partner, demo.customer))
    logs = [{entry["id"] for entry in demo.sign_ins(token, "$top=500")} for token in (mine, theirs)]
    assert logs[0] and logs[1] and not logs[0] & logs[1], "the logs of two tenants overlap"
    entry = next(iter(logs[0]))
    own = demo.wire.get(f"{demo.graph}/v1.0/auditLogs/signIns/{entry}", {"Authorization": f"Bearer {mine}"})
    same(own.status, 200, own.text[:300])
    foreign = demo.wire.get(f"{demo.graph}/v1.0/auditLogs/signIns/{entry}", {"Authorization": f"Bearer {theirs}"})
    same(foreign.status, 404, foreign.text[:300])
    for query in (
        "$top=0", "$top=-1", "$top=x", "$top=99999999999999999999", "$skip=-1", "$filter=", "$filter=x", "$filter=(((((",
        "$filter=status/errorCode%20eq%20'x'", "$filter=" + "(" * 500, "$filter=userDisplayName%20eq%20'" + "a" * 20_000 + "'",
        "$orderby=password", "$select=%00", "$skiptoken=AAAA", "$skiptoken=%FF", "$nothing=1", "$top=1&$top=2",
        "$filter=userDisplayName%20eq%20'x'%20or%201%20eq%201", "$filter=startswith(userDisplayName,'%25')", "$filter=appId%20eq%20'%27%20OR%201=1--'",
    ):
        answer = demo.wire.get(f"{demo.graph}/v1.0/auditLogs/signIns?{query}", {"Authorization": f"Bearer {mine}"})
        assert answer.status in (200, 400), f"{query[:60]}: {answer.status} {answer.text[:300]}"
        if answer.status == 400:
            assert answer.json()["error"]["code"], query
    for entry in ("x", "%00", "..", "00000000-0000-0000-0000-000000000000", "a" * 5000):
        answer = demo.wire.get(f"{demo.graph}/v1.0/auditLogs/signIns/{entry}", {"Authorization": f"Bearer {mine}"})
        assert answer.status in (400, 404), f"{entry[:30]}: {answer.status} {answer.text[:200]}"

