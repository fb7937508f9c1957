"""A real server on a zone that the same process has just built, as ``wotu demo`` does."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from urllib.parse import urlencode

import pytest

pytestmark = [pytest.mark.zone, pytest.mark.slow]

BUILD_AND_SERVE = """
import sys
from pathlib import Path
from tests.zone import code_of, make_zone
from wotu_site.serve import demo_accounts, prepare, serve
workspace, port = Path(sys.argv[1]) / "workspace", int(sys.argv[2])
make_zone(workspace, workspace.parent / "files")
prepare(workspace, demo=True)
demo_accounts(code_of(1))
serve(workspace, port=port, demo=True, workers=2, told="open")
"""
PATIENCE = 20
#: More than enough for the kernel to have given some to each worker.
CONNECTIONS = 16


class Visitor:
    """Opens pages, each over a connection of its own; keeps the cookies."""

    def __init__(self, port):
        self.port, self.cookies = port, {}

    def open(self, path, form=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = None if form is None else urlencode(form)
        connection.request("GET" if form is None else "POST", path, body, headers)
        answer = connection.getresponse()
        for cookie in answer.msg.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def sign_in(self, name):
        _, page = self.open("/accounts/sign-in/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        form = {"username": name, "password": f"wotu-demo-{name}", "csrfmiddlewaretoken": token}
        status, _ = self.open("/accounts/sign-in/", form)
        assert status == 302


@pytest.fixture(scope="module")
def port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture(scope="module")
def server(tmp_path_factory, port):
    """The process of the server, right after it has said that the site is open."""
    folder = tmp_path_factory.mktemp("served")
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME")}
    path = os.pathsep.join(entry for entry in sys.path if entry)
    command = [sys.executable, "-c", BUILD_AND_SERVE, str(folder), str(port)]
    log = (folder / "log").open("w+")
    process = subprocess.Popen(
        command,
        env={**kept, "PYTHONPATH": path},
        cwd=os.getcwd(),
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        start_new_session=True,
    )
    process.log = folder / "log"
    assert process.stdout.readline() == "open\n", process.log.read_text()
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    log.close()


@pytest.fixture
def visitor(server, port):
    return Visitor(port)


def test_the_first_request_is_answered_when_the_site_says_that_it_is_open(visitor):
    status, _ = visitor.open("/accounts/sign-in/")
    assert status == 200


def test_every_worker_reads_the_zone_that_this_process_has_built(visitor):
    visitor.sign_in("officer")
    for path in ("/", "/firms/", "/policies/", "/drafts/"):
        for _ in range(CONNECTIONS):
            status, _ = visitor.open(path)
            assert status == 200, path


def test_connections_that_say_nothing_hold_nobody_up(visitor, port):
    silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(40)]
    for number, connection in enumerate(silent):
        if number % 2:
            connection.sendall(b"GET /about/ HTTP/1.1\r\nHost: 127.0.0.1\r\n")
    for _ in range(CONNECTIONS):
        status, _ = visitor.open("/accounts/sign-in/")
        assert status == 200
    for connection in silent:
        connection.close()


def test_a_slow_upload_does_not_hold_up_those_on_the_same_worker(visitor, port):
    head = (
        "POST /accounts/sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: csrftoken={token}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n"
    )
    slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(3)]
    for connection in slow:
        connection.sendall(head.format(token="a" * 32).encode())
    time.sleep(0.3)  # until the threads wait for the rest of it
    for _ in range(CONNECTIONS):
        status, _ = visitor.open("/accounts/sign-in/")
        assert status == 200
    for connection in slow:
        connection.close()


def test_it_stops_at_once_when_asked_in_a_terminal(server, port):
    """Ctrl-C reaches the workers too; a browser that still holds a connection does not matter."""
    kept = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    kept.request("GET", "/about/")
    kept.getresponse().read()
    os.killpg(server.pid, signal.SIGINT)
    assert server.wait(9) == 0  # they are killed after ten seconds
    kept.close()
    assert "refused to gracefully stop" not in server.log.read_text()
    assert "Traceback" not in server.log.read_text()
