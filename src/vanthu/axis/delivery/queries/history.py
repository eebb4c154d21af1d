"""Everything the axis knows about one package: for each recipient how it was delivered and what was reported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vanthu.axis.delivery import states
from vanthu.axis.delivery.models import Attempt, BusinessStatus, Delivery, Reference
from vanthu.axis.delivery.policies import BusinessState, Report, applied
from vanthu.axis.delivery.queries.lists import NoSuchPackage, told
from vanthu.axis.intake import queries as packages
from vanthu.axis.intake.queries import Described
from vanthu.axis.registry import queries as registry
from vanthu.standards.edxml import BusinessType

_ASKING = (BusinessType.RECALL, BusinessType.UPDATE)


@dataclass(frozen=True)
class Event:
    """One attempt: a fetch, a transfer status, a warning, the end; `kind` is a state, "fetched" or "warned"."""

    at: datetime
    kind: str
    by: str
    description: str


@dataclass(frozen=True)
class StatusLine:
    """One status message about this document and this recipient. `stated_at` is by the clock of its sender."""

    package_id: UUID
    code: str
    description: str
    stated_at: datetime | None
    noted_at: datetime


@dataclass(frozen=True)
class RecipientHistory:
    """One recipient: how far the transfer is, how far the document is, when each thing happened.

    `transfer` is the state of the delivery and `transfer_label` the same in words; `arrived_at` is when the receiving
    system first took the bytes (beyond the parent: as that tells), `done_at` when it said that it has them.
    """

    delivery_id: UUID
    to_code: str
    agency_code: str
    agency_name: str
    system_id: str
    urgency: int
    transfer: str
    transfer_label: str
    business: BusinessState
    sent_at: datetime
    arrived_at: datetime | None
    done_at: datetime | None
    warned_at: datetime | None
    events: tuple[Event, ...]
    statuses: tuple[StatusLine, ...]


@dataclass(frozen=True)
class Linked:
    """Another package about the same document or an earlier one; `package` None: it never passed this axis."""

    document_id: str
    package: Described | None


@dataclass(frozen=True)
class History:
    """One package. `concerns`: what it recalls, updates, replaces or reports on; `concerned_by`: what does so to it."""

    package: Described
    system_id: str
    recipients: tuple[RecipientHistory, ...]
    concerns: tuple[Linked, ...]
    concerned_by: tuple[Linked, ...]


def history_of(package_id: UUID) -> History:
    """Return everything about one package. Raises NoSuchPackage."""
    package = packages.described([package_id]).get(package_id)
    if package is None:
        raise NoSuchPackage(doc_id=str(package_id))
    concerned_by = _concerned_by(package)
    systems = registry.system_ids()
    return History(
        package,
        systems.get(package.system_id, ""),
        _recipients(package, concerned_by, systems),
        _concerns(package),
        concerned_by,
    )


def _recipients(
    package: Described, concerned_by: Iterable[Linked], systems: Mapping[UUID, str]
) -> tuple[RecipientHistory, ...]:
    rows = (
        Delivery.objects.filter(package=package.id).select_related("recipient", "package").order_by("created_at", "id")
    )
    events, lines = _events(package.id), _statuses(package)
    asked = _asked(concerned_by)
    return tuple(_recipient(row, events[row.pk], lines, asked, systems) for row in rows)


def _recipient(
    row: Delivery,
    events: list[Event],
    lines: Mapping[UUID, list[StatusLine]],
    asked: Mapping[UUID, list[Report]],
    systems: Mapping[UUID, str],
) -> RecipientHistory:
    # A merged agency's documents are reported on by whoever took over.
    agencies = {row.recipient_id, registry.successor_of(row.recipient_id)}
    own = sorted((line for agency in agencies for line in lines.get(agency, ())), key=lambda line: line.noted_at)
    reports = [Report(line.code, line.noted_at, line.stated_at, line.description) for line in own]
    reports += [report for agency in agencies for report in asked.get(agency, ())]
    return RecipientHistory(
        delivery_id=row.pk,
        to_code=row.to_code,
        agency_code=row.recipient.code,
        agency_name=row.recipient.name,
        system_id=systems.get(row.mailbox_id, "") if row.mailbox_id else "",
        urgency=row.urgency,
        transfer=row.state,
        transfer_label=told(row),
        business=applied(reports),
        sent_at=row.created_at,
        arrived_at=row.arrived_at or row.fetched_at or row.done_at,
        done_at=row.done_at,
        warned_at=row.warned_at,
        events=(Event(row.created_at, states.INITIAL, "", ""), *events),
        statuses=tuple(own),
    )


def _events(package_id: UUID) -> Mapping[UUID, list[Event]]:
    found: dict[UUID, list[Event]] = defaultdict(list)
    for row in Attempt.objects.filter(delivery__package=package_id).order_by("at", "id"):
        found[row.delivery_id].append(Event(row.at, row.kind, row.by, row.description))
    return found


def _statuses(package: Described) -> Mapping[UUID, list[StatusLine]]:
    found: dict[UUID, list[StatusLine]] = defaultdict(list)
    if package.message_type != "edoc" or not package.document_key:
        return found
    for row in BusinessStatus.objects.filter(document_key=package.document_key).order_by("noted_at", "id"):
        line = StatusLine(row.package_id, row.code, row.description, row.stated_at, row.noted_at)
        found[row.agency_id].append(line)
    return found


def _asked(concerned_by: Iterable[Linked]) -> Mapping[UUID, list[Report]]:
    """Return, by recipient, when it was asked to give the document back or to update it by a package of its own."""
    asking = [link.package.id for link in concerned_by if link.package and link.package.business_type in _ASKING]
    found: dict[UUID, list[Report]] = defaultdict(list)
    for row in Delivery.objects.filter(package__in=asking):
        found[row.recipient_id].append(Report("", row.created_at))
    return found


def _concerns(package: Described) -> tuple[Linked, ...]:
    named = list(Reference.objects.filter(package=package.id).values_list("document_key", "document_id"))
    if package.message_type != "edoc":
        named.append((package.document_key, package.document_id))
    known = {document.document_key: document for document in reversed(packages.documents(key for key, _ in named))}
    return tuple(Linked(document_id, known.get(key)) for key, document_id in named)


def _concerned_by(package: Described) -> tuple[Linked, ...]:
    if package.message_type != "edoc" or not package.document_key:
        return ()
    naming = Reference.objects.filter(document_key=package.document_key).exclude(package=package.id)
    found = packages.described(naming.values_list("package_id", flat=True))
    return tuple(Linked(package.document_id, other) for other in sorted(found.values(), key=lambda it: it.accepted_at))
