"""Cases of a suite: run in order, one line each, and the closing line that `cargo xtask test` reads."""

import os.path
import sys
import time
import traceback

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep


class Skip(Exception):
    """A case that cannot run here, and why."""


class Suite:
    """Collects cases by decoration and runs them in the order in which they were written."""

    def __init__(self):
        self.cases = []

    def case(self, name):
        """Registers a function as the case `name`; it gets what `run` was given."""

        def register(function):
            self.cases.append((name, function))
            return function

        return register

    def run(self, *given, wanted=None):
        """Runs the cases whose name contains a word of the command line, and leaves with the exit code."""
        words = sys.argv[1:] if wanted is None else wanted
        passed = failed = skipped = 0
        for name, function in self.cases:
            if words and not any(word in name for word in words):
                continue
            began = time.monotonic()
            try:
                function(*given)
            except Skip as reason:
                skipped += 1
                say(f"skip {name}: {reason}")
            except Exception as cause:  # a case may fail in any way, and the others still run
                failed += 1
                say(f"not ok {name}: {explain(cause)}")
                say(where(cause))
            else:
                passed += 1
                say(f"ok {name} ({time.monotonic() - began:.1f} s)")
        close(passed, failed, skipped)


def close(passed, failed, skipped):
    """The closing line, and the end of the process."""
    say(f"{passed} passed, {failed} failed, {skipped} skipped")
    sys.exit(1 if failed else 0)


def say(line):
    """Prints a line at once, so that a suite that hangs has said how far it came."""
    print(line, flush=True)


def explain(cause):
    """One line that tells what went wrong."""
    text = " ".join(str(cause).split()) or "no message"
    return f"{type(cause).__name__}: {text[:600]}"


def where(cause):
    """The suite's own lines on the way to an exception; those of the clients are long and tell little."""
    frames = traceback.extract_tb(cause.__traceback__)
    own = [frame for frame in frames if frame.filename.startswith(TESTS) and frame.name != "run"]
    return "\n".join(f"    {frame.filename[len(TESTS) :]}:{frame.lineno} {frame.line}" for frame in own)


def same(found, wanted, what):
    """Asserts that two values are equal, and says which was which."""
    assert found == wanted, f"{what}: found {found!r}, wanted {wanted!r}"


def within(text, part, what):
    """Asserts that a text holds a part."""
    assert part in text, f"{what}: {part!r} is not in {text[:400]!r}"
