"""A mailbox over IMAP (RFC 9051)."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from vanthu.office.mailbox.ports import Lying, MailboxUnreachable

if TYPE_CHECKING:
    from vanthu.office.settings import Mailbox

_KINDS: dict[str, type[BaseMailBox]] = {"tls": MailBox, "starttls": MailBoxStartTls, "none": MailBoxUnencrypted}
MOST = 500
"""More are taken in the next rounds."""


class ImapInbox:
    """The inbox of one mailbox, opened."""

    def __init__(self, box: BaseMailBox, kept_in: str) -> None:
        self._box, self._kept_in = box, kept_in

    def lying(self) -> list[Lying]:
        """Return what lies in it, the oldest first."""
        with _told():
            uids = self._box.uids("UNDELETED")[:MOST]
            return [Lying(uid, self._size(uid)) for uid in uids]

    def bytes_of(self, uid: str) -> bytes:
        """Return an e-mail exactly as it is; PEEK leaves it unread."""
        return self._fetched(uid, "BODY.PEEK[]")

    def header_of(self, uid: str) -> bytes:
        """Return only the header."""
        return self._fetched(uid, "BODY.PEEK[HEADER]")

    def put_away(self, uid: str) -> None:
        """Move an e-mail to the folder of the settings, which is made when it is missing."""
        with _told():
            if not self._box.folder.exists(self._kept_in):
                self._box.folder.create(self._kept_in)
            self._box.move(uid, self._kept_in)

    def _fetched(self, uid: str, what: str) -> bytes:
        with _told():
            status, answer = self._box.client.uid("FETCH", uid, f"({what})")
        for piece in answer:
            if isinstance(piece, tuple):
                return bytes(piece[1])
        raise MailboxUnreachable(f"máy chủ thư không đưa thư {uid} ({status})")

    def _size(self, uid: str) -> int:
        _, answer = self._box.client.uid("FETCH", uid, "(RFC822.SIZE)")
        words = b" ".join(piece for piece in answer if isinstance(piece, bytes)).replace(b")", b" ").split()
        return int(words[words.index(b"RFC822.SIZE") + 1]) if b"RFC822.SIZE" in words else 0


@contextmanager
def opened(mailbox: Mailbox) -> Iterator[ImapInbox]:
    """Log in and open the inbox; raises MailboxUnreachable."""
    place: dict[str, Any] = {"host": mailbox.host, "port": mailbox.port, "timeout": mailbox.timeout_seconds}
    if mailbox.security != "none":
        place["ssl_context"] = ssl.create_default_context(cafile=str(mailbox.ca_file) if mailbox.ca_file else None)
    with _told():
        box = _KINDS[mailbox.security](**place)
    try:
        with _told():
            box.login(mailbox.username, mailbox.password, initial_folder=mailbox.inbox)
        yield ImapInbox(box, mailbox.kept_in)
    finally:
        _closed(box)


def _closed(box: BaseMailBox) -> None:
    try:
        box.client.logout()
    except (imaplib.IMAP4.error, OSError):
        box.client.shutdown()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (ImapToolsError, imaplib.IMAP4.error, OSError) as error:
        raise MailboxUnreachable(" ".join(str(error).split())[:300] or type(error).__name__) from error
