"""A system with a webhook is told when something comes, once, and reminded ever more seldom."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from vanthu.axis.delivery import operations
from vanthu.axis.delivery.models import Delivery, Notice
from vanthu.axis.delivery.tests.cast import mark, submit
from vanthu.axis.registry import operations as registry
from vanthu.axis.testing.fixtures import AT, SECRET_BO
from vanthu.axis.testing.messages import document, status
from vanthu.standards.vxp import HeadersRefused, headers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]

SECOND = timedelta(seconds=1)
URL = "https://bo.example/vxp-webhook"


class Receiver:
    """What a system would hear; it answers as it is told to."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, headers.Signed]] = []
        self.answer = ""

    def __call__(self, url, sent):
        raw = {name.lower(): value.encode() for name, value in sent.items()}
        self.heard.append((url, headers.check(headers.read(raw), secret=SECRET_BO)))
        return self.answer


@pytest.fixture
def receiver() -> Receiver:
    registry.change_system("BO", {"webhook_url": URL}, by="test", at=AT)
    return Receiver()


def tell(receiver: Receiver, seconds: float = 0) -> int:
    return operations.webhooks_due(at=AT + seconds * SECOND, post=receiver)


def test_a_system_is_told_once_with_its_own_signature(receiver):
    submit(document("H37.02", "G09"))
    assert [tell(receiver, seconds) for seconds in (0, 0.5, 1)] == [1, 0, 0]
    ((url, signed),) = receiver.heard
    assert url == URL
    assert (signed.system_id, signed.get("event"), signed.get("messagetype")) == ("BO", "waiting", "edoc")


def test_nobody_is_told_while_nothing_waits_and_nobody_without_a_webhook(receiver):
    assert tell(receiver) == 0
    submit(document("G09", "H37.02"), "BO")
    assert tell(receiver, 1) == 0
    assert receiver.heard == []


def test_what_comes_later_is_told_too_but_not_more_than_once_a_second(receiver):
    submit(document("H37.02", "G09"))
    tell(receiver)
    submit(status("H37.02", document("G09", "H37.02")), at=AT + 0.2 * SECOND)
    submit(document("H37.02", "G09"), at=AT + 0.3 * SECOND)
    assert [tell(receiver, seconds) for seconds in (0.4, 0.9, 1.0, 1.1)] == [0, 0, 1, 0]
    assert receiver.heard[-1][1].get("messagetype") == "edoc,status"


def test_after_the_mailbox_was_emptied_the_next_package_is_told_at_once(receiver):
    submit(document("H37.02", "G09"))
    tell(receiver)
    mark(Delivery.objects.get(), "done")
    assert tell(receiver, 3) == 0
    submit(document("H37.02", "G09"), at=AT + 4 * SECOND)
    assert tell(receiver, 4) == 1


def test_a_system_that_does_not_begin_is_reminded_ever_more_seldom(receiver):
    submit(document("H37.02", "G09"))
    told = [seconds for seconds in range(100) if tell(receiver, seconds)]
    assert told == [0, 2, 7, 22, 82]


def test_a_system_that_does_not_answer_is_left_its_rest_and_the_error_is_kept(receiver):
    receiver.answer = "HTTP 503"
    submit(document("H37.02", "G09"))
    assert tell(receiver) == 0
    submit(document("H37.02", "G09"), at=AT + 0.5 * SECOND)
    tell(receiver, 1.5)
    assert len(receiver.heard) == 1
    notice = Notice.objects.get()
    assert (notice.error, notice.told_at) == ("HTTP 503", None)
    receiver.answer = ""
    assert tell(receiver, 2) == 1
    assert Notice.objects.get().error == ""


@pytest.mark.parametrize("url", ["ftp://x/y", "bo.example", "https://"])
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(registry.WebhookInvalid):
        registry.checked_webhook(url)


@pytest.fixture
def listening() -> Iterator[tuple[str, list[dict[str, bytes]]]]:
    heard: list[dict[str, bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            heard.append({name.lower(): value.encode() for name, value in self.headers.items()})
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", heard
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_post_over_real_http_carries_the_signature(listening):
    url, heard = listening
    registry.change_system("BO", {"webhook_url": url}, by="test", at=AT)
    submit(document("H37.02", "G09"))
    assert operations.webhooks_due(at=AT) == 1
    (raw,) = heard
    assert headers.check(headers.read(raw), secret=SECRET_BO).get("event") == "waiting"
    with pytest.raises(HeadersRefused):
        headers.check(headers.read(raw), secret="another secret")


def test_a_port_where_nobody_listens_is_an_error_and_no_exception():
    registry.change_system("BO", {"webhook_url": "http://127.0.0.1:9/"}, by="test", at=AT)
    submit(document("H37.02", "G09"))
    assert operations.webhooks_due(at=AT) == 0
    assert Notice.objects.get().error
