"""Guessing: ten thousand passwords, and whether names that exist can be told from names that do not."""

import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from common import alive, memory, suite
from compare import separable
from flows import begin
from report import same, within

GUESSES = 10_000
NAMES = 200


def guess(demo, person, password):
    """One try with the password grant."""
    return demo.token(
        person.tenant,
        grant_type="password",
        client_id=demo.app("tools", person.tenant)["app_id"],
        username=person.upn,
        password=password,
        scope="openid",
    )


@suite.case("ten thousand wrong passwords: locked after ten, nobody else harmed, memory bounded")
def ten_thousand(demo):
    victim, other = demo.person("compromised"), demo.person("customer-plain")
    before, codes, strange = memory(demo), Counter(), []

    def one(number):
        answer = guess(demo, victim, f"guess number {number}")
        if answer.status in (429, 503):
            assert answer.header("retry-after"), answer.text[:200]
        if answer.status not in (400, 429, 503):
            strange.append((answer.status, answer.text[:200]))
        return answer.json()["error_codes"][0]

    first = [one(-number) for number in range(1, 13)]
    same(first[:9], [50126] * 9, "the first nine")
    same(first[10:], [50053] * 2, "after the tenth")
    began = time.monotonic()
    with ThreadPoolExecutor(32) as pool:
        for found in pool.map(one, range(GUESSES)):
            codes[found] += 1
    took = time.monotonic() - began
    assert not strange, strange[:3]
    assert set(codes) <= {50126, 50053, 90055, 90006}, codes
    assert codes[50126] <= 12, f"{codes} within {took:.0f} s"
    assert memory(demo) < before + 100, f"{before:.0f} MB became {memory(demo):.0f} MB"
    same(guess(demo, victim, victim.password).json()["error_codes"][0], 50053, "the right password while locked")
    same(guess(demo, other, other.password).status, 200, "somebody else, from the same address")
    alive(demo)
    demo.advance(6 * 3600)
    code = guess(demo, victim, victim.password).json()["error_codes"][0]
    assert code not in (50053, 50126), f"after the lock the right password is still refused with {code}"


@suite.case("repeating one wrong password is a habit, not a guess")
def repeated(demo):
    person = demo.person("temporary-password")
    codes = [guess(demo, person, "the same as ever").json()["error_codes"][0] for _ in range(15)]
    same(set(codes), {50126}, "fifteen times the same")


def normalised(page, name):
    """A page without what may differ: the name that was typed and the sealed value."""
    text = page.answer.text.replace(name, "NAME")
    text = re.sub(r'(class="badge"[^>]*>)[^<]*', r"\1N", text)
    return re.sub(r'name="flow" value="[^"]*"', "flow", text)


def tried(demo, name):
    """Seconds for the page after the name and for the page after a wrong password, and both pages."""
    browser, page = begin(demo)
    began = time.perf_counter()
    second = browser.press(page, "next", loginfmt=name)
    between = time.perf_counter()
    third = browser.press(second, "next", passwd="not the password of anybody")
    return (between - began, time.perf_counter() - between), (second, third)


def people(demo):
    """User names that exist, with passwords, and as many of the same form that do not."""
    domain = demo.partner["domain"]
    known = [f"k{number:03}@{domain}" for number in range(NAMES)]
    for name in known:
        demo.command("user", "create", name, "--name", "Someone")
    return known, [f"u{number:03}@{domain}" for number in range(NAMES)]


@suite.case("200 names that exist and 200 that do not: texts equal, times not separable")
def enumeration(demo):
    known, unknown = people(demo)
    for warm in range(5):
        tried(demo, f"warm-up-{warm}@{demo.partner['domain']}")
    times, lengths, texts = {"known": [], "unknown": []}, {"known": [], "unknown": []}, set()
    for pair in zip(known, unknown):
        for kind, name in zip(("known", "unknown"), pair):
            took, pages = tried(demo, name)
            times[kind].append(took)
            lengths[kind].append([len(page.form.fields["flow"]) for page in pages])
            same([page.kind for page in pages], ["password", "password"], name)
            assert pages[1].problem, name
            texts.add(tuple((page.status, normalised(page, name), headers(page)) for page in pages))
    assert len(texts) == 1, different(texts)
    for step, what in enumerate(("the name", "a wrong password")):
        found = separable(*([took[step] for took in times[kind]] for kind in ("known", "unknown")))
        assert found is None, f"{what} tells who exists: {found}"
        found = separable(*([sizes[step] for sizes in lengths[kind]] for kind in ("known", "unknown")))
        assert found is None, f"the length of the sealed value after {what} tells who exists: {found}"


def headers(page):
    return tuple(sorted(name.lower() for name, _ in page.answer.headers))


def different(texts):
    one, two = list(texts)[:2]
    for left, right in zip(one, two):
        if left != right:
            lines = [pair for pair in zip(str(left).split("\\n"), str(right).split("\\n")) if pair[0] != pair[1]]
            return f"{len(texts)} texts: {lines[:3]}"
    return f"{len(texts)} texts"


@suite.case("the password grant does not tell who exists either, and locks names that do not")
def grant_enumeration(demo):
    class Nobody:
        tenant = demo.partner["id"]

        def __init__(self, upn):
            self.upn = upn

    domain = demo.partner["domain"]
    times, told = {"k": [], "u": []}, set()
    for number in range(NAMES):
        for kind in "ku":
            began = time.perf_counter()
            answer = guess(demo, Nobody(f"{kind}{number:03}@{domain}"), "another wrong password")
            times[kind].append(time.perf_counter() - began)
            body = answer.json()
            told.add((answer.status, body["error"], tuple(body["error_codes"]), body["error_description"].split(" Trace ID")[0]))
    same(len(told), 1, f"answers {told}")
    found = separable(times["k"], times["u"])
    assert found is None, f"the time tells who exists: {found}"
    nobody = Nobody(f"nobody-at-all@{domain}")
    codes = [guess(demo, nobody, f"guess {number}").json()["error_codes"][0] for number in range(12)]
    same((codes[:9], codes[-1]), ([50126] * 9, 50053), "a name that does not exist is locked like one that does")
    _, page = begin(demo)
    within(page.kind, "username", "the pages still work")
