"""Adding facts to the chain; nothing else ever writes these tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection

from vanthu.office.audit.models import Chain, Fact
from vanthu.office.audit.queries import digest, plain
from vanthu.office.kernel.scope import current_agency

if TYPE_CHECKING:
    from django.db.models import Model

    from vanthu.office.organizations.models import Person

SYSTEM = "Hệ thống"
"""Who did what no person did."""

_instead_of: ContextVar[dict[str, str] | None] = ContextVar("instead_of", default=None)


@contextmanager
def instead_of(person: Person | None) -> Iterator[None]:
    """Let every fact recorded inside say that it was done in place of this person (thay …); nothing for None."""
    token = _instead_of.set({"instead_of": str(person.pk), "instead_of_name": person.full_name} if person else None)
    try:
        yield
    finally:
        _instead_of.reset(token)


def record(*, verb: str, subject: Model, by: Person | None, at: datetime, **details: Any) -> Fact:
    """Add one fact to the chain of the agency in force, in the transaction of what it tells of.

    `details` are kept as JSON; times, dates, UUIDs and floats in them as text. Raises RuntimeError outside a
    transaction: a fact and its deed stand or fall together.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a fact is recorded in the transaction of the deed; use transactions.write()")
    if by is not None and (instead := _instead_of.get()):
        details = {**details, **instead}
    chain = _locked_chain()
    fact = Fact(
        agency_id=chain.agency_id,
        ordinal=chain.length + 1,
        at=at,
        by=by,
        by_name=by.full_name if by else SYSTEM,
        verb=verb,
        subject_type=subject._meta.label,
        subject_id=subject.pk,
        details=plain(details),
        previous_hash=chain.last_hash,
    )
    fact.hash = digest(fact)
    fact.save(force_insert=True)
    Chain.objects.filter(pk=chain.pk).update(length=fact.ordinal, last_hash=fact.hash)
    return fact


def _locked_chain() -> Chain:
    """Return the end of the chain, locked until the transaction ends (SQLite locks the whole database already)."""
    chain, _ = Chain.objects.select_for_update().get_or_create(agency_id=current_agency())
    return chain
