"""Client assertions with the wrong algorithm, key, audience or time, and what a certificate may not do."""

import base64
import hashlib
import hmac
import json
import re
import time
import uuid
from pathlib import Path

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from common import GRAPH_DEFAULT, NOBODY, refusal, suite
from report import same
from tokens import unpadded

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
KIND = r"-----BEGIN {0}-----.+?-----END {0}-----\n?"


class Credential:
    """The demo's certificate and key, in the forms in which attackers know them."""

    def __init__(self, app):
        pem = Path(app["certificate_pem"]).read_text()
        self.certificate_pem = re.search(KIND.format("CERTIFICATE"), pem, re.S).group(0)
        private = re.search(KIND.format("[A-Z ]*PRIVATE KEY"), pem, re.S).group(0)
        self.key = serialization.load_pem_private_key(private.encode(), None)
        self.certificate = x509.load_pem_x509_certificate(self.certificate_pem.encode())
        self.sha1 = unpadded(self.certificate.fingerprint(hashes.SHA1()))
        self.sha256 = unpadded(self.certificate.fingerprint(hashes.SHA256()))
        public = self.key.public_key()
        self.forms = {
            "certificate as PEM": self.certificate_pem.encode(),
            "certificate as DER": self.certificate.public_bytes(serialization.Encoding.DER),
            "public key as PEM": public.public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            ),
            "public key as DER": public.public_bytes(
                serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
            ),
            "nothing": b"",
            "the client's secret": b"",
        }


def content(demo, app, **changed):
    """The claims of a sound assertion, with changes; None takes one out."""
    now = int(time.time())
    told = {
        "iss": app["app_id"],
        "sub": app["app_id"],
        "aud": demo.endpoint(app["tenant"], "token"),
        "iat": now,
        "nbf": now,
        "exp": now + 300,
        "jti": str(uuid.uuid4()),
        **changed,
    }
    return {name: value for name, value in told.items() if value is not None}


def ask(demo, app, assertion):
    return demo.token(
        app["tenant"],
        grant_type="client_credentials",
        client_id=app["app_id"],
        scope=GRAPH_DEFAULT,
        client_assertion=assertion,
        client_assertion_type=TYPE,
    )


def signed(credential, claims, algorithm="RS256", key=None, **header):
    """An assertion as PyJWT makes it; header fields that are None are left out."""
    head = {"x5t": credential.sha1, "x5t#S256": credential.sha256, **header}
    head = {name: value for name, value in head.items() if value is not None}
    return jwt.encode(claims, key or credential.key, algorithm=algorithm, headers=head)


def by_hand(header, claims, sign):
    """An assertion that no library would make."""
    text = ".".join(unpadded(json.dumps(part).encode()) for part in (header, claims))
    return f"{text}.{unpadded(sign(text.encode()))}"


@suite.case("assertions: the sound ones are taken, with floats, padding and either thumbprint")
def sound(demo):
    app = demo.app("automation")
    known = Credential(app)
    for assertion in (
        signed(known, content(demo, app)),
        signed(known, content(demo, app), "PS256", x5t=None),
        signed(known, content(demo, app), **{"x5t#S256": None}),
        signed(known, content(demo, app, nbf=None, iat=time.time(), exp=time.time() + 600.25)),
        signed(known, content(demo, app), **{"x5t#S256": known.sha256 + "="}),
        signed(known, content(demo, app, aud=f"{demo.base}/{demo.partner['domain']}/oauth2/v2.0/token")),
        signed(known, content(demo, app, aud=f"{demo.base}/{app['tenant']}/v2.0")),
    ):
        answer = ask(demo, app, assertion)
        same(answer.status, 200, answer.text[:400])


@suite.case("assertions: none, HMAC with public things as key, foreign and embedded keys")
def forged(demo):
    app = demo.app("automation")
    known, claims = Credential(app), content(demo, app)
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    curve = ec.generate_private_key(ec.SECP256R1())
    head = {"typ": "JWT", "x5t": known.sha1, "x5t#S256": known.sha256}
    forgeries = {}
    for name in ("none", "None", "NONE", "nOnE", ""):
        forgeries[f"alg {name!r}"] = by_hand({**head, "alg": name}, claims, lambda _: b"")
    forgeries["no alg"] = by_hand(head, claims, lambda _: b"")
    known.forms["the client's secret"] = app["secret"].encode()
    for name, key in known.forms.items():
        for algorithm, digest in (("HS256", hashlib.sha256), ("HS512", hashlib.sha512)):
            forgeries[f"{algorithm} with {name}"] = by_hand(
                {**head, "alg": algorithm}, claims, lambda text, k=key, d=digest: hmac.new(k, text, d).digest()
            )
    jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(other.public_key()))
    forgeries["another key"] = signed(known, claims, key=other)
    forgeries["an embedded jwk"] = signed(known, claims, key=other, jwk=jwk)
    forgeries["a jku"] = signed(known, claims, key=other, jku=f"{demo.base}/keys", x5u=f"{demo.base}/cert")
    own = base64.b64encode(known.forms["certificate as DER"]).decode()
    forgeries["the right x5c, another key"] = signed(known, claims, key=other, x5c=[own])
    forgeries["ES256"] = signed(known, claims, "ES256", key=curve)
    forgeries["crit"] = signed(known, claims, crit=["exp"])
    forgeries["an unknown thumbprint"] = signed(known, claims, x5t="A" * 27, **{"x5t#S256": "A" * 43})
    forgeries["no thumbprint, another key"] = signed(known, claims, key=other, x5t=None, **{"x5t#S256": None})
    sound = signed(known, claims)
    forgeries["a changed claim"] = ".".join((sound.split(".")[0], unpadded(json.dumps({**claims, "exp": claims["exp"] + 9}).encode()), sound.split(".")[2]))
    forgeries["no signature"] = sound.rsplit(".", 1)[0] + "."
    forgeries["a cut signature"] = sound[:-4]
    forgeries["JSON inside JSON"] = by_hand("none", claims, lambda _: b"")
    forgeries["five parts"] = sound + ".a.b"
    forgeries["deep"] = unpadded(b"[" * 5000) + ".e30.AA"
    for name, assertion in forgeries.items():
        refusal(ask(demo, app, assertion), 700027, 50027, 50012, 70002, 9002313, 7000215, 700024, what=name)


@suite.case("assertions: wrong audience, issuer, subject and times")
def wrong_claims(demo):
    app = demo.app("automation")
    known, now = Credential(app), int(time.time())
    for name, changed in {
        "no audience": {"aud": None},
        "another audience": {"aud": "https://elsewhere.example/token"},
        "the audience of another tenant": {"aud": demo.endpoint(demo.customer["id"], "token")},
        "a list of audiences": {"aud": ["https://elsewhere.example", "https://a.example"]},
        "no issuer": {"iss": None},
        "another issuer": {"iss": NOBODY},
        "no subject": {"sub": None},
        "another subject": {"sub": NOBODY},
        "no end": {"exp": None},
        "an end long ago": {"iat": now - 4000, "nbf": now - 4000, "exp": now - 3600},
        "an end as text": {"exp": "soon"},
        "an end beyond all numbers": {"exp": 1e300},
        "a beginning tomorrow": {"nbf": now + 86_400, "exp": now + 90_000},
        "a life of ten years": {"exp": now + 10 * 365 * 86_400},
    }.items():
        refusal(ask(demo, app, signed(known, content(demo, app, **changed))), what=name)


@suite.case("assertions: clock skew of a minute is forgiven, of an hour is not")
def skew(demo):
    app = demo.app("automation")
    known, now = Credential(app), int(time.time())
    for ahead in (-60, 60):
        claims = content(demo, app, iat=now + ahead, nbf=now + ahead, exp=now + ahead + 300)
        answer = ask(demo, app, signed(known, claims))
        same(answer.status, 200, f"{ahead} s: {answer.text[:300]}")
    for ahead in (-3600, 3600):
        claims = content(demo, app, iat=now + ahead, nbf=now + ahead, exp=now + ahead + 300)
        refusal(ask(demo, app, signed(known, claims)), what=f"{ahead} s")
