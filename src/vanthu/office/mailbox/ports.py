"""What reading a mailbox needs of a mail server, and how one is reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from vanthu.office.settings import Mailbox


class MailboxUnreachable(Exception):
    """The mailbox cannot be read now; `str()` says why, for the log and the operator."""


@dataclass(frozen=True)
class Lying:
    """An e-mail that lies in the inbox: what the server calls it for now, and how many bytes it has."""

    uid: str
    size: int


class Inbox(Protocol):
    """An opened inbox. A uid means nothing once it is closed: the server may number anew (UIDVALIDITY)."""

    def lying(self) -> list[Lying]:
        """Return what lies in it, the oldest first; raises MailboxUnreachable, as everything here does."""
        ...

    def bytes_of(self, uid: str) -> bytes:
        """Return an e-mail exactly as it is; it stays unread."""
        ...

    def header_of(self, uid: str) -> bytes:
        """Return only the header."""
        ...

    def put_away(self, uid: str) -> None:
        """Move an e-mail that was kept to the folder of the settings."""
        ...


Dns = Callable[..., bytes | None]
"""Answers a TXT record: `(name: bytes, timeout=seconds)`; raises OSError when nobody can be asked."""
Opener = Callable[["Mailbox"], AbstractContextManager[Inbox]]
_opener: Opener | None = None
_dns: Dns | None = None


def provide(opener: Opener, dns: Dns) -> None:
    """Say how mailboxes are opened and the DNS is asked; done once, when the program starts."""
    global _opener, _dns
    _opener, _dns = opener, dns


def dns() -> Dns | None:
    """Return how the DNS is asked; None where nobody said so."""
    return _dns


def opened(mailbox: Mailbox) -> AbstractContextManager[Inbox]:
    """Open a mailbox; raises MailboxUnreachable."""
    if _opener is None:
        raise RuntimeError("no way to open mailboxes is provided; vanthu.office.mailbox.apps does it at the start")
    return _opener(mailbox)


@contextmanager
def provided(opener: Opener | None = None, dns: Dns | None = None) -> Iterator[None]:
    """Open mailboxes another way and ask another DNS for a while; tests do."""
    global _opener, _dns
    before = _opener, _dns
    _opener, _dns = opener or _opener, dns
    try:
        yield
    finally:
        _opener, _dns = before
