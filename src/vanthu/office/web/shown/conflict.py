"""Two people saved the same draft: what only the other one changed is taken over, what both changed is shown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from vanthu.office.outgoing import queries
from vanthu.office.outgoing.queries.comparing import Piece, compared
from vanthu.office.web.forms.letter import initial_of
from vanthu.office.web.forms.types import initial as initial_of_particulars

if TYPE_CHECKING:
    from django.http import QueryDict

    from vanthu.office.outgoing.models import OutgoingDocument
    from vanthu.office.outgoing.operations import SavedMeanwhile
    from vanthu.office.web.forms.letter import LetterForm


@dataclass(frozen=True)
class Both:
    """One field that both changed: the text saved meanwhile, this one, and what differs between them."""

    label: str
    saved: str
    pieces: tuple[Piece, ...]
    fill: str
    """The saved value as JSON, to be put into the field."""


@dataclass(frozen=True)
class Conflict:
    """What happened to a draft while it was open elsewhere, and what became of it in the form."""

    who: str
    at: datetime
    revision: int
    """The one that stands now; saving again is meant to follow it."""
    taken: tuple[str, ...]
    """Labels of the fields that only the other one changed: they hold his text now."""
    both: tuple[Both, ...]


def conflict(form: LetterForm, outgoing: OutgoingDocument, error: SavedMeanwhile) -> Conflict:
    """Bring a refused form up to date where nobody typed anything, and tell the rest."""
    fields = queries.fields_of(outgoing)
    saved, opened = _texts(initial_of(fields)), _texts(_opened(outgoing, error.opened))
    typed = cast("QueryDict", form.data).copy()
    taken: list[str] = []
    both: list[Both] = []
    for name, theirs in saved.items():
        mine = _plain(typed.get(name, ""))
        if name not in form.fields or mine == theirs:
            continue
        label = str(form.fields[name].label)
        if opened.get(name) == mine:
            typed[name] = theirs
            taken.append(label)
        else:
            both.append(Both(label, theirs, compared(theirs, mine), json.dumps({name: theirs}, ensure_ascii=False)))
    form.data = typed
    return Conflict(error.saved.made_by.full_name, error.saved.made_at, error.saved.revision, tuple(taken), tuple(both))


def _opened(outgoing: OutgoingDocument, revision: int) -> dict[str, Any]:
    """The form as it was when it was opened; empty when that revision was not kept."""
    content = queries.content_at(outgoing, revision)
    if content is None:
        return {}
    lists = {name: "\n".join(content.get(name, ())) for name in ("addressed_to", "legal_bases", "places")}
    plain = {name: content.get(name, "") for name in ("subject", "body", "urgency", "typist_and_copies", "type_code")}
    people = {name: content[name]["id"] for name in ("signer", "unit")}
    return {**lists, **plain, **people, **initial_of_particulars(content.get("particulars", {}))}


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: _plain("" if value is None else value) for name, value in values.items() if name != "due_on"}


def _plain(value: object) -> str:
    return str(value).replace("\r\n", "\n").strip()
