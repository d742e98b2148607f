"""Bytes that are hardly HTTP, and connections that come and go."""

import socket
import ssl
import threading
import time
from urllib.parse import urlsplit

from common import alive, memory, suite
from report import same


def connect(demo, secure=True):
    port = urlsplit(demo.base).port
    plain = socket.create_connection(("127.0.0.1", port), timeout=10)
    return demo.wire.context.wrap_socket(plain, server_hostname="localhost") if secure else plain


def say(demo, data, secure=True):
    """Sends bytes and gives what comes back until the server closes or goes silent."""
    with connect(demo, secure) as link:
        heard = b""
        try:
            link.sendall(data)
            link.settimeout(3)
            while piece := link.recv(65_536):
                heard += piece
                if len(heard) > 200_000:
                    break
        except (TimeoutError, OSError, ssl.SSLError):
            pass
        return heard


def status(heard):
    return int(heard.split(b" ", 2)[1]) if heard.startswith(b"HTTP/1") else None


@suite.case("malformed requests and TLS: refused or closed, never a 500")
def malformed(demo):
    host = b"Host: localhost\r\n"
    for data in (
        b"\x00" * 1000,
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n" + host + b"\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET /" + b"a" * 300_000 + b" HTTP/1.1\r\n" + host + b"\r\n",
        b"GET / HTTP/1.1\r\n" + host + b"X: " + b"a" * 600_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + host + b"".join(b"X-%d: a\r\n" % n for n in range(5000)) + b"\r\n",
        b"GET / HTTP/1.1\r\n" + host + b"X:\x00\r\n\r\n",
        b"POST /common/oauth2/v2.0/token HTTP/1.1\r\n" + host + b"Content-Length: -1\r\n\r\n",
        b"POST /common/oauth2/v2.0/token HTTP/1.1\r\n" + host + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        b"POST /common/oauth2/v2.0/token HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
        b"GET /%zz HTTP/1.1\r\n" + host + b"\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\n" + host + b"\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\xff" * 5000,
    ):
        found = status(say(demo, data))
        assert found is None or found < 500 or found == 505, f"{data[:60]!r}: {found}"
    for data in (b"GET / HTTP/1.1\r\n" + host + b"\r\n", b"\x16\x03\x01" + b"\xff" * 500, b""):
        say(demo, data, secure=False)
    alive(demo)


@suite.case("a body larger than announced limits is refused while it is read")
def endless(demo):
    with connect(demo) as link:
        link.sendall(b"POST /common/oauth2/v2.0/token HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        piece = b"10000\r\n" + b"a" * 65_536 + b"\r\n"
        sent = 0
        try:
            while sent < 500 * len(piece):
                link.sendall(piece)
                sent += len(piece)
        except OSError:
            pass
        assert sent < 400 * len(piece), "25 MB were taken"
    alive(demo)


@suite.case("idle and slow connections keep nobody else waiting")
def slow(demo):
    links = []
    try:
        for number in range(200):
            link = connect(demo)
            link.sendall(b"POST /common/oauth2/v2.0/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n" if number % 2 else b"GET / HT")
            links.append(link)
        began = time.monotonic()
        alive(demo)
        assert time.monotonic() - began < 2, f"{time.monotonic() - began:.1f} s beside 200 idle connections"
    finally:
        for link in links:
            link.close()


@suite.case("clients that leave in the middle harm nobody")
def leaving(demo):
    before = memory(demo)

    def come_and_go():
        for number in range(50):
            with connect(demo, secure=number % 3 > 0) as link:
                link.sendall(b"GET /common/v2.0/.well-known/openid-configuration HTTP/1.1\r\nHost: localhost\r\n\r\n"[: number * 3 + 1])

    threads = [threading.Thread(target=come_and_go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    alive(demo)
    assert memory(demo) < before + 100, f"{before:.0f} MB became {memory(demo):.0f} MB"


@suite.case("the dev endpoints listen to their own origin, to JSON, and never go back")
def dev(demo):
    url = demo.ready["dev_url"] + "/clock"
    sound = b'{"advance_seconds":1}'
    kind = {"Content-Type": "application/json"}
    for headers in ({"Content-Type": "text/plain"}, {}, {**kind, "Origin": "https://elsewhere.example"}, {**kind, "Origin": "null"}, {**kind, "Host": "elsewhere.example"}):
        answer = demo.wire.send("POST", url, sound, headers)
        assert 400 <= answer.status < 500, f"{headers}: {answer.status} {answer.text[:200]}"
    before = demo.offset()
    for body in (b"", b"null", b"[]", b"{", b'{"advance_seconds":-1}', b'{"advance_seconds":1e300}', b'{"advance_seconds":"1"}', b'{"advance_seconds":9223372036854775807}', b"[" * 100_000):
        answer = demo.wire.send("POST", url, body, kind)
        assert 400 <= answer.status < 500, f"{body[:40]!r}: {answer.status} {answer.text[:200]}"
    same(demo.offset(), before, "the offset")
