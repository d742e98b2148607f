"""HTTP as it is on the wire: kept connections, no redirects followed, nothing repaired."""

import http.client
import json
import ssl
import threading
from urllib.parse import urlencode, urlsplit

FORM = "application/x-www-form-urlencoded"
CLOSED = (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError, ssl.SSLEOFError)


class Answer:
    """One response, wholly read."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    def header(self, name):
        """The last header of that name, or None."""
        values = self.all(name)
        return values[-1] if values else None

    def all(self, name):
        return [value for found, value in self.headers if found.lower() == name.lower()]

    def json(self):
        kind = self.header("content-type") or ""
        assert "json" in kind, f"status {self.status} with content type {kind!r}: {self.text[:300]!r}"
        return json.loads(self.body)


def exchange(connection, method, target, body, headers):
    """One request and its answer, also the answer that comes before the request was wholly sent."""
    try:
        connection.request(method, target, body, headers)
    except CLOSED as cause:
        try:
            response = connection.response_class(connection.sock, method=method)
            response.begin()
            answer = Answer(response.status, response.getheaders(), response.read())
        except (OSError, http.client.HTTPException):
            raise cause from None
        connection.close()
        return answer
    response = connection.getresponse()
    return Answer(response.status, response.getheaders(), response.read())


class Wire:
    """A client that trusts one certificate authority. Threads get connections of their own."""

    def __init__(self, ca_file, timeout=30):
        self.context = ssl.create_default_context(cafile=ca_file)
        self.timeout = timeout
        self.local = threading.local()

    def get(self, url, headers=None):
        return self.send("GET", url, headers=headers)

    def post(self, url, fields, headers=None):
        """Posts a form: a dict, a list of pairs, or a body that is already encoded."""
        body = urlencode(fields) if isinstance(fields, (dict, list)) else fields
        return self.send("POST", url, body, {"Content-Type": FORM, **(headers or {})})

    def post_json(self, url, value, headers=None):
        head = {"Content-Type": "application/json", **(headers or {})}
        return self.send("POST", url, json.dumps(value), head)

    def send(self, method, url, body=None, headers=None):
        """Sends one request; if a kept connection turns out to be closed, once more on a new one."""
        parts = urlsplit(url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        body = body.encode() if isinstance(body, str) else body
        while True:
            connection, kept = self.connection(parts)
            try:
                return exchange(connection, method, target, body, headers or {})
            except CLOSED:
                self.forget(parts)
                if not kept:
                    raise
            except Exception:
                self.forget(parts)
                raise

    def connection(self, parts):
        kept = self.local.__dict__.setdefault("connections", {})
        found = kept.get(parts.netloc)
        if found is not None:
            return found, True
        if parts.scheme == "https":
            made = http.client.HTTPSConnection(parts.netloc, timeout=self.timeout, context=self.context)
        else:
            made = http.client.HTTPConnection(parts.netloc, timeout=self.timeout)
        kept[parts.netloc] = made
        return made, False

    def forget(self, parts):
        connection = self.local.__dict__.get("connections", {}).pop(parts.netloc, None)
        if connection is not None:
            connection.close()
