"""An authenticator app: RFC 6238 with SHA-1, six digits and steps of thirty seconds."""

import base64
import hashlib
import hmac
import struct

STEP = 30


def code(secret, step):
    """The code of one step for a base32 key as people type it."""
    plain = secret.replace(" ", "").replace("-", "").upper()
    key = base64.b32decode(plain + "=" * (-len(plain) % 8))
    digest = hmac.new(key, struct.pack(">q", step), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


class Authenticator:
    """One account in the app. A server accepts each step once, so this gives each step out once."""

    def __init__(self, secret):
        self.secret = secret
        self.last = -1

    def fresh(self, clock):
        """A code that was not given out before; moves the clock on if all acceptable ones were.

        Servers accept the step after the present one too, since clocks differ.
        """
        step = max(clock.now() // STEP, self.last + 1)
        ahead = step - (clock.now() // STEP + 1)
        if ahead > 0:
            clock.advance(ahead * STEP)
        self.last = step
        return code(self.secret, step)
