"""Chromium without a window, and what every page in it has to satisfy."""

import base64
import hashlib
import shutil
import socket
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from pages import Page
from wire import Answer

# Chromium's own errands fail on a machine without a network, many at a time.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LANGUAGES = {"en": "en-US", "ko": "ko-KR"}
BLAMED = {"serious", "critical"}
LARGEST = 30 * 1024
NARROW = {"width": 360, "height": 740}


def trusted(demo):
    """Makes Chromium trust the demo's certificate, which was verified here, and no other unknown one."""
    where = urlsplit(demo.base)
    with socket.create_connection((where.hostname, where.port)) as plain:
        with demo.wire.context.wrap_socket(plain, server_hostname=where.hostname) as link:
            certificate = x509.load_der_x509_certificate(link.getpeercert(binary_form=True))
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return "--ignore-certificate-errors-spki-list=" + base64.b64encode(hashlib.sha256(key).digest()).decode()


class Chromium:
    """Starts browsers: a fresh profile each time, or one that stays in a folder."""

    def __init__(self, playwright, demo, screenshots):
        self.demo = demo
        self.screenshots = screenshots
        self.options = {"executable_path": shutil.which("chromium"), "args": [*QUIET, trusted(demo)]}
        self.kind = playwright.chromium
        self.browser = self.kind.launch(**self.options)

    def fresh(self, language="en", **more):
        """A browser that was never used before."""
        return Visit(self, self.browser.new_context(locale=LANGUAGES[language], **more), language)

    def kept(self, folder, language="en"):
        """A browser whose profile is kept in a folder after it is closed."""
        context = self.kind.launch_persistent_context(folder, locale=LANGUAGES[language], **self.options)
        return Visit(self, context, language)


class Visit:
    """One window. Every page that it shows is looked at, in both senses."""

    def __init__(self, chromium, context, language):
        self.chromium = chromium
        self.context = context
        self.language = language
        self.window = context.new_page()
        self.complaints = []
        self.origins = set()
        self.window.on("console", self.hear)
        self.window.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.window.on("request", lambda request: self.origins.add("/".join(request.url.split("/")[:3])))

    def hear(self, message):
        if message.type == "error":
            self.complaints.append(message.text)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        try:
            if kind is None:
                assert not self.complaints, f"the browser complains: {self.complaints}"
        finally:
            self.context.close()

    def open(self, url):
        self.window.goto(url)
        return self.page()

    def page(self):
        """The page as it is now."""
        return Page(self.window.url, Answer(200, [], self.window.content().encode()))

    def press(self, action, **typed):
        """Types into fields and presses a button as people do."""
        for name, value in typed.items():
            self.window.fill(f'[name="{name}"]', value)
        with self.window.expect_navigation():
            self.window.click(f'button[name="action"][value="{action}"]')
        return self.page()

    def look(self, name):
        """Takes the page's picture and checks what holds for every page; gives the page."""
        page = self.page()
        self.chromium.screenshots.mkdir(parents=True, exist_ok=True)
        self.window.screenshot(path=self.chromium.screenshots / f"{self.language}-{name}.png", full_page=True)
        assert page.language == self.language, f"{name} is in {page.language!r}"
        assert page.title.strip() and page.heading.strip(), f"{name} has no title or heading"
        size = len(self.window.content().encode())
        assert size <= LARGEST, f"{name} has {size} bytes"
        self.fits(name)
        blamed = [found for found in Axe().run(self.window).response["violations"] if found["impact"] in BLAMED]
        told = [(found["id"], [node["html"] for node in found["nodes"]][:3]) for found in blamed]
        assert not told, f"{name} is not accessible: {told}"
        strange = self.origins - {self.chromium.demo.base}
        assert not [origin for origin in strange if "localhost" not in origin], f"{name} loads from {strange}"
        return page

    def fits(self, name):
        """On a telephone nothing is cut off."""
        whole = self.window.viewport_size
        self.window.set_viewport_size(NARROW)
        width = self.window.evaluate("document.documentElement.scrollWidth")
        self.window.set_viewport_size(whole)
        assert width <= NARROW["width"], f"{name} is {width} pixels wide on a telephone"

    def cookies(self):
        return self.context.cookies()
