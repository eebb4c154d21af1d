"""One e-mail through real servers: from dovecot's inbox over TLS to the clerk, and the answer out over SMTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.apps import apps

from vanthu.office.files import queries as files
from vanthu.office.mailbox import operations, ports
from vanthu.office.mailbox.adapters import imap
from vanthu.office.mailbox.tests.letters import OURS, PASSED, email
from vanthu.office.settings import Mailbox, MailInSettings, MailSettings
from vanthu.office.testing import imap_server
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.imap_server import PASSWORD, USERNAME, ImapServer

pytestmark = pytest.mark.slow
MailReceived = apps.get_model("mailbox", "MailReceived")


class Post:
    """Keeps what an SMTP server is given."""

    def __init__(self) -> None:
        self.given: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.given.append(envelope)
        return "250 OK"


@pytest.fixture(scope="module")
def server() -> Iterator[ImapServer]:
    with imap_server.running() as started:
        yield started


def mailbox(server: ImapServer, **changed: Any) -> Mailbox:
    usual = {"agency": "H99.02", "host": "127.0.0.1", "port": server.port, "username": USERNAME, "password": PASSWORD}
    more = {"ca_file": server.ca_file, "kept_in": "Đã nhận", "trusted_servers": (OURS,), "timeout_seconds": 10}
    return Mailbox(**{**usual, **more, **changed})


def test_an_email_comes_in_over_imap_and_is_answered_over_smtp(in_snv: Cast, server: ImapServer, settings: Any) -> None:
    post = Post()
    smtp = Controller(post, hostname="127.0.0.1", port=imap_server.free_port())
    smtp.start()
    sending = {"host": "127.0.0.1", "port": smtp.port, "security": "none"}
    update = {
        "mail": MailSettings(**sending, sender="he-thong@snv.example"),
        "mail_in": MailInSettings(mailboxes=(mailbox(server),)),
    }
    settings.OFFICE = settings.OFFICE.model_copy(update=update)
    raw = PASSED + email()
    server.deliver(raw, "1.test")
    try:
        with ports.provided(dns=lambda *_, **__: None):
            assert operations.fetch(at=in_snv.at) == 1
            assert operations.fetch(at=in_snv.at) == 0, "it left the inbox"
            server.deliver(raw, "2.test")
            server.forget_numbers()
            assert operations.fetch(at=in_snv.after(minutes=1)) == 1, "the same again goes away too"
        assert operations.send_answers_due(at=in_snv.after(minutes=2)) == 1
    finally:
        smtp.stop()
    mail = MailReceived.objects.get()
    assert (files.read(mail.eml_id), mail.times) == (raw, 2)
    (envelope,) = post.given
    assert envelope.rcpt_tos == ["vanthu@syt.thunghiem.gov.vn"]
    assert b"In-Reply-To: <1@syt.thunghiem.gov.vn>" in envelope.content
    assert b"Auto-Submitted: auto-replied" in envelope.content


@pytest.mark.parametrize(
    "changed",
    [{"password": "sai"}, {"ca_file": None}, {"port": 1}, {"inbox": "Khong-co"}],
    ids=lambda one: next(iter(one)),
)
def test_a_mailbox_that_cannot_be_read_says_so(server: ImapServer, changed: dict[str, Any]) -> None:
    """A certificate nobody vouches for is as good as no server."""
    with pytest.raises(ports.MailboxUnreachable), imap.opened(mailbox(server, **changed)) as inbox:
        inbox.lying()
