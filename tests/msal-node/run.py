"""Starts the demo world, signs people in for the clients of `cases.mjs`, and runs these under Node.js."""

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from demo import Demo
from pages import Arrival
from people import sign_in


class People(BaseHTTPRequestHandler):
    """`POST {"browser","url","person","user_code"}`: somebody opens an address and answers what he is asked."""

    demo = None
    browsers = {}
    one_at_a_time = threading.Lock()

    def do_POST(self):
        wish = json.loads(self.rfile.read(int(self.headers["content-length"])))
        try:
            with self.one_at_a_time:
                told = self.visit(**wish)
        except Exception as cause:  # told to the case, which fails with it
            told = {"trouble": f"{type(cause).__name__}: {cause}"}
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def visit(self, url, person="user", browser=None, user_code=None, revoke=False, press=None):
        known = self.demo.person(person)
        if revoke:
            return {"revoked": self.demo.command("user", "revoke-sessions", known.upn)}
        used = self.browsers.setdefault(browser, self.demo.browser()) if browser else self.demo.browser()
        if press:
            end, seen = used.press(used.open(url), press), []
        else:
            walk = sign_in(used, url, known, user_code=user_code)
            end, seen = walk.end, walk.seen
        if isinstance(end, Arrival):
            return {"url": end.url, "params": end.params, "seen": seen}
        return {"page": end.kind, "heading": end.heading, "text": end.text, "seen": seen}

    def log_message(self, *_):
        """Says nothing: the cases do."""


def main():
    with Demo() as demo:
        People.demo = demo
        helper = ThreadingHTTPServer(("127.0.0.1", 0), People)
        threading.Thread(target=helper.serve_forever, daemon=True).start()
        surroundings = {
            **os.environ,
            "NODE_EXTRA_CA_CERTS": demo.ca_file,
            "READY_FILE": str(demo.ready_file),
            "PEOPLE": f"http://127.0.0.1:{helper.server_port}/",
        }
        code = subprocess.run(["node", "cases.mjs", *sys.argv[1:]], env=surroundings, check=False).returncode
    sys.exit(code)


if __name__ == "__main__":
    main()
