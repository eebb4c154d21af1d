"""What sending by e-mail needs of a mail server, and how one is reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Protocol


class MailNotSent(Exception):
    """The message did not leave; `final` when trying again cannot help. `sentence` is for the clerk."""

    def __init__(self, code: str, sentence: str, *, final: bool = False) -> None:
        self.code, self.sentence, self.final = code, sentence, final
        super().__init__(sentence)


class Mailer(Protocol):
    """A way to hand messages to a mail server."""

    def send(self, message: EmailMessage, *, to: str) -> None:
        """Hand one message over for one address; raises MailNotSent."""
        ...


_provider: Callable[[], Mailer] | None = None


def provide(provider: Callable[[], Mailer]) -> None:
    """Say how mail is sent; done once, when the program starts."""
    global _provider
    _provider = provider


def mailer() -> Mailer:
    """Return the mailer of this installation."""
    if _provider is None:
        raise RuntimeError("no mailer is provided; vanthu.office.dispatch.apps does it at the start")
    return _provider()


@contextmanager
def provided(other: Mailer) -> Iterator[None]:
    """Put another mailer in place for a while; tests do."""
    global _provider
    before, _provider = _provider, lambda: other
    try:
        yield
    finally:
        _provider = before
