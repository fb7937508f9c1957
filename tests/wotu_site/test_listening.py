import http.server
import socket
import threading

import pytest

from wotu_site import listening


@pytest.fixture
def shared():
    """A listener that would let another share its port, as the workers of a site do."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener


def test_a_port_is_not_shared_with_another_server(shared):
    port = shared.getsockname()[1]
    with pytest.raises(listening.PortTakenError, match="--port"):
        listening.refuse_taken_port("127.0.0.1", port)


def test_a_port_is_free_as_soon_as_its_server_has_ended(shared):
    port = shared.getsockname()[1]
    with socket.create_connection(("127.0.0.1", port)) as client:
        accepted = shared.accept()[0]
        accepted.close()  # the side that closes first keeps the address for a while
        shared.close()
        client.recv(1)
    listening.refuse_taken_port("127.0.0.1", port)
    listening.refuse_taken_port("localhost", port)


def test_an_address_of_another_machine_cannot_be_listened_on():
    with pytest.raises(listening.PortTakenError, match=r"203\.0\.113\.7:8000"):
        listening.refuse_taken_port("203.0.113.7", 8000)


def test_nothing_is_told_before_an_answer_has_come(shared):
    told = threading.Event()
    listening.call_when_answering("0.0.0.0", shared.getsockname()[1], told.set)
    connection = shared.accept()[0]  # listening, and even connected, is not answering
    assert not told.wait(0.3)
    connection.recv(1000)
    connection.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
    assert told.wait(5)
    connection.close()


def test_a_server_that_comes_late_is_waited_for(shared):
    port = shared.getsockname()[1]
    shared.close()
    told = threading.Event()
    listening.call_when_answering("127.0.0.1", port, told.set)
    assert not told.wait(0.3)
    with http.server.HTTPServer(("127.0.0.1", port), http.server.BaseHTTPRequestHandler) as late:
        threading.Thread(target=late.handle_request, daemon=True).start()
        assert told.wait(5)
