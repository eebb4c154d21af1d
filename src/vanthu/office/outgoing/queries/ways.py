"""How a document will go to each of its recipients: by the rule, or as somebody chose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.dispatch import queries as dispatch
from vanthu.office.dispatch.queries import Decision, Target
from vanthu.office.dispatch.states import Way
from vanthu.office.documents import queries as documents
from vanthu.office.exchange.queries.correspondents import emails
from vanthu.office.outgoing.queries.fields import fields_of, type_code_of
from vanthu.runtime.clock import VIETNAM

if TYPE_CHECKING:
    from vanthu.office.outgoing.models import OutgoingDocument
    from vanthu.office.outgoing.queries.fields import DraftFields


@dataclass(frozen=True)
class RecipientWay:
    """The way to one recipient. `decision` is the rule's with its reason; `chosen_by` departed from it."""

    target: Target
    decision: Decision
    way: Way
    possible: tuple[Way, ...]
    reason: str = ""
    chosen_by: str = ""
    chosen_by_id: UUID | None = None
    chosen_at: datetime | None = None

    @property
    def departs(self) -> bool:
        """Whether it is another way than the rule's."""
        return self.way != self.decision.way


def targets(fields: DraftFields) -> tuple[Target, ...]:
    """Return the recipients of a draft as the rules see them: those of the axis first."""
    named = [Target(name, code=code) for code, name in fields.recipients]
    return (*named, *(Target(one.name, address=one.address, email=one.email) for one in fields.others))


def by_rule(fields: DraftFields, *, at: datetime) -> tuple[RecipientWay, ...]:
    """Return the way of each recipient of a draft by the rules in force."""
    return planned(targets(fields), type_code_of(fields), at=at)


def planned(among: Iterable[Target], type_code: str, *, at: datetime) -> tuple[RecipientWay, ...]:
    """Return the way of a document of this type to each of these by the rules in force.

    An organisation of the axis may be written to at the address that the registry has; that departs from the rules.
    """
    known = documents.document_type(type_code, at.astimezone(VIETNAM).date())
    name, rules = known.name if known else "", dispatch.rules(at)
    ways = []
    for target in _with_addresses(among):
        decision = dispatch.decide(target, type_code=type_code, type_name=name, among=rules)
        ways.append(RecipientWay(target, decision, decision.way, tuple(dispatch.possible(target))))
    return tuple(ways)


def _with_addresses(among: Iterable[Target]) -> list[Target]:
    targets = list(among)
    known = emails(one.code for one in targets if one.code and not one.email)
    return [replace(one, email=known[one.code]) if one.code in known and not one.email else one for one in targets]


def with_choices(ways: tuple[RecipientWay, ...], chosen: Mapping[str, tuple[str, str]]) -> tuple[RecipientWay, ...]:
    """Return the ways with what was chosen (way and reason by code or name); what is not possible is left as it was."""
    found = []
    for one in ways:
        way, reason = chosen.get(one.target.key, ("", ""))
        possible = way in one.possible
        found.append(
            RecipientWay(one.target, one.decision, Way(way), one.possible, reason if way != one.decision.way else "")
            if possible
            else one
        )
    return tuple(found)


def ways(outgoing: OutgoingDocument, *, at: datetime) -> tuple[RecipientWay, ...]:
    """Return how a document that is not issued yet would go to each recipient, as kept so far."""
    kept = dispatch.choices(outgoing.pk)
    found = []
    for one in by_rule(fields_of(outgoing), at=at):
        choice = kept.get(one.target.key)
        if choice is None or choice.way not in one.possible or choice.way == one.decision.way:
            found.append(one)
            continue
        found.append(
            RecipientWay(
                one.target,
                one.decision,
                Way(choice.way),
                one.possible,
                reason=choice.reason,
                chosen_by=choice.chosen_by.full_name,
                chosen_by_id=choice.chosen_by_id,
                chosen_at=choice.chosen_at,
            )
        )
    return tuple(found)
