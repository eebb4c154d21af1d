"""One verb for many lines of a list: which verbs all the chosen ones know, and doing them one after another.

Rules and dialogs are those of the single verb; each line is a deed of its own, with its own transaction and fact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms

from vanthu.office.kernel.permission import Permission
from vanthu.office.web.undo import Undoable
from vanthu.office.web.verbs import Asked
from vanthu.runtime.errors import VanThuError

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

MOST = 100
"""Lines at once; a page of a list has fifty."""


@dataclass(frozen=True)
class Kind:
    """What is chosen in one list, and what may be done with many of it."""

    page: str
    """The name of the address of the list."""
    visible_to: Callable[..., Any]
    """The rows somebody may see, as `visible_to(person, at=...)` of the domain."""
    named: Callable[[Any], str]
    """A thing in one line."""
    verbs: Mapping[str, str]
    """The end of the address of each verb, and its name in the policies; in the order of the buttons."""
    labels: Mapping[str, str]
    may: Callable[[Person, str, Any, datetime], Permission]
    asked: Mapping[str, Asked]
    make: Callable[[str, Sequence[Any], Any, Any], forms.Form]
    """Makes the form of a verb from what was sent: the end of its address, the things, fields, files."""
    why_not: Callable[[str, Sequence[Any]], str] = lambda _slug, _things: ""
    """Why a verb does not go for these together, though for each alone."""
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """Verbs that have a page of their own for several documents: the name of its address."""
    about: Callable[[str, Person, datetime], dict[str, Any]] = lambda _slug, _person, _at: {}
    """What the words above the form of a verb need."""


@dataclass(frozen=True)
class Offer:
    """A verb for everything chosen; `why` it does not go, naming the line."""

    slug: str
    label: str
    why: str = ""
    elsewhere: str = ""


@dataclass(frozen=True)
class Outcome:
    """What came of a verb: how many were done, what was said of them, and each line that was not, with the reason."""

    done: Sequence[str | Undoable]
    left: Sequence[tuple[str, VanThuError]]


def things(kind: Kind, person: Person, sent: Iterable[str], *, at: datetime) -> list[Any]:
    """Return what was chosen, as far as this person may see it, in the order in which it was sent."""
    ids = list(dict.fromkeys(one for text in sent if (one := _uuid(text)) is not None))[:MOST]
    found = {one.pk: one for one in kind.visible_to(person, at=at).filter(pk__in=ids)}
    return [found[one] for one in ids if one in found]


def offers(kind: Kind, person: Person, chosen: Sequence[Any], *, at: datetime) -> list[Offer]:
    """Return the verbs of the list, each with why it does not go for all of the chosen; empty where it does."""
    return [
        Offer(slug, kind.labels[verb], _why(kind, person, slug, verb, chosen, at), kind.elsewhere.get(slug, ""))
        for slug, verb in kind.verbs.items()
    ]


def _why(kind: Kind, person: Person, slug: str, verb: str, chosen: Sequence[Any], at: datetime) -> str:
    for thing in chosen:
        permission = kind.may(person, verb, thing, at)
        if not permission:
            return f"{kind.named(thing)} – {permission.why}"
    return kind.why_not(slug, chosen)


def do(kind: Kind, asked: Asked, chosen: Sequence[Any], typed: dict[str, Any], *, by: Person, at: datetime) -> Outcome:
    """Do the verb to one after another; what one refuses keeps none of the others from it."""
    done: list[str | Undoable] = []
    left: list[tuple[str, VanThuError]] = []
    for thing in chosen:
        try:
            done.append(asked.do(thing.pk, typed, by, at))
        except VanThuError as refused:
            left.append((kind.named(thing), refused))
    return Outcome(done, left)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
