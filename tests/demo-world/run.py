"""The demo's world: its past, and the faults that it can be asked for."""

import time
from datetime import datetime, timedelta

from demo import Demo
from report import Suite, same

DAYS = 30
suite = Suite()


def token(demo):
    app = demo.app("automation")
    return demo.token(
        app["tenant"],
        grant_type="client_credentials",
        client_id=app["app_id"],
        client_secret=app["secret"],
        scope="https://graph.microsoft.com/.default",
    )


def faults(demo, **wanted):
    return demo.wire.post_json(demo.ready["dev_url"] + "/faults", wanted)


def logged(demo):
    return {entry["id"] for entry in demo.sign_ins(demo.app_token(demo.app("automation")), "$top=900")}


@suite.case("the world is ready within five seconds, with thirty days behind it")
def past(demo):
    entries = demo.sign_ins(demo.app_token(demo.app("automation")), "$top=900")
    times = sorted(datetime.fromisoformat(entry["createdDateTime"]) for entry in entries)
    now = datetime.fromisoformat(demo.clock()["now"])
    assert timedelta(days=DAYS - 2) < now - times[0] < timedelta(days=DAYS + 1), times[0]
    assert times[-1] <= now, times[-1]
    days = {at.date() for at in times}
    assert len(days) >= DAYS - 1, f"only {len(days)} days have entries"
    codes = {entry["status"]["errorCode"] for entry in entries}
    assert {0, 50126} <= codes, codes


@suite.case("no sign-in of the past got around the second factor")
def challenged(demo):
    entries = demo.sign_ins(demo.app_token(demo.app("automation")), "$top=900", version="beta")
    done = [entry for entry in entries if entry["userId"] and entry["status"]["errorCode"] == 0]
    assert len(done) > 50, len(done)
    for entry in done:
        same(entry["authenticationRequirement"], "multiFactorAuthentication", entry["id"])


@suite.case("a full or broken disk on demand: refused with 503, nothing is acknowledged, and then it heals")
def disk(demo):
    for kind in ("full", "fail"):
        before = logged(demo)
        same(faults(demo, store=kind, count=3).status, 200, kind)
        answers = [token(demo) for _ in range(5)]
        same([answer.status for answer in answers], [503, 503, 503, 200, 200], kind)
        assert answers[0].header("retry-after"), answers[0].text
        assert answers[0].json()["error_codes"], answers[0].text
        # Two answers, and the token that reads the log.
        same(len(logged(demo) - before), 3, f"new entries after {kind}")
    same(faults(demo, store="full", count=1000).status, 200, "many")
    same(faults(demo, store="off").status, 200, "off")
    same(token(demo).status, 200, "healed")


@suite.case("a slow disk on demand: late, and not lost")
def slow(demo):
    same(faults(demo, store="slow").status, 200, "slow")
    began = time.monotonic()
    same(token(demo).status, 200, "a token")
    assert time.monotonic() - began >= 1, "it is late"
    began = time.monotonic()
    same(token(demo).status, 200, "the next")
    assert time.monotonic() - began < 1, "the next one is not late"


@suite.case("signing keys that do not answer: refused before anything is used up")
def keys(demo):
    before = logged(demo)
    same(faults(demo, key="fail").status, 200, "key")
    answer = token(demo)
    same(answer.status, 503, answer.text[:200])
    same(token(demo).status, 200, "the next")
    same(len(logged(demo) - before), 2, "new entries")


@suite.case("mail can be lost, and what does not exist cannot fail")
def refused(demo):
    same(faults(demo, mail="fail").status, 200, "mail")
    same(faults(demo, mail="off").status, 200, "mail")
    for wanted in ({"geo": "off"}, {"mail": "full"}, {"key": "slow"}, {}, {"store": "full", "count": 0}):
        answer = faults(demo, **wanted)
        same(answer.status, 400, wanted)
        assert len(answer.text) > 20, wanted
    same(faults(demo, store="melt").status, 422, "an unknown fault")
    headers = {"Content-Type": "application/json", "Origin": "https://evil.example"}
    url = demo.ready["dev_url"] + "/faults"
    same(demo.wire.send("POST", url, b'{"store":"full"}', headers).status, 403, "a foreign page")


if __name__ == "__main__":
    began = time.monotonic()
    with Demo() as world:
        took = time.monotonic() - began
        assert took < 5, f"ready after {took:.1f} s"
        suite.run(world)
