"""The audit of an axis: the log against itself and against heads kept outside, rows and files against the leaves.

One pass over the facts in order, five hundred at a time, so memory stays the same and the first finding is the first
altered record. Rows that no leaf tells of come last.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from vanthu.axis.delivery import leaves as delivery
from vanthu.axis.evidence import operations as evidence_operations
from vanthu.axis.evidence import queries as evidence
from vanthu.axis.evidence.queries import Checked
from vanthu.axis.federation import queries as federation
from vanthu.axis.intake import leaves as intake
from vanthu.axis.kernel.packages import package_store
from vanthu.runtime.store import CHUNK, BytesMissing
from vanthu.standards.evidence.heads import SignedHead
from vanthu.standards.evidence.leaves import loads

if TYPE_CHECKING:
    from vanthu.axis.delivery.models import Delivery

T = TypeVar("T")
BATCH = 500
MOST_NAMED = 100
ACCEPTED, ADDED, REFUSED = "package.accepted", "package.recipients_added", "package.refused"
STATUS, INITIAL = "delivery.status", "initial"
_WHAT = {
    "fact": "sự kiện",
    "head": "đầu cây",
    "neighbour": "trục",
    "package": "gói tin",
    "delivery": "giao nhận",
    "refusal": "từ chối",
    "file": "tệp",
}


@dataclass(frozen=True)
class Altered:
    """One record that is not as the evidence says. `what`: fact, head, neighbour, package, delivery, refusal, file.

    `number` is the fact that gives it away (None: no fact tells of it); with `until` the change lies in this interval.
    """

    what: str
    number: int | None
    subject: str
    sentence: str
    until: int | None = None

    @property
    def line(self) -> str:
        """Return the finding in one line, for people."""
        place = "không có sự kiện" if self.number is None else f"sự kiện số {self.number}"
        place = f"từ sự kiện số {self.number} đến {self.until}" if self.until else place
        return f"{place}, {_WHAT[self.what]} {self.subject}: {self.sentence}."


@dataclass
class Report:
    """What an audit looked at, and the first records that were altered, in the order of the facts."""

    facts: int = 0
    packages: int = 0
    deliveries: int = 0
    files: int = 0
    heads: int = 0
    neighbours: int = 0
    altered: list[Altered] = field(default_factory=list)
    more: int = 0

    @property
    def intact(self) -> bool:
        """Return True when nothing was altered."""
        return not self.altered

    def note(self, found: Altered) -> None:
        """Keep a finding, beyond a hundred only its number."""
        if len(self.altered) < MOST_NAMED:
            self.altered.append(found)
        else:
            self.more += 1


HeadCheck = Callable[[SignedHead], str | None]
"""Judges the signature of a head; returns what is wrong with it."""


def audit(*, since: SignedHead | None = None, files: bool = True, head_check: HeadCheck | None = None) -> Report:
    """Audit this axis. `since` is a head kept outside: the log must have grown from it by appending only.

    So it must from every head of it that a neighbouring axis holds; and no neighbour may have shown two views of its.
    """
    report = Report()
    if since is not None and since.head.log != evidence.log_name():
        report.note(
            Altered("head", None, since.head.log, "đầu cây đã giữ thuộc một sổ khác, không phải sổ của trục này")
        )
    _heads(report, head_check)
    roots = _neighbours(report)
    roots |= {since.head.size: since.head.root} if since and since.head.size else {}
    for batch in _batches(evidence.checked_facts(roots), BATCH):
        _log(batch, report)
        found = [*_packages(batch, report, files=files), *_refusals(batch, report, files=files), *_statuses(batch)]
        for altered in sorted(found, key=lambda item: item.number or 0):
            report.note(altered)
    for altered in _untold():
        report.note(altered)
    report.altered.sort(key=lambda item: (item.number is None, item.number or 0))
    return report


def audited(
    *,
    since: SignedHead | None = None,
    files: bool = True,
    head_check: HeadCheck | None = None,
    by: str,
    at: datetime,
) -> Report:
    """Audit this axis and keep what came of it for the console."""
    begun = time.monotonic()
    report = audit(since=since, files=files, head_check=head_check)
    names = ("facts", "packages", "files", "heads", "neighbours")
    evidence_operations.note_audit(
        {name: getattr(report, name) for name in names},
        [item.line for item in report.altered],
        altered=len(report.altered) + report.more,
        seconds=time.monotonic() - begun,
        by=by,
        at=at,
    )
    return report


def _neighbours(report: Report) -> dict[int, str]:
    """Report what neighbours showed that does not fit; return the roots of our log as they hold it, by size."""
    from vanthu.standards.evidence.signatures import signed_by

    roots = {}
    for kept in federation.neighbour_heads():
        report.neighbours += 1
        signed = signed_by(kept.head.signature, kept.head.head.text)
        whole = (
            signed is not None and signed.holds and (kept.size, kept.root) == (kept.head.head.size, kept.head.head.root)
        )
        problem = kept.problem if whole else "đầu cây đã giữ bị sửa trong cơ sở dữ liệu"
        if problem:
            whose = "sổ của trục này" if kept.ours else "sổ của bên đó"
            sentence = f"{whose}, đầu cây {kept.size} sự kiện: {problem}"
            report.note(Altered("neighbour", None, kept.system_id, sentence))
        elif kept.ours:
            roots[kept.size] = kept.root
    return roots


def _heads(report: Report, head_check: HeadCheck | None) -> None:
    for head in evidence.heads():
        report.heads += 1
        wrong = head_check(head) if head_check else None
        if wrong:
            report.note(Altered("head", head.head.size, str(head.head.size), wrong))


def _log(batch: Sequence[Checked], report: Report) -> None:
    for fact in batch:
        report.facts += fact.kind != ""
        if fact.problem is not None:
            report.note(Altered("fact", fact.number, fact.subject, fact.problem, fact.until))


def _sound(batch: Iterable[Checked], *kinds: str) -> list[tuple[Checked, Mapping[str, Any]]]:
    """Return the facts of these kinds whose leaves hold; rows cannot be compared with a leaf that was altered."""
    return [(fact, loads(fact.data)) for fact in batch if fact.kind in kinds and fact.problem is None]


def _packages(batch: Sequence[Checked], report: Report, *, files: bool) -> Iterator[Altered]:
    facts = _sound(batch, ACCEPTED, ADDED)
    keys = [UUID(fact.subject) for fact, _ in facts]
    rows, deliveries = intake.packages(keys), delivery.of_packages(keys)
    moved = [str(row.pk) for found in deliveries.values() for row in found if row.state != INITIAL]
    told = evidence.latest_numbers(moved, STATUS)
    for fact, data in facts:
        package = rows.get(UUID(fact.subject))
        if fact.kind == ACCEPTED:
            report.packages += 1
            if package is None:
                yield Altered("package", fact.number, fact.subject, "dòng gói tin đã bị xóa khỏi cơ sở dữ liệu")
            elif "row" in data and intake.row_digest(package) != data["row"]:
                yield Altered("package", fact.number, fact.subject, "dòng gói tin đã bị sửa trong cơ sở dữ liệu")
            if files:
                report.files += 1
                yield from _file(fact, str(data["sha256"]))
        yield from _deliveries(fact, data, deliveries.get(UUID(fact.subject), []), told, report)


def _deliveries(
    fact: Checked, data: Mapping[str, Any], rows: Sequence[Delivery], told: Mapping[str, int], report: Report
) -> Iterator[Altered]:
    """Compare the deliveries which one leaf opened."""
    there = {row.pk.hex: row for row in rows}
    codes = set(data.get("to", []))
    for key, agency in data.get("deliveries", {}).items():
        report.deliveries += 1
        subject = str(UUID(key))
        wrong = _wrong_with(there.get(key), agency, codes, data["type"], known=subject in told)
        if wrong:
            yield Altered("delivery", fact.number, subject, f"gói tin {fact.subject}: {wrong}")


def _wrong_with(row: Delivery | None, agency: str, codes: set[str], kind: str, *, known: bool) -> str | None:
    if row is None:
        return "dòng giao nhận đã bị xóa"
    if row.recipient_id.hex != agency or row.to_code not in codes:
        return f"nơi nhận đã bị đổi (nay là {row.to_code})"
    if row.message_type != kind:
        return "loại gói tin trong dòng giao nhận đã bị đổi"
    if row.state != INITIAL and not known:
        return f"trạng thái «{row.state}» không có sự kiện nào ghi"
    return None


def _refusals(batch: Sequence[Checked], report: Report, *, files: bool) -> Iterator[Altered]:
    facts = _sound(batch, REFUSED)
    rows = intake.refusals(UUID(fact.subject) for fact, _ in facts)
    for fact, data in facts:
        row = rows.get(UUID(fact.subject))
        if row is None or intake.row_digest(row) != data["row"]:
            yield Altered("refusal", fact.number, fact.subject, "dòng từ chối gói tin đã bị xóa hoặc bị sửa")
        if files and data["sha256"]:
            report.files += 1
            yield from _file(fact, str(data["sha256"]))


def _statuses(batch: Sequence[Checked]) -> Iterator[Altered]:
    """Compare the state of a delivery with the newest leaf that tells one."""
    facts = _sound(batch, STATUS)
    # The rows first: whoever changes one after this leaves a newer leaf, and then it is not compared here.
    rows = delivery.by_id(UUID(fact.subject) for fact, _ in facts)
    newest = evidence.latest_numbers({fact.subject for fact, _ in facts}, STATUS)
    for fact, data in facts:
        row = rows.get(UUID(fact.subject))
        if row is not None and newest[fact.subject] == fact.number and row.state != data["state"]:
            sentence = f"trạng thái giao nhận bị đổi: sổ ghi «{data['state']}», cơ sở dữ liệu ghi «{row.state}»"
            yield Altered("delivery", fact.number, fact.subject, sentence)


def _file(fact: Checked, sha256: str) -> Iterator[Altered]:
    digest = hashlib.sha256()
    try:
        with package_store().open(sha256) as file:
            while piece := file.read(CHUNK):
                digest.update(piece)
    except BytesMissing:
        yield Altered("file", fact.number, fact.subject, f"tệp {sha256} không còn trong kho gói tin")
        return
    except OSError as error:
        yield Altered("file", fact.number, fact.subject, f"không đọc được tệp {sha256}: {error.strerror}")
        return
    if digest.hexdigest() != sha256:
        yield Altered("file", fact.number, fact.subject, f"nội dung tệp {sha256} trong kho gói tin đã bị sửa")


def _untold() -> Iterator[Altered]:
    """Find rows that nobody told the evidence of."""
    for batch in _batches(intake.every_package(), BATCH):
        known = evidence.named(str(key) for key, _ in batch)
        for key, _ in batch:
            if str(key) not in known:
                yield Altered("package", None, str(key), "dòng gói tin không có sự kiện tiếp nhận nào trong sổ")
    for pairs in _batches(delivery.every_delivery(), BATCH):
        opened = evidence.deliveries_told(str(package) for _, package in pairs)
        for key, package in pairs:
            told = opened.get(str(package))
            if told is not None and key.hex not in told:
                yield Altered(
                    "delivery", None, str(key), f"dòng giao nhận thêm vào gói tin {package} không có trong sổ"
                )


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
