"""An axis in memory, as strict as a real one about recipients and repetitions, and able to fail when told to."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from vanthu.standards import edxml
from vanthu.standards.vxp import MessageType, ReceivedItem, TransferStatus, Unit, VxpRefused, VxpUnreachable
from vanthu.standards.vxp.operations import Agency, SentItem

T = TypeVar("T")


class Killed(BaseException):
    """The process dies here; nothing after this point happens, and nothing catches it."""


@dataclass
class Call:
    """One sendEdoc as it came in."""

    body: bytes
    from_code: str
    message_type: MessageType
    to: tuple[str, ...] | None


@dataclass
class FakeAxis:
    """`served` are the codes whose deliveries `received` lists; empty means everybody's.

    `before` and `after` hold what happens before or after the axis did its part of an operation: a test puts an
    exception there, e.g. `axis.after["send_edoc"] = Killed`.
    """

    served: frozenset[str] = frozenset()
    unknown: set[str] = field(default_factory=set)
    locked: set[str] = field(default_factory=set)
    refuses_senders: set[str] = field(default_factory=set)
    down: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    packages: dict[tuple[str, str], str] = field(default_factory=dict)
    deliveries: dict[str, tuple[ReceivedItem, bytes]] = field(default_factory=dict)
    registry: list[Unit] = field(default_factory=list)
    old_codes: dict[str, str] = field(default_factory=dict)
    receipts: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What it answers to getReceipt, by its id of the package; without one it says that it gives none."""
    arrivals: dict[str, datetime] = field(default_factory=dict)
    """When deliveries came into their recipients' systems."""
    registry_asked: list[datetime | None] = field(default_factory=list)
    """Since when the registry was asked for, each time."""
    listings: int = 0
    waits: Callable[[int], object] | None = None
    """What passes while an axis holds its answer back; None: it answers at once."""

    def send_edoc(
        self,
        body: Path | bytes,
        *,
        from_code: str,
        message_type: MessageType | str = MessageType.EDOC,
        to: Sequence[str] | None = None,
    ) -> str:
        kind = MessageType(message_type)
        data = body if isinstance(body, bytes) else body.read_bytes()
        self.calls.append(Call(data, from_code, kind, None if to is None else tuple(to)))
        return self._do("send_edoc", lambda: self._accept(data, from_code, kind, to))

    def received(
        self,
        message_type: MessageType | str,
        *,
        status: TransferStatus | str | None = None,
        page_size: int | None = 100,
        page_index: int | None = None,
        wait: int | None = None,
    ) -> list[ReceivedItem]:
        self.listings += 1
        if wait and self.waits:
            self.waits(wait)
        return self._do("received", lambda: self._listed(MessageType(message_type), page_size or 100, page_index or 0))

    def download(self, doc_id: str, into: Path) -> Path:
        return self._do("download", lambda: self._downloaded(doc_id, into))

    def update_status(self, doc_id: str, status: TransferStatus | str, description: str | None = None) -> None:
        self._do("update_status", lambda: self._mark(doc_id, TransferStatus(status)))

    def receipt(self, doc_id: str) -> dict[str, Any]:
        return self._do("receipt", lambda: self._receipt(doc_id))

    def sent(self, doc_id: str) -> list[SentItem]:
        return self._do("sent", lambda: self._sent(doc_id))

    def each_unit(self, *, modified_since: datetime | None = None) -> Iterator[Unit]:
        self.registry_asked.append(modified_since)
        return self._do("each_unit", lambda: iter(self._changed(modified_since)))

    def each_agency(self) -> Iterator[Agency]:
        codes = [unit.code for unit in self.registry if unit.is_agency and not unit.deleted]
        old = self.old_codes
        return self._do("each_agency", lambda: iter([Agency(code=code, old_code=old.get(code, "")) for code in codes]))

    def put(self, data: bytes, *, to: str, doc_id: str, from_code: str = "", kind: str = "edoc") -> None:
        """Lay a delivery ready, as another system's package would be."""
        item = ReceivedItem(doc_id=doc_id, message_type=MessageType(kind), from_code=from_code, to_code=to)
        self.deliveries[doc_id] = (item, data)

    def delivered(self, to: str, kind: str = "edoc") -> list[bytes]:
        """Return what lies, or lay, ready for one recipient."""
        return [data for item, data in self.deliveries.values() if item.to_code == to and item.message_type == kind]

    def tell(self, to: str, status: str, said: str = "", *, at: datetime | None = None) -> None:
        """Let the deliveries to one recipient be this far, as its senders read it."""
        for key, (item, data) in self.deliveries.items():
            if item.to_code == to:
                self.deliveries[key] = (replace(item, status=TransferStatus(status), status_desc=said), data)
                self.arrivals |= {key: at} if at else {}

    def status_of(self, doc_id: str) -> TransferStatus:
        """Return how far the receiver said it is."""
        return self.deliveries[doc_id][0].status

    def _do(self, name: str, action: Callable[[], T]) -> T:
        if self.down:
            raise VxpUnreachable("máy chủ không trả lời")
        _raise(self.before.pop(name, None))
        result = action()
        _raise(self.after.pop(name, None))
        return result

    def _accept(self, data: bytes, from_code: str, kind: MessageType, to: Sequence[str] | None) -> str:
        if from_code in self.refuses_senders:
            raise VxpRefused("19", "khong co don vi gui")
        recipients = list(to) if to is not None else _recipients(data)
        for code in recipients:
            self._check(code)
        digest = hashlib.sha256(data).hexdigest()
        sender_id = self.packages.setdefault((from_code, digest), f"hub-{len(self.packages) + 1}")
        for code in recipients:
            doc_id = f"{sender_id}-{code}"
            if doc_id not in self.deliveries:
                self.put(data, to=code, doc_id=doc_id, from_code=from_code, kind=kind.value)
        return sender_id

    def _check(self, code: str) -> None:
        if code in self.unknown:
            raise VxpRefused("18", "khong co don vi nhan")
        if code in self.locked:
            raise VxpRefused("23", "don vi nhan bi khoa")

    def _listed(self, kind: MessageType, size: int, index: int) -> list[ReceivedItem]:
        mine = [
            item
            for item, _ in self.deliveries.values()
            if item.message_type is kind
            and item.status is not TransferStatus.DONE
            and (not self.served or item.to_code in self.served)
        ]
        return mine[index * size : (index + 1) * size]

    def _downloaded(self, doc_id: str, into: Path) -> Path:
        if doc_id not in self.deliveries:
            raise VxpRefused("44", "khong co goi tin")
        into.write_bytes(self.deliveries[doc_id][1])
        return into

    def _receipt(self, doc_id: str) -> dict[str, Any]:
        if doc_id not in self.receipts:
            raise VxpRefused("44", "truc khong cap bien nhan")
        return self.receipts[doc_id]

    def _changed(self, since: datetime | None) -> list[Unit]:
        """A row without a moment comes every time, as from an axis that does not know the question."""
        return [unit for unit in self.registry if since is None or not unit.modify_date or unit.modify_date >= since]

    def _sent(self, doc_id: str) -> list[SentItem]:
        if doc_id not in self.packages.values():
            raise VxpRefused("44", "khong co goi tin")
        return [
            SentItem(
                sender_doc_id=doc_id,
                receiver_doc_id=key,
                to_code=item.to_code,
                received_time=self.arrivals.get(key),
                receive_status=item.status,
                receive_status_desc=item.status_desc,
            )
            for key, (item, _) in self.deliveries.items()
            if key.startswith(f"{doc_id}-")
        ]

    def _mark(self, doc_id: str, status: TransferStatus) -> None:
        item, data = self.deliveries[doc_id]
        self.deliveries[doc_id] = (replace(item, status=status), data)


def _recipients(data: bytes) -> list[str]:
    with suppress(edxml.EdxmlRefused):
        message = edxml.read_envelope(io.BytesIO(data)).message
        if isinstance(message, edxml.StatusMessage):
            return [message.response_for.organ_id]
        return [organization.organ_id for organization in message.recipients]
    raise VxpRefused("22", "goi tin khong dung quy chuan")


def _raise(error: Any) -> None:
    if error is not None:
        raise error
