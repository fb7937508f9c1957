"""Every page under load: 20 people at once on a zone of 100,000 firms.

``python -m bench.pages [--firms 100000] [--people 20] [--rounds 6] [--pause 2] [--root DIR]``. A
real server with two workers; each person signs in with a session of their own and opens the pages
in turn, reading each for ``--pause`` seconds on average. ``--pause 0`` asks without reading: that
measures how many pages a second the server gives.
"""

from __future__ import annotations

import argparse
import http.client
import http.cookies
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path

from wotu.build.snapshot import open_current


class Person:
    """One signed-in browser: keeps its cookies and one connection."""

    def __init__(self, port: int, username: str, password: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        page = self.get("/accounts/sign-in/")[1]
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token, "the sign-in page has a form"
        fields = {"csrfmiddlewaretoken": token[1], "username": username, "password": password}
        status, _ = self.send("POST", "/accounts/sign-in/", urllib.parse.urlencode(fields))
        assert status in {200, 302}, status
        assert "sessionid" in self.cookies, "signed in"

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        return self.send("GET", path)

    def send(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://127.0.0.1:{self.connection.port}",
                "Referer": f"http://127.0.0.1:{self.connection.port}{path}",
            }
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        for header in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in http.cookies.SimpleCookie(header).items():
                self.cookies[name] = morsel.value
        return response.status, response.read().decode("utf-8", "replace")


def pages(snapshot_codes: list[str], chance: random.Random) -> list[tuple[str, str]]:
    """Kind of page and address, in the order of a round."""
    firm = chance.choice(snapshot_codes)
    return [
        ("home", "/"),
        ("firms", "/firms/"),
        (
            "firms, searched",
            "/firms/?q=" + urllib.parse.quote(chance.choice(["电子", "软件", "sz", "精密"])),
        ),
        ("firms, later page", f"/firms/?page={chance.randint(2, 200)}"),
        ("firm", f"/firms/{firm}/"),
        ("ladder", "/ladder/"),
        ("rules", "/policies/"),
        ("rule", "/policies/cn.hnte/"),
        ("data", "/data/"),
    ]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def measure(
    port: int, accounts: list[dict], codes: list[str], people: int, rounds: int, pause: float
) -> dict[str, list[float]]:
    """Milliseconds of every page view, by kind of page."""
    times: dict[str, list[float]] = {}
    lock = threading.Lock()
    officer = next(a for a in accounts if a["role"] == "officer")
    started = threading.Barrier(people)

    def visit(number: int) -> None:
        person = Person(port, officer["username"], officer["password"])
        chance = random.Random(number)
        started.wait()
        for _ in range(rounds):
            for kind, path in pages(codes, chance):
                time.sleep(pause * chance.uniform(0.5, 1.5))
                began = time.perf_counter()
                status, _text = person.get(path)
                spent = (time.perf_counter() - began) * 1000
                assert status == 200, (path, status)
                with lock:
                    times.setdefault(kind, []).append(spent)

    threads = [threading.Thread(target=visit, args=(n,)) for n in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def main(arguments: list[str] | None = None) -> None:
    """Serve, measure, print a line a page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=100_000)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--pause", type=float, default=2.0, help="seconds of reading a page")
    parser.add_argument("--root", type=Path, help="a demo workspace, made there if it is not; kept")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="wotu-pages-") as temporary:
        serve_and_measure(options.root or Path(temporary) / "zone", options)


def serve_and_measure(root: Path, options: argparse.Namespace) -> None:
    """Make and serve a demo workspace, let the people in, print a line a page."""
    wotu = Path(sys.executable).with_name("wotu")
    told = subprocess.run(
        [wotu, "demo", "--dir", root, "--firms", str(options.firms), "--no-serve", "--json"],
        capture_output=True,
        check=True,
    )
    accounts = json.loads(told.stdout)["accounts"]
    snapshot = open_current(root / "snapshots")
    codes = [row["firm_id"] for row in snapshot.rows("SELECT firm_id FROM firm USING SAMPLE 500")]
    snapshot.close()
    port = free_port()
    environment = os.environ | {"WOTU_ORIGINS": f"http://127.0.0.1:{port}"}
    server = subprocess.Popen(
        [wotu, "serve", "--dir", root, "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        times = measure(port, accounts, codes, options.people, options.rounds, options.pause)
    finally:
        server.terminate()
        server.wait()
    people = f"{options.people} people at once, {options.pause:g} s of reading between pages"
    print(f"{options.firms:,} firms, {people}, milliseconds")
    print(f"{'page':20} {'views':>6} {'median':>7} {'p95':>7} {'max':>7}")
    for kind, spent in times.items():
        spent.sort()
        p95 = spent[int(len(spent) * 0.95) - 1]
        print(
            f"{kind:20} {len(spent):6} {statistics.median(spent):7.0f} {p95:7.0f} {spent[-1]:7.0f}"
        )


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    main()
