"""Recipients with the way to each of them, as rows of a form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from vanthu.office.dispatch import queries as dispatch
from vanthu.office.outgoing import queries
from vanthu.office.outgoing.operations import Addressee

if TYPE_CHECKING:
    from vanthu.office.dispatch.queries import Target
    from vanthu.office.outgoing.queries import RecipientWay

Chosen = dict[str, tuple[str, str]]


def value_of(target: Target) -> str:
    """Return a recipient as the value of a hidden field: "code|name", or "|name|address|email" beside the axis."""
    parts = (target.code, target.name) if target.code else ("", target.name, target.address, target.email)
    return "|".join(part.replace("|", " ") for part in parts)


def recipients_of(values: Iterable[str]) -> list[tuple[str, str]]:
    """Read code and name of each recipient of the axis; a repeated one counts once."""
    pairs = [value.split("|", 1) for value in values if "|" in value]
    return list(dict.fromkeys((code.strip(), name.strip()) for code, name in pairs if code.strip()))


def others_of(values: Iterable[str]) -> list[Addressee]:
    """Read the recipients that are not on the axis; the same one again counts once."""
    found = (value.split("|") for value in values if value.startswith("|"))
    parts = ([part.strip() for part in [*one[1:4], "", "", ""][:3]] for one in found)
    return list(dict.fromkeys(Addressee(*three) for three in parts))


def chosen_of(data: QueryDict) -> Chosen:
    """Read way and reason of each row, by code or name."""
    rows = zip_longest(*(data.getlist(name) for name in ("recipient", "way", "way_reason")), fillvalue="")
    found: Chosen = {}
    for value, way, reason in rows:
        parts = value.split("|")
        key = parts[0].strip() or (parts[1].strip() if len(parts) > 1 else "")
        if key and way:
            found[key] = (way, reason.strip())
    return found


def lacking(ways: Sequence[RecipientWay]) -> list[str]:
    """Return a sentence for each way that is not possible, or departs from the rule without a reason (QD28-A5.2)."""
    cannot = _("Không gửi được cho %(who)s bằng cách «%(way)s»: %(why)s.")
    hindered = [(one, dispatch.hindrance(one.way, one.target)) for one in ways]
    found = [
        cannot % {"who": one.target.name, "way": _(one.way.label).lower(), "why": why} for one, why in hindered if why
    ]
    said = _("Hãy ghi lý do gửi %(who)s bằng cách «%(way)s» thay cho «%(rule)s» theo quy định.")
    return found + [
        said % {"who": one.target.name, "way": _(one.way.label).lower(), "rule": _(one.decision.way.label).lower()}
        for one in ways
        if one.departs and not one.reason
    ]


class IssueForm(forms.Form):
    """Whether it is meant, and the way to each recipient; the dialog's own template draws the rows."""

    def __init__(self, data: Any = None, *, ways: tuple[RecipientWay, ...]) -> None:
        super().__init__(data)
        self.chosen = chosen_of(data) if data is not None else {}
        self.ways = queries.with_choices(ways, self.chosen)

    def clean(self) -> dict[str, Any]:
        """Ask for a reason wherever the way departs from the rule."""
        for sentence in lacking(self.ways):
            self.add_error(None, sentence)
        return {"ways": self.chosen}
