"""What the cases of strangers share: the list of cases, and what every refusal has to look like."""

import re

from demo import GRAPH
from report import Suite, same, within

suite = Suite()
GRAPH_DEFAULT = GRAPH + "/.default"
NOBODY = "11111111-2222-4333-8444-555555555555"
CODE = re.compile(r"AADSTS(\d+): ")


def refusal(answer, *codes, what="", status=None):
    """Asserts that an answer of a protocol endpoint is a well-formed refusal with one of the codes; gives its body."""
    told = f"{what} (status {answer.status}): {answer.text[:300]!r}"
    assert 400 <= answer.status < 500 or answer.status == 503, f"not refused: {told}"
    if status is not None:
        same(answer.status, status, told)
    if answer.status == 431:
        return {}  # headers beyond all bounds are refused before anybody knows what they ask for
    body = answer.json()
    if answer.status == 413:
        assert body["error"], told
        return body
    assert isinstance(body.get("error"), str) and re.fullmatch(r"[a-z_]+", body["error"]), told
    description = body.get("error_description", "")
    assert "\r" not in description and "\n" not in description, f"a line break: {told}"
    numbers = body.get("error_codes")
    assert numbers and all(type(number) is int for number in numbers), f"error_codes: {told}"
    assert description.startswith(f"AADSTS{numbers[0]}: "), told
    for field in ("timestamp", "trace_id", "correlation_id"):
        assert body.get(field), f"no {field}: {told}"
    assert answer.header("x-content-type-options") == "nosniff", f"headers: {told}"
    within(answer.header("cache-control") or "", "no-store", f"headers: {told}")
    if codes:
        assert numbers[0] in codes, f"wanted {codes}: {told}"
    return body


def error_page(page, *codes, what=""):
    """Asserts that a browser was shown an error page with one of the codes, and was sent nowhere."""
    told = f"{what}: {page!r}"
    assert hasattr(page, "details"), f"sent away: {told}"
    assert page.status < 500, told
    assert page.kind in ("error", "end"), told
    found = [int(number) for number in re.findall(r"AADSTS(\d+)", page.details)]
    if codes:
        assert found and found[0] in codes, f"wanted {codes}: {told} {page.details!r} {page.text[:200]!r}"
    return page


def alive(demo):
    """Asserts that the server still answers, with the process that was started."""
    assert demo.process.poll() is None, f"the server ended: {demo.tail()}"
    same(demo.wire.get(f"{demo.base}/common/v2.0/.well-known/openid-configuration").status, 200, "discovery")


def memory(demo):
    """Resident memory of the server, in MB."""
    with open(f"/proc/{demo.process.pid}/status", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS")) / 1024
