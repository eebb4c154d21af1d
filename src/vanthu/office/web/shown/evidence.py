"""The evidence files of a document, and whether this person may make one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from vanthu.office.signatures import policies, queries
from vanthu.office.signatures.states import EvidenceState, Role

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document
    from vanthu.office.organizations.models import Person

SOON = timedelta(minutes=2)
"""Packing seldom takes longer."""


@dataclass(frozen=True)
class EvidenceShown:
    """One evidence file: who made it when, how far it is, and where it can be fetched once it is there."""

    by_name: str
    at: datetime
    label: str
    state: str
    sealed: bool
    why: str
    url: str


@dataclass(frozen=True)
class EvidenceOf:
    """Those there are, and where to make another one (empty: this person does not).

    While one is being packed the page looks at `live` again `every` so many seconds (0: nothing is on its way).
    """

    files: Sequence[EvidenceShown]
    make: str
    live: str = ""
    every: int = 0

    @property
    def stamp(self) -> str:
        """Changes when a file was added or packed."""
        return f"{len(self.files)}-{sum(one.state == EvidenceState.PACKING for one in self.files)}"


def evidence_of(person: Person, document: Document, version: Any, *, at: datetime) -> EvidenceOf:
    """Return what the page of an issued or received document shows of its evidence files."""
    may = bool(policies.may_sign(person, Role.AGENCY, at=at))
    rows = queries.evidence_files(document.pk)
    files = [_shown(row, document) for row in rows]
    if version is None:
        return EvidenceOf(files, "")
    where = {"document_id": document.pk, "version_id": version.pk}
    make = reverse(f"web:{document.direction}_evidence", kwargs=where) if may else ""
    live = reverse(f"web:{document.direction}_evidence_live", kwargs=where)
    return EvidenceOf(files, make, live, _every(rows, at))


def _every(rows: Sequence[Any], at: datetime) -> int:
    """A time stamp authority that is away is not waited for every two seconds."""
    packing = [row.begun_at for row in rows if row.state == EvidenceState.PACKING]
    if not packing:
        return 0
    return 2 if at - max(packing) < SOON else 30


def _shown(row: Any, document: Document) -> EvidenceShown:
    url = ""
    if row.state == EvidenceState.DONE:
        where = {"document_id": document.pk, "evidence_id": row.pk}
        url = reverse(f"web:{document.direction}_evidence_file", kwargs=where)
    label = row.get_state_display()
    sealed = row.identity_id is not None
    return EvidenceShown(row.by.full_name, row.begun_at, label, row.state, sealed, row.error_sentence, url)
