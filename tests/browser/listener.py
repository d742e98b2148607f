"""The client's side of a redirect: a web server on a free port of loopback that keeps what arrives."""

import queue
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


class Arrived:
    """One answer: how it came, its parameters, and the headers that browsers send with it."""

    def __init__(self, method, params, headers):
        self.method = method
        self.params = params
        self.headers = headers


class Listener:
    """`address` is a redirect URI; `wait` gives the next answer that arrives there."""

    def __init__(self):
        arrived = queue.Queue()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.take("GET", urlsplit(self.path).query)

            def do_POST(self):
                self.take("POST", self.rfile.read(int(self.headers["content-length"])).decode())

            def take(self, method, text):
                params = dict(parse_qsl(text, keep_blank_values=True))
                if params:
                    arrived.put(Arrived(method, params, dict(self.headers)))
                body = b"<!doctype html><title>The client</title><h1>The client</h1>"
                self.send_response(200)
                self.send_header("content-type", "text/html")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                """Says nothing: the cases do."""

        self.arrived = arrived
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://localhost:{self.server.server_port}"
        self.address = self.origin + "/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wait(self, seconds=10):
        try:
            return self.arrived.get(timeout=seconds)
        except queue.Empty:
            raise AssertionError("nothing arrived at the client") from None
