"""Kills, restarts, moved clocks and full disks: what was acknowledged is found again, and what was begun goes on."""

import os
import shutil
import stat
import subprocess
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

from demo import CALLBACK, GRAPH, Demo, scratch
from pages import Arrival
from people import sign_in
from report import Skip, Suite, same
from tokens import Pkce, claims, uti_of
from wire import Wire

CLIENTS = 4
ROUNDS = 3
suite = Suite()


class Load:
    """Threads that get tokens and remember the name of each that they were given."""

    def __init__(self, demo, clients=CLIENTS):
        self.demo = demo
        self.app = demo.app("automation")
        self.url = demo.endpoint(self.app["tenant"], "token")
        self.ended = threading.Event()
        self.given, self.refused, self.broken = [], [], []
        self.threads = [threading.Thread(target=self.work, daemon=True) for _ in range(clients)]
        for thread in self.threads:
            thread.start()

    def work(self):
        wire = Wire(self.demo.ca_file)
        fields = {
            "grant_type": "client_credentials",
            "client_id": self.app["app_id"],
            "client_secret": self.app["secret"],
            "scope": f"{GRAPH}/.default",
        }
        while not self.ended.is_set():
            try:
                answer = wire.post(self.url, fields)
            except OSError as cause:
                self.broken.append(cause)
                return
            except Exception as cause:  # a torn answer is no acknowledgement
                self.broken.append(cause)
                return
            if answer.status == 200:
                self.given.append(claims(answer.json()["access_token"])["uti"])
            else:
                self.refused.append(answer)

    def until(self, holds, seconds=60):
        """Waits while the load runs."""
        limit = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < limit, f"{len(self.given)} given, {len(self.refused)} refused, {self.broken[:2]}"
            time.sleep(0.005)

    def end(self):
        self.ended.set()
        for thread in self.threads:
            thread.join(30)


def logged(demo):
    """Names of all tokens in the sign-in log of the enforced partner."""
    token = demo.app_token(demo.app("automation"))
    return {uti_of(entry) for entry in demo.sign_ins(token, "$top=500", version="beta")} | {
        uti_of(entry) for entry in demo.sign_ins(token, "$top=500")
    }


def stable(ready):
    """What of the ready file must not change: everything but ports."""
    return {
        "tenants": ready["tenants"],
        "users": [{key: value for key, value in user.items()} for user in ready["users"]],
        "apps": [{**app, "certificate_pem": None} for app in ready["apps"]],
        "relationships": ready["relationships"],
    }


def restarted(demo, port=None):
    """Kills the demo and starts it again, at the same port if one is named."""
    demo.kill()
    if port:
        demo.arguments[demo.arguments.index("--listen") + 1] = f"127.0.0.1:{port}"
    demo.start()


@suite.case("the ready file and the data directory are for their owner alone")
def permissions(demo):
    same(stat.S_IMODE(demo.ready_file.stat().st_mode), 0o600, "mode of the ready file")
    for path in [demo.data_dir, *demo.data_dir.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        public = path.suffix == ".pem" and "BEGIN CERTIFICATE" in path.read_text() and "PRIVATE" not in path.read_text()
        assert public or mode & 0o077 == 0, f"{path.name} has mode {mode:o}"


@suite.case("a second run on the same data has the same ids, secrets, keys and clock, and old tokens still verify")
def second_run(demo):
    demo.advance(3600)
    before, offset = stable(demo.ready), demo.offset()
    keys = demo.wire.get(f"{demo.base}/common/discovery/v2.0/keys").json()
    token = demo.app_token(demo.app("automation"))
    demo.stop()
    demo.start()
    same(stable(demo.ready), before, "the world")
    same(demo.wire.get(f"{demo.base}/common/discovery/v2.0/keys").json(), keys, "the keys")
    assert abs(demo.offset() - offset) <= 1, f"the clock was {offset} s ahead and is {demo.offset()} s"
    demo.sign_ins(demo.app_token(demo.app("automation")), "$top=5")
    answer = demo.wire.get(f"{demo.graph}/v1.0/auditLogs/signIns?$top=1", {"Authorization": f"Bearer {token}"})
    # The issuer holds the port, which is another one now: the token's signature is sound, its issuer is not.
    assert answer.status in (200, 401), answer.text[:300]


@suite.case("killed under load, three times: every token that was handed out is in the log")
def killed(demo):
    given = []
    for _ in range(ROUNDS):
        load = Load(demo)
        goal = 100
        load.until(lambda load=load, goal=goal: len(load.given) >= goal)
        demo.kill()
        load.end()
        assert load.broken, "the kill went unnoticed"
        assert not load.refused, load.refused[0].text[:300]
        given += load.given
        demo.start()
        missing = set(load.given) - logged(demo)
        assert not missing, f"{len(missing)} of {len(load.given)} acknowledged tokens are not in the log"
    same(len(set(given)), len(given), "names of tokens")


@suite.case("a stop under load waits for what was begun and ends with 0")
def stopped(demo):
    load = Load(demo)
    load.until(lambda: len(load.given) >= 50)
    began = time.monotonic()
    demo.stop()
    assert time.monotonic() - began < 10, f"{time.monotonic() - began:.1f} s"
    load.end()
    demo.start()
    missing = set(load.given) - logged(demo)
    assert not missing, f"{len(missing)} tokens are not in the log"


@suite.case("a sign-in that was begun goes on after a kill, before and after the password")
def continued(demo):
    port, person, app = urlsplit(demo.base).port, demo.person("user"), demo.app("tools")
    for stop_at in ("password", "authenticator-code"):
        browser, pkce = demo.browser(), Pkce()
        url = demo.authorize(person.tenant, app["app_id"], **pkce.asked)
        walk = sign_in(browser, url, person, stop_at=(stop_at,))
        same(walk.end.kind, stop_at, walk.seen)
        restarted(demo, port)
        browser.wire = demo.wire
        walk = sign_in(browser, walk.end, person)
        assert isinstance(walk.end, Arrival), f"{stop_at}: {walk.end!r} {walk.end.text[:300]}"
        restarted(demo, port)
        fields = {
            "grant_type": "authorization_code",
            "client_id": app["app_id"],
            "code": walk.end["code"],
            "redirect_uri": CALLBACK,
            "code_verifier": pkce.verifier,
        }
        answer = demo.token(person.tenant, **fields)
        same(answer.status, 200, f"the code after a kill: {answer.text[:300]}")
        restarted(demo, port)
        same(demo.token(person.tenant, **fields).json()["error_codes"], [54005], "the code again after a kill")
        refresh = {"grant_type": "refresh_token", "client_id": app["app_id"], "refresh_token": answer.json()["refresh_token"]}
        assert demo.token(person.tenant, **refresh).status in (200, 400), "a refresh"


@suite.case("what was used once stays used after a kill: codes, one-time codes, revocations")
def used(demo):
    port, person, app = urlsplit(demo.base).port, demo.person("admin"), demo.app("tools")
    pkce = Pkce()
    browser = demo.browser()
    url = demo.authorize(person.tenant, app["app_id"], scope="openid offline_access", **pkce.asked)
    walk = sign_in(browser, url, person, stop_at=("authenticator-code",))
    otc = person.code()
    end = sign_in(browser, browser.press(walk.end, "next", otc=otc), person).arrival
    tokens = demo.token(
        person.tenant, grant_type="authorization_code", client_id=app["app_id"], code=end["code"],
        redirect_uri=CALLBACK, code_verifier=pkce.verifier,
    ).json()
    demo.advance(2)
    demo.command("user", "revoke-sessions", person.upn)
    restarted(demo, port)
    answer = demo.token(
        person.tenant, grant_type="refresh_token", client_id=app["app_id"], refresh_token=tokens["refresh_token"]
    )
    same(answer.json()["error_codes"], [50173], "a revoked grant")
    browser = demo.browser()
    walk = sign_in(browser, url, person, stop_at=("authenticator-code",))
    page = browser.press(walk.end, "next", otc=otc)
    assert page.kind == "authenticator-code" and page.problem, f"a used one-time code after a kill: {page!r}"


def temporary(answer):
    """Asserts that a refusal says that it will pass."""
    same(answer.status, 503, answer.text[:300])
    same(answer.json()["error"], "temporarily_unavailable", "error")
    assert answer.header("retry-after"), "no Retry-After"


@suite.case("a full disk: refused with 503, nothing acknowledged is lost, and it goes on when there is room")
def full_disk(_):
    wrapped = small_disk(size_mb=48)
    folder = scratch() / "full"
    disk = folder / "disk"
    disk.mkdir(parents=True)
    with Demo(folder, data_dir=disk / "data", before=[*wrapped, str(disk)]) as demo:
        inside = Path(f"/proc/{demo.process.pid}/root") / str(disk).lstrip("/")
        demo.app("automation")
        load = Load(demo, clients=24)
        load.until(lambda: len(load.given) >= 100)
        ballast = inside / "ballast"
        fill(ballast)
        load.until(lambda: len(load.refused) >= 50)
        at_full = len(load.given)
        ballast.unlink()
        load.until(lambda: len(load.given) >= at_full + 100)
        load.end()
        assert not load.broken, load.broken[:2]
        for answer in load.refused:
            temporary(answer)
        missing = set(load.given) - logged(demo)
        assert not missing, f"{len(missing)} of {len(load.given)} acknowledged tokens are not in the log"


def small_disk(size_mb):
    """Words before a command that give it a disk of its own, at the folder that follows them."""
    if os.geteuid() != 0 or not shutil.which("unshare"):
        raise Skip("needs root and unshare to mount a small disk")
    script = f'mount -t tmpfs -o size={size_mb}m,mode=700 tmpfs "$0" && exec "$@"'
    words = ["unshare", "--mount", "--propagation", "private", "sh", "-c", script]
    trial = subprocess.run([*words, "/mnt", "true"], capture_output=True, text=True, check=False)
    if trial.returncode != 0:
        raise Skip(f"cannot mount here: {trial.stderr.strip()}")
    return words


def fill(path):
    """Writes until nothing more fits."""
    with path.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue


if __name__ == "__main__":
    with Demo() as world:
        suite.run(world)
