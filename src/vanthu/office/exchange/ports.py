"""What the exchange needs of an axis, and how it gets hold of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from vanthu.standards.vxp.codes import MessageType, TransferStatus
from vanthu.standards.vxp.operations import Agency, ReceivedItem, SentItem, Unit


class Axis(Protocol):
    """The calls of VXP that the office makes (`vanthu.standards.vxp.Client` is one).

    Each raises VxpRefused when the axis says no, VxpUnreachable when no usable answer came. Sending the same bytes
    again gives the same id and no second delivery, so that a repetition is always safe.
    """

    def send_edoc(
        self,
        body: Path | bytes,
        *,
        from_code: str,
        message_type: MessageType | str = MessageType.EDOC,
        to: Sequence[str] | None = None,
    ) -> str:
        """Send a package to the recipients it names, or to those in `to` only; return the hub's id of it."""
        ...

    def received(
        self,
        message_type: MessageType | str,
        *,
        status: TransferStatus | str | None = None,
        page_size: int | None = 100,
        page_index: int | None = None,
        wait: int | None = None,
    ) -> list[ReceivedItem]:
        """Return one page, counted from 0, of the deliveries that wait for this installation, oldest first.

        `wait`: seconds for which an axis that can may hold the answer back until something new waits.
        """
        ...

    def download(self, doc_id: str, into: Path) -> Path:
        """Stream one delivery into a file."""
        ...

    def update_status(self, doc_id: str, status: TransferStatus | str, description: str | None = None) -> None:
        """Tell the axis how far a delivery has come here."""
        ...

    def sent(self, doc_id: str) -> list[SentItem]:
        """Return what became of a package sent (hub's id of it), one row for each recipient."""
        ...

    def receipt(self, doc_id: str) -> dict[str, Any]:
        """Return the signed receipt of a package sent (hub's id of it), as its JSON document."""
        ...

    def each_unit(self, *, modified_since: datetime | None = None) -> Iterator[Unit]:
        """Yield the registry while it comes in, each row with its version; or what changed, where the axis can."""
        ...

    def each_agency(self) -> Iterator[Agency]:
        """Yield the agencies with their old codes while they come in."""
        ...


_provider: Callable[[], Axis] | None = None


def provide(provider: Callable[[], Axis]) -> None:
    """Say how an axis is reached; done once, when the program starts."""
    global _provider
    _provider = provider


def axis() -> Axis:
    """Return the axis of this installation."""
    if _provider is None:
        raise RuntimeError("no axis is provided; vanthu.office.exchange.apps does it at the start")
    return _provider()


@contextmanager
def provided(other: Axis) -> Iterator[None]:
    """Put another axis in place for a while; tests do."""
    global _provider
    before, _provider = _provider, lambda: other
    try:
        yield
    finally:
        _provider = before
