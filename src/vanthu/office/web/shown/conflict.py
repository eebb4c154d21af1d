"""Two people saved the same draft: what only the other one changed is taken over, what both changed is shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
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
    added: tuple[str, ...]
    """Recipients that the other one put on the list; they stand behind those of the form."""
    removed: tuple[str, ...]
    """Recipients that the other one took off; they are gone from the form."""


def conflict(form: LetterForm, outgoing: OutgoingDocument, error: SavedMeanwhile, *, at: datetime) -> Conflict:
    """Bring a refused form up to date where nobody typed anything, and tell the rest.

    Of the recipients both changes count: what either one put on the list or took off it.
    """
    fields, before = queries.fields_of(outgoing), queries.content_at(outgoing, error.opened) or {}
    saved, opened = _texts(initial_of(fields)), _texts(_opened(before))
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
    added, removed = _recipients(form, outgoing, before, at)
    who = error.saved
    return Conflict(
        who.made_by.full_name, who.made_at, who.revision, tuple(taken), tuple(both), tuple(added), tuple(removed)
    )


def _recipients(
    form: LetterForm, outgoing: OutgoingDocument, before: Mapping[str, Any], at: datetime
) -> tuple[list[str], list[str]]:
    """Put what was saved meanwhile into the recipients of the form; return the names that came and that went."""
    fields = queries.fields_of(outgoing)
    known = {code for code, _ in before.get("recipients", ())} | {one["text"] for one in before.get("others", ())}
    here = {**dict(form.recipients), **{one.text: one.name for one in form.others}}
    there = {**dict(fields.recipients), **{one.text: one.name for one in fields.others}}
    came, went = there.keys() - known - here.keys(), (known - there.keys()) & here.keys()
    form.recipients = [one for one in form.recipients if one[0] not in went]
    form.recipients += [one for one in fields.recipients if one[0] in came]
    form.others = [one for one in form.others if one.text not in went]
    form.others += [one for one in fields.others if one.text in came]
    chosen = {one.target.key: (one.way, one.reason) for one in queries.ways(outgoing, at=at) if one.departs}
    form.chosen = chosen | form.chosen
    return _names(there, came), _names(here, went)


def _names(named: Mapping[str, str], keys: Iterable[str]) -> list[str]:
    """In the order of the list."""
    wanted = set(keys)
    return [name for key, name in named.items() if key in wanted]


def _opened(content: Mapping[str, Any]) -> dict[str, Any]:
    """The form as it was when it was opened; empty when that revision was not kept."""
    if not content:
        return {}
    lists = {name: "\n".join(content.get(name, ())) for name in ("addressed_to", "legal_bases", "places")}
    plain = {name: content.get(name, "") for name in ("subject", "body", "urgency", "typist_and_copies", "type_code")}
    people = {name: content[name]["id"] for name in ("signer", "unit")}
    due_on = content.get("due_on")
    plain["due_on"] = date.fromisoformat(due_on) if due_on else ""
    return {**lists, **plain, **people, **initial_of_particulars(content.get("particulars", {}))}


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: _plain("" if value is None else value) for name, value in values.items()}


def _plain(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value).replace("\r\n", "\n").strip()
