"""Questions to federation, for those who run the axis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from vanthu.axis.federation import states
from vanthu.axis.federation.models import ForwardAttempt, Forwarding, KeptHead, Link, Pulled
from vanthu.axis.registry import queries as registry
from vanthu.axis.registry.queries import PushRefused
from vanthu.standards.evidence.heads import SignedHead

_SHOWN = 100


@dataclass(frozen=True)
class Attempt:
    """One try to hand a package to the parent; `outcome` is empty where the worker died in it."""

    begun_at: datetime
    ended_at: datetime | None
    outcome: str
    code: str
    sentence: str


@dataclass(frozen=True)
class ForwardingLine:
    """One package on its way up, as an operator sees it."""

    id: UUID
    package_id: UUID
    state: str
    urgency: int
    codes: tuple[str, ...]
    hub_id: str
    sentence: str
    tries: int
    created_at: datetime
    due_at: datetime | None

    @property
    def label(self) -> str:
        """Return the state in Vietnamese."""
        return states.FORWARDING_LABELS[self.state]


@dataclass(frozen=True)
class PulledLine:
    """One item of the parent's list that was not put down here."""

    id: UUID
    hub_id: str
    state: str
    from_code: str
    to_code: str
    code: str
    sentence: str
    sha256: str
    listed_at: datetime

    @property
    def label(self) -> str:
        """Return the state in Vietnamese."""
        return states.PULLED_LABELS[self.state]

    @property
    def stuck(self) -> bool:
        """Return True when only a person brings it on."""
        return "dismiss" in states.PULLED_MOVES.verbs(self.state)


@dataclass(frozen=True)
class Overview:
    """How it stands between this axis and its parent. `reached_at` is None when the parent never answered."""

    reached_at: datetime | None
    failures: int
    sentence: str
    mirrored_at: datetime | None
    mirrored_whole_at: datetime | None
    forwardings: dict[str, int]
    pulled: dict[str, int]
    refused: tuple[ForwardingLine, ...]
    not_taken: tuple[PulledLine, ...]
    not_registered: tuple[PushRefused, ...]
    conflicts: tuple[str, ...]


def overview() -> Overview:
    """Return how it stands with the parent, problems with their reasons."""
    link = Link.objects.filter(pk=1).first() or Link()
    failed = Pulled.objects.filter(state__in=(states.NOT_TAKEN, states.FAILED, states.UNAVAILABLE))
    return Overview(
        reached_at=link.reached_at,
        failures=link.failures,
        sentence=link.sentence,
        mirrored_at=link.mirrored_at,
        mirrored_whole_at=link.mirrored_whole_at,
        forwardings=_counts(Forwarding),
        pulled=_counts(Pulled),
        refused=tuple(forwardings(state=states.REFUSED)),
        not_taken=tuple(_pulled_line(row) for row in failed.order_by("-listed_at")[:_SHOWN]),
        not_registered=tuple(registry.push_refusals()[:_SHOWN]),
        conflicts=tuple(link.conflicts.splitlines()),
    )


def forwardings(*, state: str | None = None, package_id: UUID | None = None) -> list[ForwardingLine]:
    """Return packages on their way up, the newest first: of one state, of one package, or all."""
    rows = Forwarding.objects.order_by("-created_at").prefetch_related("legs")
    if state is not None:
        rows = rows.filter(state=state)
    if package_id is not None:
        rows = rows.filter(package=package_id)
    return [_line(row) for row in rows[:_SHOWN]]


def attempts(forwarding_id: UUID) -> list[Attempt]:
    """Return every try to send one package up, the oldest first."""
    rows = ForwardAttempt.objects.filter(forwarding=forwarding_id).order_by("begun_at", "id")
    return [Attempt(row.begun_at, row.ended_at, row.outcome, row.code, row.sentence) for row in rows]


def came_down_as(package_id: UUID) -> list[str]:
    """Return under which ids the parent listed a package that came from it."""
    return list(Pulled.objects.filter(package=package_id).order_by("listed_at").values_list("hub_id", flat=True))


def _counts(model: type[Forwarding] | type[Pulled]) -> dict[str, int]:
    return dict(model.objects.values_list("state").annotate(count=Count("pk")).order_by("state"))


def _line(row: Forwarding) -> ForwardingLine:
    return ForwardingLine(
        id=row.pk,
        package_id=row.package_id,
        state=row.state,
        urgency=row.urgency,
        codes=tuple(sorted(leg.code for leg in row.legs.all())),
        hub_id=row.hub_id,
        sentence=row.sentence,
        tries=row.tries,
        created_at=row.created_at,
        due_at=None if row.finished_at else row.due_at,
    )


def _pulled_line(row: Pulled) -> PulledLine:
    return PulledLine(
        row.pk, row.hub_id, row.state, row.from_code, row.to_code, row.code, row.sentence, row.sha256, row.listed_at
    )


@dataclass(frozen=True)
class NeighbourHead:
    """A signed tree head that a neighbour showed: of its log, or of ours as the neighbour holds it (`ours`)."""

    system_id: str
    ours: bool
    size: int
    root: str
    head: SignedHead
    kept_at: datetime
    problem: str


def pulled(number: UUID) -> PulledLine | None:
    """Return one item of the parent's list."""
    row = Pulled.objects.filter(pk=number).first()
    return _pulled_line(row) if row else None


def forwarding(number: UUID) -> ForwardingLine | None:
    """Return one package on its way up."""
    row = Forwarding.objects.filter(pk=number).prefetch_related("legs").first()
    return _line(row) if row else None


def neighbour_heads() -> list[NeighbourHead]:
    """Return the heads that neighbours showed, those that do not fit included."""
    names = registry.system_ids()
    rows = KeptHead.objects.order_by("system_id", "ours", "size")
    return [
        NeighbourHead(
            names[row.system_id],
            row.ours,
            row.size,
            row.root,
            SignedHead.read(row.document),
            row.kept_at,
            row.problem,
        )
        for row in rows
    ]


def packages_under(hub_id: str) -> set[UUID]:
    """Return the packages which the parent knows by an id, whether they went up or came down."""
    up = Forwarding.objects.filter(hub_id=hub_id).values_list("package_id", flat=True)
    down = Pulled.objects.filter(hub_id=hub_id, package__isnull=False).values_list("package_id", flat=True)
    return {key for key in (*up, *down) if key}
