"""The product as its users start it: `countersign demo`, its ready file, its command line, its clock."""

import atexit
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

from pages import Browser
from people import Person
from wire import Wire

START_LIMIT = 60
GRAPH = "https://graph.microsoft.com"
CALLBACK = "http://localhost:5000/callback"


def binary():
    """The program under test."""
    found = os.environ.get("COUNTERSIGN_BIN")
    assert found, "COUNTERSIGN_BIN names the program to test"
    return found


def scratch():
    """An empty folder for the suite's files."""
    given = os.environ.get("SUITE_SCRATCH")
    if given:
        return Path(given)
    made = Path(tempfile.mkdtemp(prefix="countersign-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


class Demo:
    """A demo world that runs; it ends with the suite whatever happens."""

    def __init__(self, folder=None, locale=None, data_dir=None, listen="127.0.0.1:0", extra=(), before=()):
        self.folder = Path(folder or scratch())
        self.folder.mkdir(parents=True, exist_ok=True)
        self.data_dir = Path(data_dir or self.folder / "data")
        self.ready_file = self.folder / "ready.json"
        self.log = self.folder / "server.log"
        self.arguments = [binary(), "demo", "--listen", listen, "--data-dir", str(self.data_dir)]
        self.arguments += ["--ready-file", str(self.ready_file), *(["--locale", locale] if locale else []), *extra]
        self.before = list(before)
        self.process = None
        self.people = {}
        self.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        """Starts the program and returns when it says that it is ready."""
        self.ready_file.unlink(missing_ok=True)
        began = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.before, *self.arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        atexit.register(self.kill)
        while not self.ready_file.exists():
            if self.process.poll() is not None:
                raise RuntimeError(f"the demo ended with {self.process.returncode}: {self.tail()}")
            if time.monotonic() - began > START_LIMIT:
                self.kill()
                raise RuntimeError(f"the demo was not ready after {START_LIMIT} s: {self.tail()}")
            time.sleep(0.01)
        self.start_seconds = time.monotonic() - began
        self.ready = json.loads(self.ready_file.read_text())
        self.base = self.ready["base_url"]
        # With a disk of its own the program sees files that only its own view of the system shows.
        view = f"/proc/{self.process.pid}/root" if self.before else ""
        self.ca_file = view + self.ready["ca_file"]
        self.graph = self.ready["resources"]["graph"]
        self.wire = Wire(self.ca_file)

    def tail(self):
        return self.log.read_text(errors="replace")[-2000:]

    def kill(self):
        """Ends it at once, as a power cut would."""
        self.end(signal.SIGKILL)

    def stop(self):
        """Asks it to end, and sees that it does so with 0."""
        code = self.end(signal.SIGTERM)
        assert code in (0, -signal.SIGKILL), f"the demo ended with {code}: {self.tail()}"

    def end(self, by):
        if self.process is None:
            return 0
        if self.process.poll() is None:
            os.killpg(self.process.pid, by)
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(20)
            raise AssertionError("the demo did not end within 20 s of being asked to") from None

    # --- the world ---

    def tenant(self, kind="partner", enforcement=None, place=0):
        """A tenant by its kind and the state of its enforcement."""
        found = [
            tenant
            for tenant in self.ready["tenants"]
            if tenant["kind"] == kind and enforcement in (None, tenant["enforcement"])
        ]
        assert len(found) > place, f"no {kind} tenant with enforcement {enforcement}: {self.ready['tenants']}"
        return found[place]

    @property
    def partner(self):
        """The partner under enforcement."""
        return self.tenant("partner", "enforced")

    @property
    def customer(self):
        """The customer in which people with parts to play are, and which nothing is enforced in."""
        tagged = {user["tenant"] for user in self.ready["users"] if user["tag"] == "customer-user"}
        return next(tenant for tenant in self.ready["tenants"] if tenant["id"] in tagged)

    def person(self, tag):
        """A tagged user; always the same object, since it remembers which codes were used."""
        if tag not in self.people:
            user = next((user for user in self.ready["users"] if user["tag"] == tag), None)
            assert user, f"no user is tagged {tag}"
            self.people[tag] = Person(user, self)
        return self.people[tag]

    def app(self, tag, tenant=None):
        """A tagged application of a tenant or of that with an id; of the enforced partner if none is named."""
        wanted = tenant if isinstance(tenant, str) else (tenant or self.partner)["id"]
        found = [app for app in self.ready["apps"] if app["tag"] == tag and app["tenant"] == wanted]
        assert found, f"no application is tagged {tag} in {wanted}"
        return found[0]

    # --- the clock ---

    def now(self):
        """Seconds since 1970 by the server's clock."""
        return int(datetime.fromisoformat(self.clock()["now"]).timestamp())

    def offset(self):
        """How many seconds the server's clock is ahead."""
        return self.clock()["offset_seconds"]

    def clock(self):
        return self.wire.get(self.ready["dev_url"] + "/clock").json()

    def advance(self, seconds):
        """Moves the server's clock forward; returns when what fell due has been done."""
        answer = self.wire.post_json(self.ready["dev_url"] + "/clock", {"advance_seconds": seconds})
        assert answer.status == 200, f"POST /dev/clock: {answer.status} {answer.text[:300]}"
        return answer.json()

    # --- doors ---

    def browser(self, language="en"):
        return Browser(self.wire, self.base, language)

    def endpoint(self, tenant, name):
        """An endpoint of the v2.0 family."""
        return f"{self.base}/{tenant}/oauth2/v2.0/{name}"

    def authorize(self, tenant, client_id, **given):
        """The address of an authorization request. A parameter that is None is left out."""
        wanted = {
            "client_id": client_id,
            "response_type": "code",
            "redirect_uri": CALLBACK,
            "scope": "openid profile offline_access",
            "state": "a state",
            **given,
        }
        fields = {name: value for name, value in wanted.items() if value is not None}
        return self.endpoint(tenant, "authorize") + "?" + urlencode(fields)

    def token(self, tenant, **fields):
        """Asks the token endpoint."""
        return self.wire.post(self.endpoint(tenant, "token"), fields)

    def app_token(self, app, scope=GRAPH + "/.default"):
        """An access token of an application itself."""
        answer = self.token(
            app["tenant"],
            grant_type="client_credentials",
            client_id=app["app_id"],
            client_secret=app["secret"],
            scope=scope,
        )
        assert answer.status == 200, f"client credentials: {answer.status} {answer.text[:400]}"
        return answer.json()["access_token"]

    def sign_ins(self, token, query="", version="v1.0"):
        """All entries of the sign-in log that Graph returns for a query, page by page."""
        url = f"{self.graph}/{version}/auditLogs/signIns" + (f"?{query}" if query else "")
        found = []
        while url:
            answer = self.wire.get(url, {"Authorization": f"Bearer {token}"})
            assert answer.status == 200, f"GET {url}: {answer.status} {answer.text[:400]}"
            body = answer.json()
            found += body["value"]
            url = body.get("@odata.nextLink")
        return found

    def command(self, *words):
        """Runs the command line against this world, and gives what it prints as JSON."""
        line = [binary(), "--data-dir", str(self.data_dir), "--json", *words]
        done = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, f"{' '.join(words)}: exit {done.returncode}: {done.stderr or done.stdout}"
        return json.loads(done.stdout) if done.stdout.strip() else None
