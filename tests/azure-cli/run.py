"""The Azure CLI, unmodified, against the demo world registered as a cloud of its own."""

import json
import os
import re
import shutil
import subprocess
from urllib.parse import urlsplit

from demo import GRAPH, Demo, scratch
from people import sign_in
from proxy import Proxy
from report import Suite, same, within
from tokens import claims, uti_of

suite = Suite()


class Cli:
    """`az` with a configuration folder that nothing else uses; it caches tokens and even errors there."""

    def __init__(self, demo, name, base=None):
        self.folder = scratch() / f"az-{name}"
        if base:
            shutil.copytree(base.folder, self.folder)
        else:
            self.folder.mkdir()
        self.surroundings = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "AZURE_CONFIG_DIR": str(self.folder),
            "REQUESTS_CA_BUNDLE": demo.ca_file,
            "SSL_CERT_FILE": demo.ca_file,
            "AZURE_CORE_INSTANCE_DISCOVERY": "false",
            "AZURE_CORE_COLLECT_TELEMETRY": "false",
            "AZURE_CORE_LOGIN_EXPERIENCE_V2": "false",
            "AZURE_CORE_ONLY_SHOW_ERRORS": "false",
        }

    def start(self, *words, **more):
        return subprocess.Popen(
            ["az", *words],
            env={**self.surroundings, **more},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words, **more):
        """Runs a command that must succeed, and gives what it prints as JSON."""
        done = self.start(*words, **more)
        out, err = done.communicate(timeout=90)
        assert done.returncode == 0, f"az {' '.join(words[:3])}: exit {done.returncode}: {err}"
        return json.loads(out) if out.strip() else None

    def refused(self, *words, **more):
        """Runs a command that must fail, and gives its message."""
        done = self.start(*words, **more)
        out, err = done.communicate(timeout=90)
        assert done.returncode == 1, f"az {' '.join(words[:3])}: exit {done.returncode}: {out} {err}"
        return err


def as_application(app, secret):
    # "-p=…" in one word: a secret may begin with a dash.
    return ("login", "--service-principal", "-u", app["app_id"], *secret, "--tenant", app["tenant"], "--allow-no-subscriptions")


def ready(demo, name):
    return Cli(demo, name, base=Cli.registered)


def found_in_log(cli, demo, app, token):
    """The entry of the sign-in that a token came from, as `az rest` reads it."""
    uti = claims(token)["uti"]
    mine = f"appId%20eq%20%27{app['app_id']}%27"
    # The beta log shows the sign-ins of applications only to those who ask for them.
    kind = "signInEventTypes/any(t:%20t%20eq%20%27servicePrincipal%27)"
    for version, wanted in (("v1.0", mine), ("beta", f"{mine}%20and%20{kind}")):
        url = f"{demo.graph}/{version}/auditLogs/signIns?$filter={wanted}&$top=50"
        entries = cli.run("rest", "--url", url, "--resource", GRAPH)["value"]
        entry = next((entry for entry in entries if uti_of(entry) == uti), None)
        assert entry, f"no entry for {uti} among {[uti_of(entry) for entry in entries][:10]} in {version}"
        same(entry["status"]["errorCode"], 0, "errorCode")
        same(entry["appId"], app["app_id"], "appId")
    same(entry["uniqueTokenIdentifier"], uti, "uniqueTokenIdentifier")
    return entry


@suite.case("the demo is registered as a cloud")
def register(demo):
    cli = Cli(demo, "registered")
    cli.run("cloud", "register", "-n", "Countersign", "--endpoint-resource-manager", demo.ready["resources"]["arm"])
    cli.run("cloud", "set", "-n", "Countersign")
    told = cli.run("cloud", "show")
    same(told["endpoints"]["activeDirectory"].rstrip("/"), demo.base, "where to sign in")
    same(told["endpoints"]["microsoftGraphResourceId"].rstrip("/"), demo.graph, "Graph")
    Cli.registered = cli


@suite.case("login with a secret; az rest finds the entry of that very login")
def secret(demo):
    app, cli = demo.app("automation"), ready(demo, "secret")
    accounts = cli.run(*as_application(app, ("-p=" + app["secret"],)))
    same([(a["tenantId"], a["user"]["type"]) for a in accounts], [(app["tenant"], "servicePrincipal")], "account")
    token = cli.run("account", "get-access-token")["accessToken"]
    entry = found_in_log(cli, demo, app, token)
    same(entry["clientCredentialType"], "clientSecret", "clientCredentialType")


@suite.case("login with a certificate; az rest finds the entry of that very login")
def certificate(demo):
    app, cli = demo.app("automation"), ready(demo, "certificate")
    cli.run(*as_application(app, ("--certificate", app["certificate_pem"])))
    entry = found_in_log(cli, demo, app, cli.run("account", "get-access-token")["accessToken"])
    same(entry["clientCredentialType"], "certificate", "clientCredentialType")


@suite.case("a token for Graph is another sign-in with an entry of its own")
def graph_token(demo):
    app, cli = demo.app("automation"), ready(demo, "graph")
    cli.run(*as_application(app, ("-p=" + app["secret"],)))
    tokens = [cli.run("account", "get-access-token", *which)["accessToken"] for which in ((), ("--resource", GRAPH))]
    assert len({found_in_log(cli, demo, app, token)["id"] for token in tokens}) == 2


@suite.case("a wrong secret is refused with 7000215 and the CLI's own hint")
def wrong_secret(demo):
    app, cli = demo.app("automation"), ready(demo, "wrong")
    told = cli.refused(*as_application(app, ("-p=" + app["secret"][:-1],)))
    within(told, "AADSTS7000215", "message")
    within(told, "certificate", "the hint that the CLI adds when it reads the number")


@suite.case("login with user name and password is refused: 50076, and 50126 for a wrong password")
def password(demo):
    proxy = Proxy(urlsplit(demo.base).port).url
    person = demo.person("user")
    for word, code in ((person.password, 50076), ("not the password", 50126)):
        cli = ready(demo, f"password-{code}")
        told = cli.refused(
            *("login", "-u", person.upn, "-p", word, "--tenant", person.tenant, "--allow-no-subscriptions"),
            HTTPS_PROXY=proxy,
        )
        within(told, f"AADSTS{code}", "message")


@suite.case("login with a device code: to one tenant, and to whichever the user is in")
def device(demo):
    for tag, where in (("user", ("--tenant", demo.partner["id"])), ("admin", ())):
        person, cli = demo.person(tag), ready(demo, f"device-{tag}")
        waiting = cli.start("login", "--use-device-code", "--allow-no-subscriptions", *where)
        code, told = "", ""
        while not code:
            line = waiting.stderr.readline()
            assert line, f"az ended without asking for a code: {told}"
            told += line
            code = "".join(re.findall(r"enter the code (\S+) to", told))
        address = re.search(r"open the page (\S+) and", told).group(1)
        walk = sign_in(demo.browser(), address, person, user_code=code)
        same(walk.end.kind, "end", f"pages {walk.seen}: {walk.end.text[:300]}")
        out, err = waiting.communicate(timeout=60)
        same(waiting.returncode, 0, told + err)
        same([account["user"]["name"] for account in json.loads(out)], [person.upn], "account")
        token = claims(cli.run("account", "get-access-token", "--resource", GRAPH)["accessToken"])
        within(token["amr"], "mfa", "amr")
        same((token["oid"], token["tid"]), (person.id, person.tenant), "whose token")
        me = cli.run("rest", "--url", f"{demo.graph}/v1.0/me", "--resource", GRAPH)
        same(me["id"], person.id, "GET /me")


if __name__ == "__main__":
    with Demo() as world:
        suite.run(world)
