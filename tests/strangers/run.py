"""What strangers send: malformed, oversized, reused, forged, replayed and guessed. Never a 500, always the right code."""

import assertions
import bearers
import codes
import endpoints
import flows
import guessing
import raw
from common import alive, suite
from demo import Demo

PARTS = (endpoints, raw, assertions, bearers, codes, flows, guessing)


@suite.case("after all this the server lives, and its log tells of no fault of its own")
def survived(demo):
    alive(demo)
    log = demo.log.read_text(errors="replace")
    assert "panicked" not in log, log[log.index("panicked") - 500 :][:2000]
    faults = [line for line in log.splitlines() if "ERROR" in line]
    assert not faults, faults[:5]


if __name__ == "__main__":
    with Demo() as world:
        suite.run(world)
