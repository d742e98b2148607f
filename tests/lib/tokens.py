"""Looking into tokens without believing them, and the random values of OAuth requests."""

import base64
import hashlib
import json
import secrets
import uuid


def unpadded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def part(token, index):
    """Header (0) or claims (1) of a signed token; the signature is not looked at."""
    piece = token.split(".")[index]
    return json.loads(base64.urlsafe_b64decode(piece + "=" * (-len(piece) % 4)))


def claims(token):
    return part(token, 1)


class Pkce:
    """A verifier and its S256 challenge (RFC 7636)."""

    def __init__(self):
        self.verifier = secrets.token_urlsafe(48)
        self.challenge = unpadded(hashlib.sha256(self.verifier.encode()).digest())
        self.asked = {"code_challenge": self.challenge, "code_challenge_method": "S256"}


def uti_of(sign_in):
    """The `uti` of the tokens of a sign-in log entry: `uniqueTokenIdentifier` (beta), or the entry's id in base64url."""
    told = sign_in.get("uniqueTokenIdentifier")
    made = unpadded(uuid.UUID(sign_in["id"]).bytes)
    assert told in (None, made), f"entry {sign_in['id']} says {told}"
    return made
