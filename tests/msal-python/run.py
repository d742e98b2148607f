"""MSAL Python, azure-identity and Authlib, unmodified, against the demo world."""

import base64
import json
import os
import re
import threading
import webbrowser
from pathlib import Path
from urllib.parse import urlsplit

import jwt
import msal
import requests
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import JsonWebKey, JsonWebToken
from authlib.oidc.core import CodeIDToken
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import CertificateCredential, ClientSecretCredential, DeviceCodeCredential
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from demo import CALLBACK, GRAPH, Demo
from people import sign_in
from report import Suite, same, within
from tokens import claims, part

GRAPH_ID = "00000003-0000-0000-c000-000000000000"
DAY = 86_400

suite = Suite()


# --- helpers ---


class PortKept(requests.Session):
    """MSAL asks for the user realm at the host without its port; this puts the port back."""

    def __init__(self, demo):
        super().__init__()
        self.verify = demo.ca_file
        self.port = urlsplit(demo.base).port
        self.realm_asked = 0

    def request(self, method, url, *rest, **named):
        if "/common/userrealm/" in url.lower():
            self.realm_asked += 1
            url = url.replace("https://localhost/", f"https://localhost:{self.port}/")
        return super().request(method, url, *rest, **named)


def public(demo, app, session=None):
    """A public client of MSAL."""
    return msal.PublicClientApplication(
        app["app_id"],
        authority=f"{demo.base}/{app['tenant']}",
        instance_discovery=False,
        http_client=session or PortKept(demo),
    )


def confidential(demo, app, credential=None):
    """A confidential client of MSAL, with the application's secret if no other credential is given."""
    return msal.ConfidentialClientApplication(
        app["app_id"],
        client_credential=credential or app["secret"],
        authority=f"{demo.base}/{app['tenant']}",
        instance_discovery=False,
        http_client=PortKept(demo),
    )


def discovery(demo, tenant, version="/v2.0"):
    return demo.wire.get(f"{demo.base}/{tenant}{version}/.well-known/openid-configuration").json()


def verified(demo, token, tenant, audience):
    """The claims of an access token whose signature, issuer, audience, tenant and times hold."""
    version = part(token, 1)["ver"]
    about = discovery(demo, tenant, "/v2.0" if version == "2.0" else "")
    keys = demo.wire.get(about["jwks_uri"]).json()["keys"]
    header = part(token, 0)
    key = jwt.PyJWK(next(key for key in keys if key["kid"] == header["kid"]), algorithm="RS256")
    ahead = demo.offset()
    told = jwt.decode(
        token,
        key,
        algorithms=["RS256"],
        issuer=about["issuer"],
        audience=audience,
        leeway=ahead + 5,
        options={"require": ["exp", "iat", "nbf", "iss", "aud", "sub"]},
    )
    same(told["tid"], tenant, "tid")
    assert 5 * 60 < told["exp"] - demo.now() <= 24 * 3600, f"lives for {told['exp'] - demo.now()} s"
    assert told.get("uti"), "a token without a name of its own"
    return told


def challenged(demo, result, tenant, audience):
    """The claims of a user's token, which must say that a second factor was used."""
    assert "access_token" in result, f"no token: {result}"
    told = verified(demo, result["access_token"], tenant, audience)
    assert "mfa" in told["amr"] and "pwd" in told["amr"], f"amr is {told['amr']}"
    return told


def refused(result, code, error=None, suberror=None):
    """Asserts an error body of the platform's shape, and gives it."""
    assert "access_token" not in result, "a token was issued"
    same(result["error_codes"], [code], "error_codes")
    assert result["error_description"].startswith(f"AADSTS{code}: "), result["error_description"]
    if error:
        same(result["error"], error, "error")
    if suberror:
        same(result["suberror"], suberror, "suberror")
    for field in ("timestamp", "trace_id", "correlation_id"):
        assert result.get(field), f"no {field} in {result}"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ", result["timestamp"]), result["timestamp"]
    return result


def signed_in(demo, client, person, scopes, **given):
    """The whole code flow with PKCE: MSAL's request, the pages, MSAL's redemption."""
    flow = client.initiate_auth_code_flow(scopes, redirect_uri=CALLBACK, **given)
    walk = sign_in(demo.browser(), flow["auth_uri"], person)
    same(walk.arrival["iss"], discovery(demo, person.tenant)["issuer"], "iss of the answer (RFC 9207)")
    return client.acquire_token_by_auth_code_flow(flow, walk.arrival.params)


def own_scope(demo):
    """The scope that `automation` exposes, and the audience of its tokens."""
    app = demo.app("automation")
    return app["scopes"][0], [app["app_id"], app["scopes"][0].rsplit("/", 1)[0]]


def user_scopes():
    return [f"{GRAPH}/User.Read"], [GRAPH, GRAPH_ID]


def silent(client, scopes, **given):
    """What a refresh gives, error bodies included."""
    account = client.get_accounts()[0]
    return client.acquire_token_silent_with_error(scopes, account, force_refresh=True, **given)


# --- discovery ---


@suite.case("the configuration is the same by id and by domain, and MSAL and Authlib read it")
def configuration(demo):
    tenant = demo.partner
    for version in ("/v2.0", ""):
        by_id = discovery(demo, tenant["id"], version)
        same(discovery(demo, tenant["domain"], version), by_id, f"by domain, {version or 'v1'}")
        same(discovery(demo, tenant["domain"].upper(), version), by_id, f"by domain in capitals, {version or 'v1'}")
    found = discovery(demo, tenant["id"])
    same(found["issuer"], f"{demo.base}/{tenant['id']}/v2.0", "issuer")
    for name, path in {
        "authorization_endpoint": "authorize",
        "token_endpoint": "token",
        "device_authorization_endpoint": "devicecode",
        "end_session_endpoint": "logout",
    }.items():
        same(found[name], f"{demo.base}/{tenant['id']}/oauth2/v2.0/{path}", name)
    same(found["id_token_signing_alg_values_supported"], ["RS256", "ES256"], "algorithms")
    within(found["code_challenge_methods_supported"], "S256", "PKCE")
    same(found["authorization_response_iss_parameter_supported"], True, "RFC 9207")
    same(discovery(demo, "common")["issuer"], demo.base + "/{tenantid}/v2.0", "issuer of common")
    client = confidential(demo, demo.app("automation"))
    same(client.authority.token_endpoint, found["token_endpoint"], "MSAL's token endpoint")
    same(client.authority.authorization_endpoint, found["authorization_endpoint"], "MSAL's authorization endpoint")
    keys = demo.wire.get(found["jwks_uri"]).json()["keys"]
    for key in keys:
        assert key["use"] == "sig" and key["kid"], key
        assert not {"d", "p", "q", "k"}.intersection(key), "a private key was published"


@suite.case("MSAL accepts the server through instance discovery")
def instance(demo):
    client = msal.PublicClientApplication(
        demo.app("tools")["app_id"],
        authority=f"{demo.base}/{demo.partner['id']}",
        instance_discovery=f"{demo.base}/common/discovery/instance",
        http_client=PortKept(demo),
    )
    within(client.authority.token_endpoint, demo.partner["id"], "token endpoint")


# --- applications ---


@suite.case("a secret with + / = ~ gets a token that verifies, then one from the cache")
def client_secret(demo):
    app = demo.app("automation")
    assert set("+/=~") <= set(app["secret"]), f"the demo's secret is too tame: {app['secret']}"
    client = confidential(demo, app)
    result = client.acquire_token_for_client([f"{GRAPH}/.default"])
    assert "access_token" in result, result
    told = verified(demo, result["access_token"], app["tenant"], [GRAPH, GRAPH_ID])
    same(told.get("idtyp"), "app", "idtyp")
    within(told["roles"], "AuditLog.Read.All", "roles")
    assert "scp" not in told and "amr" not in told, "an application is no person"
    assert "refresh_token" not in result and "id_token" not in result, result.keys()
    again = client.acquire_token_for_client([f"{GRAPH}/.default"])
    same((again["access_token"], again["token_source"]), (result["access_token"], "cache"), "second call")


@suite.case("a secret in HTTP Basic is taken raw and encoded, and a wrong one told with a number")
def basic(demo):
    app = demo.app("automation")
    quoted = requests.utils.quote(app["secret"], safe="")
    for name, secret in {"raw": app["secret"], "encoded": quoted}.items():
        pair = base64.b64encode(f"{app['app_id']}:{secret}".encode()).decode()
        answer = demo.wire.post(
            demo.endpoint(app["tenant"], "token"),
            {"grant_type": "client_credentials", "scope": f"{GRAPH}/.default"},
            {"Authorization": f"Basic {pair}"},
        )
        same(answer.status, 200, f"{name}: {answer.text[:300]}")
    wrong = confidential(demo, app, app["secret"] + "x").acquire_token_for_client([f"{GRAPH}/.default"])
    refused(wrong, 7000215, "invalid_client")


@suite.case("a certificate signs PS256 with x5t#S256 and RS256 with x5t")
def certificate(demo):
    app = demo.app("automation")
    pem = Path(app["certificate_pem"]).read_text()
    thumbprint = x509.load_pem_x509_certificate(pem[pem.index("-----BEGIN CERT") :].encode()).fingerprint(hashes.SHA1())
    public_part = "".join(re.findall(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----\n?", pem, re.S))
    private = "".join(re.findall(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.+?-----END [A-Z ]*PRIVATE KEY-----\n?", pem, re.S))
    for credential in (
        {"private_key": private, "public_certificate": public_part},
        {"private_key": private, "thumbprint": thumbprint.hex()},
        {"private_key": private, "thumbprint": thumbprint.hex(), "public_certificate": public_part},
    ):
        result = confidential(demo, app, credential).acquire_token_for_client([f"{GRAPH}/.default"])
        assert "access_token" in result, result
        told = verified(demo, result["access_token"], app["tenant"], [GRAPH, GRAPH_ID])
        same(told.get("appidacr") or told.get("azpacr"), "2", "how the client proved itself")


@suite.case("azure-identity: secret, certificate, and an error it can read")
def azure_identity(demo):
    app = demo.app("automation")
    given = {"authority": demo.base, "disable_instance_discovery": True, "connection_verify": demo.ca_file}
    for credential in (
        ClientSecretCredential(app["tenant"], app["app_id"], app["secret"], **given),
        CertificateCredential(app["tenant"], app["app_id"], app["certificate_pem"], **given),
    ):
        token = credential.get_token(f"{GRAPH}/.default")
        told = verified(demo, token.token, app["tenant"], [GRAPH, GRAPH_ID])
        assert abs(token.expires_on + demo.offset() - told["exp"]) <= 2, "expires_on is not the token's"
    wrong = ClientSecretCredential(app["tenant"], app["app_id"], "no such secret", **given)
    try:
        wrong.get_token(f"{GRAPH}/.default")
    except ClientAuthenticationError as cause:
        within(str(cause), "AADSTS7000215", "message")
    else:
        raise AssertionError("a wrong secret was taken")


# --- people ---


@suite.case("code and PKCE: public client, own scope, silent refresh from cache and from the server")
def code_and_pkce(demo):
    scope, audience = own_scope(demo)
    person, tenant = demo.person("user"), demo.partner["id"]
    client = public(demo, demo.app("tools"))
    result = signed_in(demo, client, person, [scope])
    told = challenged(demo, result, tenant, audience)
    same(told["oid"], person.id, "oid")
    within(told["scp"], scope.rsplit("/", 1)[1], "scp")
    same(result["id_token_claims"]["preferred_username"], person.upn, "preferred_username")
    account = client.get_accounts()[0]
    same(account["username"], person.upn, "account")
    cached = client.acquire_token_silent([scope], account)
    same(cached["access_token"], result["access_token"], "from the cache")
    fresh = silent(client, [scope])
    same(challenged(demo, fresh, tenant, audience)["oid"], person.id, "oid after a refresh")
    assert fresh["access_token"] != result["access_token"], "the refresh gave the old token"
    same(challenged(demo, fresh, tenant, audience)["amr"], told["amr"], "amr after a refresh")
    other = client.acquire_token_silent_with_error(user_scopes()[0], account)
    challenged(demo, other, tenant, user_scopes()[1])


@suite.case("code and PKCE: confidential client, max_age, and the people of the token are told")
def confidential_code(demo):
    scopes, audience = user_scopes()
    person, tenant = demo.person("admin"), demo.partner["id"]
    client = confidential(demo, demo.app("automation"))
    result = signed_in(demo, client, person, scopes, max_age=3600, login_hint=person.upn)
    challenged(demo, result, tenant, audience)
    assert isinstance(result["id_token_claims"]["auth_time"], int), result["id_token_claims"]
    fresh = silent(client, scopes)
    challenged(demo, fresh, tenant, audience)
    me = demo.wire.get(f"{demo.graph}/v1.0/me", {"Authorization": f"Bearer {result['access_token']}"})
    same((me.status, me.json()["id"]), (200, person.id), "GET /me")
    told = demo.wire.get(
        discovery(demo, tenant)["userinfo_endpoint"], {"Authorization": f"Bearer {result['access_token']}"}
    )
    same(told.json()["sub"], result["id_token_claims"]["sub"], "sub of userinfo")


@suite.case("MSAL's own loopback receiver: form_post to http://localhost on a random port")
def interactive(demo):
    person, trouble = demo.person("helpdesk-agent"), []

    class Driver(webbrowser.BaseBrowser):
        def open(self, url, new=0, autoraise=True):
            threading.Thread(target=self.visit, args=(url,), daemon=True).start()
            return True

        def visit(self, url):
            try:
                arrival = sign_in(demo.browser(), url, person).arrival
                same(arrival.method, "POST", "response_mode=form_post")
                requests.post(arrival.url, data=arrival.fields, timeout=20)
            except Exception as cause:  # told by the case, which waits for the answer
                trouble.append(cause)

    webbrowser.register("driver", None, Driver(), preferred=True)
    scopes, audience = user_scopes()
    result = public(demo, demo.app("tools")).acquire_token_interactive(scopes, timeout=30)
    assert not trouble, trouble
    challenged(demo, result, demo.partner["id"], audience)


@suite.case("device code: pending, then approved on the page, then a token; the code works once")
def device_code(demo):
    scope, audience = own_scope(demo)
    client = public(demo, demo.app("tools"))
    flow = client.initiate_device_flow([scope])
    within(flow["message"], flow["user_code"], "message")
    pending = client.acquire_token_by_device_flow({**flow, "expires_at": 0}, exit_condition=lambda _: True)
    refused(pending, 70016, "authorization_pending")
    browser, person = demo.browser(), demo.person("security-admin")
    walk = sign_in(browser, flow["verification_uri"], person, user_code=flow["user_code"])
    same((walk.seen[0], walk.seen[-1]), ("device-code", "end"), f"pages {walk.seen}")
    within(walk.seen, "device-confirm", "the app must be confirmed")
    result = client.acquire_token_by_device_flow(flow)
    challenged(demo, result, demo.partner["id"], audience)
    again = client.acquire_token_by_device_flow(flow, exit_condition=lambda _: True)
    assert "error" in again and "access_token" not in again, again
    assert "access_token" in silent(client, [scope]), "no refresh"


@suite.case("device code through azure-identity")
def device_code_credential(demo):
    person, scopes = demo.person("security-admin"), user_scopes()

    def prompt(uri, code, _):
        walk = sign_in(demo.browser(), uri, person, user_code=code)
        same(walk.end.kind, "end", f"ended after {walk.seen}")

    credential = DeviceCodeCredential(
        demo.app("tools")["app_id"],
        tenant_id=demo.partner["id"],
        authority=demo.base,
        disable_instance_discovery=True,
        connection_verify=demo.ca_file,
        prompt_callback=prompt,
        timeout=60,
    )
    told = verified(demo, credential.get_token(scopes[0][0]).token, demo.partner["id"], scopes[1])
    within(told["amr"], "mfa", "amr")


@suite.case("the password grant is refused under enforcement: 50076 registered, 50079 not, both with claims")
def password_refused(demo):
    scopes, _ = user_scopes()
    for tag, code in {"user": 50076, "service-account": 50079}.items():
        person = demo.person(tag)
        session = PortKept(demo)
        client = public(demo, demo.app("tools"), session)
        result = client.acquire_token_by_username_password(person.upn, person.password, scopes)
        assert session.realm_asked, "the user realm was not asked for"
        refused(result, code, "invalid_grant", "basic_action")
        asked = json.loads(result["claims"])
        assert isinstance(asked.get("access_token"), dict), f"claims are {result['claims']}"
        wrong = public(demo, demo.app("tools"))
        refused(wrong.acquire_token_by_username_password(person.upn, "not it at all", scopes), 50126, "invalid_grant")


@suite.case("the password grant is refused on v1 as interaction_required")
def password_refused_v1(demo):
    person = demo.person("user")
    answer = demo.wire.post(
        f"{demo.base}/{demo.partner['id']}/oauth2/token",
        {
            "grant_type": "password",
            "client_id": demo.app("tools")["app_id"],
            "username": person.upn,
            "password": person.password,
            "resource": GRAPH,
        },
    )
    same(answer.status, 400, answer.text[:300])
    refused(answer.json(), 50076, "interaction_required", "basic_action")


@suite.case("the password grant is allowed where nothing is enforced, and claims no second factor")
def password_allowed(demo):
    scopes, audience = user_scopes()
    person = demo.person("customer-plain")
    client = public(demo, demo.app("tools", person.tenant))
    result = client.acquire_token_by_username_password(person.upn, person.password, scopes)
    assert "access_token" in result, result
    told = verified(demo, result["access_token"], person.tenant, audience)
    same(told["amr"], ["pwd"], "amr")
    assert "access_token" in silent(client, scopes), "no refresh"


@suite.case("Authlib, strict: iss, aud, nonce, at_hash, exp, signature")
def authlib(demo):
    app, person = demo.app("automation"), demo.person("admin-agent")
    about = discovery(demo, app["tenant"])
    session = OAuth2Session(
        app["app_id"],
        app["secret"],
        scope="openid profile email offline_access",
        redirect_uri=CALLBACK,
        token_endpoint_auth_method="client_secret_basic",
        code_challenge_method="S256",
    )
    session.verify = demo.ca_file
    verifier, nonce = "v" * 43 + "-~._", "a nonce with spaces & signs"
    address, state = session.create_authorization_url(
        about["authorization_endpoint"], code_verifier=verifier, nonce=nonce
    )
    arrival = sign_in(demo.browser(), address, person).arrival
    same(arrival["state"], state, "state")
    result = session.fetch_token(about["token_endpoint"], authorization_response=arrival.url, code_verifier=verifier)
    keys = JsonWebKey.import_key_set(demo.wire.get(about["jwks_uri"]).json())
    told = JsonWebToken(["RS256"]).decode(
        result["id_token"],
        keys,
        claims_cls=CodeIDToken,
        claims_options={
            "iss": {"essential": True, "value": about["issuer"]},
            "aud": {"essential": True, "value": app["app_id"]},
            "sub": {"essential": True},
            "exp": {"essential": True},
            "iat": {"essential": True},
        },
        claims_params={"nonce": nonce, "client_id": app["app_id"], "access_token": result["access_token"]},
    )
    told.validate(now=demo.now(), leeway=5)
    within(told["amr"], "mfa", "amr of the id token")
    refreshed = session.refresh_token(about["token_endpoint"])
    assert refreshed["access_token"] != result["access_token"], "the refresh gave the old token"
    same(session.get(about["userinfo_endpoint"]).json()["sub"], told["sub"], "sub of userinfo")


# --- the end of grants ---


@suite.case("after revoke, the silent refresh gives 50173")
def revoked(demo):
    scopes, _ = user_scopes()
    person = demo.person("customer-user")
    app = demo.app("tools", person.tenant)
    client = public(demo, app)
    assert "access_token" in signed_in(demo, client, person, scopes)
    assert "access_token" in silent(client, scopes), "the refresh before the revocation"
    demo.advance(2)
    demo.command("user", "revoke-sessions", person.upn)
    ended = client.acquire_token_silent_with_error(
        scopes, client.get_accounts()[0], force_refresh=True, claims_challenge=None
    )
    refused(ended, 50173, "invalid_grant")
    assert "access_token" in signed_in(demo, public(demo, app), person, scopes)


@suite.case("a refresh works on the 89th day and fails on the 91st with 700082 and its text")
def inactive(demo):
    scope, audience = own_scope(demo)
    person, tenant = demo.person("admin-agent"), demo.partner["id"]
    clients = [public(demo, demo.app("tools")), confidential(demo, demo.app("automation"))]
    for client, wanted in zip(clients, ([scope], user_scopes()[0])):
        assert "access_token" in signed_in(demo, client, person, wanted)
    demo.advance(89 * DAY)
    for client, wanted in zip(clients, ([scope], user_scopes()[0])):
        within(silent(client, wanted), "access_token", "on the 89th day")
    demo.advance(91 * DAY)
    for client, wanted in zip(clients, ([scope], user_scopes()[0])):
        ended = refused(silent(client, wanted), 700082, "invalid_grant")
        text = ended["error_description"]
        within(text, "The refresh token has expired due to inactivity. The token was issued on ", "text")
        assert re.search(r"was inactive for 90\.00:00:00\.", text), text
    result = signed_in(demo, public(demo, demo.app("tools")), person, [scope])
    challenged(demo, result, tenant, audience)


if __name__ == "__main__":
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        os.environ.pop(name, None)  # where they are set, requests believes them more than the session
    with Demo() as world:
        suite.run(world)
