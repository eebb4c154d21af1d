"""Reading facts, and proving that none was changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from vanthu.office.audit.models import Chain, Fact
from vanthu.office.kernel.prepared import padded, prepared

GENESIS = "0" * 64
"""What the first fact of a chain names as its predecessor."""


def facts_about(subject_ids: Iterable[UUID]) -> list[Fact]:
    """Return the facts about these things, oldest first."""
    return _facts(padded(subject_ids))


@prepared
def _facts(subject_ids: tuple[UUID, ...]) -> QuerySet[Fact]:
    return Fact.objects.filter(subject_id__in=subject_ids).select_related("by").order_by("ordinal")


def verify_chain(agency_id: UUID) -> int | None:
    """Return the ordinal of the first fact of an agency that was changed, removed or slipped in; None when all hold."""
    expected, previous = 1, GENESIS
    for fact in Fact.of_all_agencies.filter(agency_id=agency_id).order_by("ordinal").iterator(chunk_size=500):
        if fact.ordinal != expected or fact.previous_hash != previous or fact.hash != digest(fact):
            return expected
        expected, previous = fact.ordinal + 1, fact.hash
    return None if _ends_at(agency_id, expected - 1, previous) else expected


def _ends_at(agency_id: UUID, length: int, last_hash: str) -> bool:
    """Compare with the chain's own record of its end; without it, cutting off the newest facts would not show."""
    end = Chain.of_all_agencies.filter(agency_id=agency_id).first()
    if end is None:
        return length == 0
    return (end.length, end.last_hash) == (length, last_hash)


def digest(fact: Fact) -> str:
    """Return the SHA-256 over a fact's canonical JSON, which holds the hash of the fact before it."""
    content = {
        "agency": str(fact.agency_id),
        "ordinal": fact.ordinal,
        "at": fact.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": str(fact.by_id) if fact.by_id else None,
        "by_name": fact.by_name,
        "verb": fact.verb,
        "subject_type": fact.subject_type,
        "subject_id": str(fact.subject_id),
        "details": fact.details,
        "previous_hash": fact.previous_hash,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: Any) -> Any:
    """Return a value as JSON that reads back the same from every database (floats do not, so they become text)."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return [plain(item) for item in items]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def acts(verbs: Collection[str], since: datetime, until: datetime) -> tuple[int, dict[str, int]]:
    """Count what people did with these verbs from `since` until before `until`.

    Returns all of it, and how many of it were done instead of each person (by the id in the detail `instead_of`).
    """
    done = Fact.objects.filter(verb__in=verbs, at__gte=since, at__lt=until, by__isnull=False)
    instead: dict[str, int] = {}
    for person_id in done.filter(details__has_key="instead_of").values_list("details__instead_of", flat=True):
        instead[str(person_id)] = instead.get(str(person_id), 0) + 1
    return done.count(), instead
