"""Every endpoint with every parameter absent, twice, empty, a megabyte long and of the wrong kind."""

from urllib.parse import quote, urlencode

from common import GRAPH_DEFAULT, NOBODY, error_page, refusal, suite
from demo import CALLBACK
from report import same, within
from tokens import Pkce

MEGABYTE = "A" * 1_048_576
ODD = ["%00", "%FF%FE", "%0D%0ASet-Cookie:%20a=b", "%", "{}", "-1", "null", "%F0%9F%98%80", "'%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "../../etc/passwd", "%C0%AE"]


def grants(demo):
    """Name, fields that suffice (but for the proof itself) of each way to ask for a token."""
    app, tools, person = demo.app("automation"), demo.app("tools"), demo.person("customer-plain")
    customers = demo.app("tools", demo.customer)
    secret = {"client_id": app["app_id"], "client_secret": app["secret"]}
    return {
        "client_credentials": {**secret, "grant_type": "client_credentials", "scope": GRAPH_DEFAULT},
        "authorization_code": {
            **secret,
            "grant_type": "authorization_code",
            "code": "no-such-code",
            "redirect_uri": CALLBACK,
            "code_verifier": "v" * 43,
            "scope": "openid",
        },
        "refresh_token": {**secret, "grant_type": "refresh_token", "refresh_token": "no-such-token", "scope": "openid"},
        "device_code": {
            "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
            "client_id": tools["app_id"],
            "device_code": "no-such-device",
        },
        "password": {
            "grant_type": "password",
            "client_id": customers["app_id"],
            "username": person.upn,
            "password": "not the password",
            "scope": "openid",
        },
        "assertion": {
            "grant_type": "client_credentials",
            "client_id": app["app_id"],
            "client_assertion": "a.b.c",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "scope": GRAPH_DEFAULT,
        },
    }


def mutations(fields):
    """Bodies that differ from a sound one in one parameter: name of the parameter, of the change, body."""
    pairs = [(name, quote(value, safe="")) for name, value in fields.items()]
    for at, (name, value) in enumerate(pairs):
        before, after = pairs[:at], pairs[at + 1 :]

        def body(*instead, around=(before, after)):
            return "&".join(f"{key}={text}" for key, text in [*around[0], *instead, *around[1]])

        yield name, "absent", body()
        yield name, "empty", body((name, ""))
        yield name, "twice", body((name, value), (name, value))
        yield name, "a megabyte", body((name, MEGABYTE))
        for odd in ODD:
            yield name, odd, body((name, odd))


EXPECTED = {
    ("client_credentials", "client_id", "absent"): (900144,),
    ("client_credentials", "client_id", "empty"): (900144,),
    ("client_credentials", "client_secret", "absent"): (7000218,),
    ("client_credentials", "client_secret", "empty"): (7000218, 7000215),
    ("client_credentials", "client_secret", "-1"): (7000215,),
    ("client_credentials", "client_id", "null"): (700016,),
    ("client_credentials", "grant_type", "absent"): (900144,),
    ("client_credentials", "grant_type", "null"): (70003,),
    ("client_credentials", "scope", "absent"): (900144,),
    ("client_credentials", "scope", "null"): (1002012, 70011),
    ("authorization_code", "code", "absent"): (900144,),
    ("authorization_code", "code", "null"): (70000, 9002313),
    ("refresh_token", "refresh_token", "absent"): (900144,),
    ("refresh_token", "refresh_token", "null"): (70000, 9002313),
    ("device_code", "device_code", "absent"): (900144,),
    ("device_code", "device_code", "null"): (70018, 70000),
    ("password", "username", "absent"): (900144,),
    ("password", "password", "absent"): (900144,),
    ("password", "password", "null"): (50126,),
    ("assertion", "client_assertion", "null"): (50027, 700027, 9002313, 50012),
    ("assertion", "client_assertion_type", "null"): (900144, 9002313, 7000218, 70002, 90023),
}
OPTIONAL = {"scope", "code_verifier", "redirect_uri"}


@suite.case("token endpoint: every parameter of every grant, broken in every way")
def token_parameters(demo):
    tenants = {"password": demo.customer["id"]}
    count = 0
    for grant, fields in grants(demo).items():
        tenant = tenants.get(grant, demo.partner["id"])
        for version in ("v2.0/", ""):
            url = f"{demo.base}/{tenant}/oauth2/{version}token"
            for name, change, body in mutations(fields):
                what = f"{grant} {version} {name} {change[:40]}"
                answer = demo.wire.post(url, body)
                count += 1
                assert answer.status < 500, f"{what}: {answer.status} {answer.text[:300]}"
                if answer.status == 200:
                    assert (grant == "client_credentials" and not version) or name in OPTIONAL, f"{what}: a token"
                    continue
                codes = EXPECTED.get((grant, name, change), ()) if version else ()
                if change == "twice" and name != "scope":
                    codes = (9002313,)
                refusal(answer, *codes, what=what)
    assert count > 500, count


@suite.case("token endpoint: bodies that are no forms")
def token_bodies(demo):
    url = demo.endpoint(demo.partner["id"], "token")
    for kind, body in {
        "application/json": '{"grant_type":"client_credentials"}',
        "multipart/form-data; boundary=x": "--x\r\nContent-Disposition: form-data; name=grant_type\r\n\r\npassword\r\n--x--",
        "application/x-www-form-urlencoded": b"\xff\xfe\x00\x01",
        "text/plain": "",
        "application/x-www-form-urlencoded; charset=utf-16": "grant_type=password".encode("utf-16"),
        "": "&&&&====&&&",
    }.items():
        refusal(demo.wire.send("POST", url, body, {"Content-Type": kind} if kind else {}), what=kind)
    many = "&".join(f"p{number}=x" for number in range(20_000))
    refusal(demo.wire.post(url, many), what="twenty thousand parameters")


@suite.case("token endpoint: HTTP Basic broken in every way, and two proofs at once")
def basic(demo):
    app = demo.app("automation")
    url = demo.endpoint(app["tenant"], "token")
    sound = {"grant_type": "client_credentials", "scope": GRAPH_DEFAULT}
    for value in ("Basic", "Basic ", "Basic !!!", "Basic YQ==", "Basic Og==", "Basic " + "A" * 60_000, "Bearer x", "Negotiate x"):
        refusal(demo.wire.post(url, sound, {"Authorization": value}), what=value[:30])
    both = {**sound, "client_id": app["app_id"], "client_secret": app["secret"]}
    refusal(demo.wire.post(url, both, {"Authorization": "Basic YTpi"}), what="Basic and post")
    two = {**both, "client_assertion": "a.b.c", "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}
    refusal(demo.wire.post(url, two), what="secret and assertion")
    public = {"grant_type": "refresh_token", "refresh_token": "x", "client_id": demo.app("tools")["app_id"], "client_secret": "x"}
    refusal(demo.wire.post(url, public), 700025, 7000215, 70000, what="a public client with a secret")


@suite.case("token endpoint: unknown clients, resources, tenants, and grants at common")
def unknown(demo):
    app, sound = demo.app("automation"), None
    sound = grants(demo)["client_credentials"]
    url = demo.endpoint(app["tenant"], "token")
    refusal(demo.wire.post(url, {**sound, "client_id": NOBODY}), 700016, status=400)
    refusal(demo.wire.post(url, {**sound, "client_secret": "wrong"}), 7000215, status=401)
    refusal(demo.wire.post(url, {**sound, "scope": f"api://{NOBODY}/.default"}), 500011)
    refusal(demo.wire.post(url, {**sound, "scope": GRAPH_DEFAULT + " https://management.azure.com/.default"}), 28000, 70011, 700022, 1002012)
    refusal(demo.wire.post(url, {**sound, "scope": "https://graph.microsoft.com/User.Read"}), 1002012)
    other = demo.customer["id"]
    refusal(demo.wire.post(demo.endpoint(other, "token"), sound), 700016, 7000215, what="the client of another tenant")
    for shared in ("common", "organizations"):
        refusal(demo.wire.post(demo.endpoint(shared, "token"), sound), 9001023, 50059, 90002, 90130, what=shared)
    for tenant in (NOBODY, "no-such-domain.example", "consumers", "a" * 300, "%00", "%F0%9F%98%80", "..%2f..%2fetc", "common%20"):
        refusal(demo.wire.post(demo.endpoint(tenant, "token"), sound), 90002, 90019, 900023, 9001023, 90023, what=tenant[:40])
        for path in ("v2.0/.well-known/openid-configuration", ".well-known/openid-configuration", "discovery/v2.0/keys"):
            answer = demo.wire.get(f"{demo.base}/{tenant}/{path}")
            if tenant != "consumers":
                refusal(answer, 90002, 90019, 900023, 90023, what=f"{tenant[:40]} {path}")


@suite.case("device endpoint: every parameter broken, and a client that may not")
def device_parameters(demo):
    app = demo.app("tools")
    url = demo.endpoint(app["tenant"], "devicecode")
    for name, change, body in mutations({"client_id": app["app_id"], "scope": "openid"}):
        answer = demo.wire.post(url, body)
        if answer.status != 200:
            refusal(answer, what=f"{name} {change[:40]}")
    refusal(demo.wire.post(url, {"client_id": NOBODY, "scope": "openid"}), 700016)
    refusal(demo.wire.post(url, {"client_id": app["app_id"], "scope": f"api://{NOBODY}/x"}), 500011, 65001, 70011, 650057)


def authorize_parameters(demo):
    pkce = Pkce()
    return {
        "client_id": demo.app("tools")["app_id"],
        "response_type": "code",
        "redirect_uri": CALLBACK,
        "scope": "openid profile",
        "state": "s",
        "nonce": "n",
        "response_mode": "query",
        "prompt": "login",
        "login_hint": "someone@example.com",
        "max_age": "60",
        "claims": "{}",
        "ui_locales": "en",
        "domain_hint": "x",
        **pkce.asked,
    }


@suite.case("authorization endpoint: every parameter broken; errors go to registered addresses only")
def authorize(demo):
    tenant = demo.partner["id"]
    for name, change, query in mutations(authorize_parameters(demo)):
        what = f"{name} {change[:40]}"
        if change == "a megabyte":
            query = query.replace(MEGABYTE, MEGABYTE[:30_000])
        for version in ("v2.0/", ""):
            answer = demo.wire.get(f"{demo.base}/{tenant}/oauth2/{version}authorize?{query}", {"Accept": "text/html"})
            assert answer.status < 500, f"{what}: {answer.status} {answer.text[:300]}"
            place = answer.header("location") or ""
            assert place == "" or place.startswith(CALLBACK), f"{what}: sent to {place[:200]}"
            if name in ("client_id", "redirect_uri") and change != "empty" and version:
                fixed = change == "absent" and name == "redirect_uri"
                assert fixed or (answer.status >= 400 and not place), f"{what}: {answer.status} {place}"
            assert "<script>alert" not in answer.text, f"{what}: a script of a stranger's"
            assert answer.header("set-cookie") is None or "__Host-" in answer.header("set-cookie"), what
            if place:
                within(place, "error_description=AADSTS", what)
                within(place, "iss=", what)
            elif answer.status == 200:
                within(answer.header("content-security-policy") or "", "frame-ancestors 'none'", what)


@suite.case("authorization endpoint: what is wrong is told to the client, with state and iss")
def authorize_errors(demo):
    tenant, sound = demo.partner["id"], authorize_parameters(demo)
    for changed, code, error in (
        ({"response_type": "token"}, 70005, "unsupported_response_type"),
        ({"response_type": "magic"}, 70005, "unsupported_response_type"),
        ({"response_mode": "carrier-pigeon"}, 70007, "invalid_request"),
        ({"scope": None}, None, "invalid_request"),
        ({"code_challenge": None, "code_challenge_method": None}, 50147, "invalid_request"),
        ({"code_challenge_method": "plain"}, None, "invalid_request"),
        ({"code_challenge": "short"}, 501491, "invalid_request"),
        ({"prompt": "none"}, 50058, "login_required"),
        ({"prompt": "none login"}, None, "invalid_request"),
        ({"claims": "not json"}, None, "invalid_request"),
        ({"max_age": "soon"}, None, "invalid_request"),
        ({"request": "e30.e30."}, None, None),
        ({"request_uri": "https://localhost/x"}, None, None),
        ({"scope": f"openid api://{NOBODY}/x", "prompt": "none"}, None, None),
    ):
        fields = {name: value for name, value in {**sound, **changed}.items() if value is not None}
        answer = demo.browser().open(f"{demo.endpoint(tenant, 'authorize')}?{urlencode(fields)}")
        assert hasattr(answer, "params"), f"{changed}: {answer!r} {answer.text[:300]}"
        assert answer.url.startswith(CALLBACK), answer.url
        same(answer["state"], "s", f"{changed}: state")
        same(answer["iss"], f"{demo.base}/{tenant}/v2.0", f"{changed}: iss")
        assert answer["error_description"].startswith("AADSTS"), answer.params
        if code:
            assert answer["error_description"].startswith(f"AADSTS{code}: "), f"{changed}: {answer.params}"
        if error:
            same(answer["error"], error, f"{changed}: {answer.params}")
        assert "code" not in answer.params, f"{changed}: a code"


@suite.case("redirect URIs: nothing but an exact match, loopback ports excepted, and no way out by prompt=none")
def redirects(demo):
    person_free = {"automation": CALLBACK, "spa": "http://localhost:3000", "tools": CALLBACK}
    attacks = [
        "https://elsewhere.example/callback",
        "http://localhost.elsewhere.example:5000/callback",
        "http://localhost:5000@elsewhere.example/callback",
        "http://elsewhere.example#http://localhost:5000/callback",
        "http://localhost:5000/callback/../admin",
        "http://localhost:5000/callback/",
        "http://localhost:5000/Callback",
        "http://localhost:5000/callback?next=https://elsewhere.example",
        "http://localhost:5000/callback#fragment",
        "http://localhost:5000/callback%2f..",
        "http://localhost:5000\\@elsewhere.example/callback",
        "http://localhost:5000/callback\r\nLocation: https://elsewhere.example",
        "//elsewhere.example/callback",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://[::1]:5000/callback",
        "http://0.0.0.0:5000/callback",
        "http://127.0.0.1.elsewhere.example/callback",
        "ftp://localhost:5000/callback",
        "HTTP://LOCALHOST:5000/callback/x",
        "http://localhost:5000/callback\u0000",
        "http://löcalhost:5000/callback",
        " http://localhost:5000/callback",
        "callback",
        "a" * 5000,
    ]
    for tag in person_free:
        app = demo.app(tag)
        for attack in attacks:
            for prompt in (None, "none"):
                url = demo.authorize(app["tenant"], app["app_id"], redirect_uri=attack, prompt=prompt, **Pkce().asked)
                answer = demo.wire.get(url)
                assert 400 <= answer.status < 500, f"{tag} {attack!r}: {answer.status} {answer.header('location')}"
                assert answer.header("location") is None, f"{tag} {attack!r}: sent to {answer.header('location')}"
                page = demo.browser().open(url)
                error_page(page, 50011, 70004, 900971, 9002313, 90015, 90013, 90023, what=f"{tag} {attack[:60]!r}")
    for port in (1, 80, 5000, 65535):
        app = demo.app("tools")
        for host in ("http://localhost:%d", "http://localhost:%d/"):
            url = demo.authorize(app["tenant"], app["app_id"], redirect_uri=host % port, **Pkce().asked)
            same(demo.browser().open(url).kind, "username", f"loopback port {port}")


@suite.case("wrong methods are 405 and unknown addresses 404, in JSON, at every origin")
def methods(demo):
    tenant = demo.partner["id"]
    posts = [f"/{tenant}/oauth2/v2.0/token", f"/{tenant}/oauth2/token", f"/{tenant}/oauth2/v2.0/devicecode", "/common/login"]
    gets = [
        f"/{tenant}/v2.0/.well-known/openid-configuration",
        f"/{tenant}/discovery/v2.0/keys",
        "/common/discovery/instance",
        "/common/userrealm/a@b.example",
        "/",
        "/error",
    ]
    both = [f"/{tenant}/oauth2/v2.0/authorize", f"/{tenant}/oauth2/v2.0/logout", "/oidc/userinfo", "/devicelogin"]
    for paths, wrong in ((posts, ("GET", "PUT", "DELETE", "PATCH")), (gets, ("POST", "PUT", "DELETE")), (both, ("PUT", "DELETE", "PATCH"))):
        for path in paths:
            for method in wrong:
                answer = demo.wire.send(method, demo.base + path, b"", {"Content-Type": "text/plain"})
                refusal(answer, 900561, 90056, what=f"{method} {path}", status=405)
                assert answer.header("allow"), f"{method} {path}: no Allow"
    for path in ("/nothing", f"/{tenant}", f"/{tenant}/oauth2/v2.0/tokens", "//", "/%2e%2e/", "/assets/../x", "/assets/nothing.css"):
        answer = demo.wire.get(demo.base + path)
        same(answer.status, 404, path)
        assert answer.json()["error"], path
    for origin in ("graph", "arm"):
        answer = demo.wire.get(demo.ready["resources"][origin] + "/nothing")
        assert answer.status in (401, 404), f"{origin}: {answer.status}"
        assert answer.json()["error"], origin


@suite.case("discovery of instances and user realms: odd questions")
def discovery(demo):
    url = f"{demo.base}/common/discovery/instance"
    for query in ("", "?authorization_endpoint=", "?authorization_endpoint=x", "?authorization_endpoint=https://login.elsewhere.example/common/oauth2/authorize&api-version=1.1", "?authorization_endpoint=%00"):
        refusal(demo.wire.get(url + query), what=query)
    for user in ("a", "@", "a@b", "a@@b.example", "%00@x.example", "%FF@x.example", "a" * 5000 + "@x.example", "a@" + "b" * 5000, "%E2%80%AE@x.example"):
        answer = demo.wire.get(f"{demo.base}/common/userrealm/{user}?api-version=1.0")
        assert answer.status < 500, f"{user[:30]}: {answer.status}"
        answer.json()
    known, unknown_ = demo.person("user").upn, "nobody-at-all@" + demo.partner["domain"]
    told = [demo.wire.get(f"{demo.base}/common/userrealm/{user}?api-version=1.0").text for user in (known, unknown_)]
    same(told[0].replace(known, "X"), told[1].replace(unknown_, "X"), "a user realm tells who exists")
