"""People at the sign-in pages: what they know, and how they answer each page."""

from pages import Arrival
from totp import Authenticator


class Person:
    """Somebody with a user name, a password and perhaps an authenticator app."""

    def __init__(self, user, clock):
        self.id = user["id"]
        self.tenant = user["tenant"]
        self.upn = user["upn"]
        self.password = user["password"]
        self.clock = clock
        self.app = Authenticator(user["totp_secret"]) if user.get("totp_secret") else None
        self.recovery_codes = []

    def code(self):
        """The code that the app shows, never the same twice."""
        assert self.app is not None, f"{self.upn} has no authenticator app"
        return self.app.fresh(self.clock)


class Walk:
    """One sign-in: the pages that were seen, in order, and where it ended."""

    def __init__(self):
        self.seen = []
        self.end = None

    @property
    def arrival(self):
        """The answer to the client; an assertion if the walk ended on a page."""
        assert isinstance(self.end, Arrival), f"ended on {self.end!r} after {self.seen}: {self.end.text[:600]}"
        return self.end


def sign_in(browser, place, person, stay=False, stop_at=(), user_code=None):
    """Answers every page as the person would, until the client is reached, a problem is told or nothing is left.

    `place` is a page or the address of one; the walk also ends on a page whose kind is in `stop_at`.
    """
    walk = Walk()
    place = browser.open(place) if isinstance(place, str) else place
    for _ in range(15):
        walk.end = place
        if isinstance(place, Arrival):
            return walk
        walk.seen.append(place.kind)
        if place.kind in stop_at or place.kind in ("end", "error") or place.problem:
            return walk
        place = answer(browser, place, person, stay, user_code)
    raise AssertionError(f"a sign-in without end: {walk.seen}")


def answer(browser, page, person, stay, user_code):
    """What the person does on one page."""
    kind = page.kind
    if kind == "username":
        return browser.press(page, "next", loginfmt=person.upn)
    if kind == "password":
        return browser.press(page, "next", passwd=person.password)
    if kind == "authenticator-code":
        return browser.press(page, "next", otc=person.code())
    if kind == "register-authenticator":
        person.app = Authenticator(page.key)
        return browser.press(page, "next", otc=person.code())
    if kind == "recovery-codes":
        person.recovery_codes = page.codes
        return browser.press(page, "next")
    if kind == "recovery-code":
        return browser.press(page, "next", otc=person.recovery_codes.pop())
    if kind == "yes-or-no":
        return browser.press(page, "yes" if stay else "no")
    if kind == "consent":
        return browser.press(page, "accept")
    if kind == "account-picker":
        return browser.press(page, "other")
    if kind == "device-code":
        return browser.press(page, "next", user_code=user_code)
    if kind == "device-confirm":
        return browser.press(page, "next")
    if kind == "form-post":
        return browser.press(page)
    raise AssertionError(f"nobody told {person.upn} what to do on {page!r}: {page.text[:300]}")
