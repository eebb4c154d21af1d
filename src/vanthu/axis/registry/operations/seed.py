"""Loading systems and agencies from a file, as often as one likes: what is there already is brought up to date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from vanthu.axis.registry import queries
from vanthu.axis.registry.models import System
from vanthu.axis.registry.operations.agencies import add_agency, add_alias, change_agency
from vanthu.axis.registry.operations.systems import add_system, change_system, has_secret, rotate_system
from vanthu.runtime.transactions import write


class SeedSystem(BaseModel):
    """A system as a file names it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    system_id: str = Field(min_length=1, max_length=100)
    secret: str = Field(min_length=8)
    name: str = ""
    replay_window_seconds: int | None = Field(default=None, gt=0)


class SeedAgency(BaseModel):
    """An agency as a file names it; the parent must stand before its children or be there already."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(min_length=1, max_length=35)
    name: str = Field(min_length=1, max_length=200)
    parent: str | None = None
    system: str | None = None
    is_agency: bool = True
    mail: str = Field(default="", max_length=100)
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None


class Seed(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    systems: tuple[SeedSystem, ...] = ()
    agencies: tuple[SeedAgency, ...] = ()


@dataclass
class SeedResult:
    """How much of a file was new or different."""

    systems_added: int = 0
    systems_changed: int = 0
    agencies_added: int = 0
    agencies_changed: int = 0


def load_seed(seed: Seed, *, by: str, at: datetime) -> SeedResult:
    """Add what is missing and change what differs, all or nothing. Raises the errors of the single verbs."""
    result = SeedResult()
    with write():
        for system in seed.systems:
            _load_system(system, result, by, at)
        for agency in seed.agencies:
            _load_agency(agency, result, by, at)
    return result


def _load_system(system: SeedSystem, result: SeedResult, by: str, at: datetime) -> None:
    name = system.name or system.system_id
    window = system.replay_window_seconds
    if not System.objects.filter(system_id=system.system_id).exists():
        add_system(system.system_id, name, secret=system.secret, replay_window_seconds=window, by=by, at=at)
        result.systems_added += 1
        return
    changed = change_system(system.system_id, {"name": name, "replay_window_seconds": window}, by=by, at=at)
    if not has_secret(system.system_id, system.secret):
        rotate_system(system.system_id, secret=system.secret, by=by, at=at)
        changed = True
    result.systems_changed += changed


def _load_agency(agency: SeedAgency, result: SeedResult, by: str, at: datetime) -> None:
    fields = {"name": agency.name, "is_agency": agency.is_agency, "mail": agency.mail}
    known = queries.by_code(agency.code)
    if known is None:
        add_agency(
            agency.code,
            agency.name,
            parent_code=agency.parent,
            system_id=agency.system,
            is_agency=agency.is_agency,
            contacts={"mail": agency.mail},
            valid_from=agency.valid_from,
            valid_until=agency.valid_until,
            by=by,
            at=at,
        )
        result.agencies_added += 1
        changed = False
    else:
        links = {"system": agency.system, "parent": agency.parent}
        days = {"valid_from": agency.valid_from, "valid_until": agency.valid_until}
        named = {name: day for name, day in days.items() if day is not None}
        changed = change_agency(known.code, fields | links | named, by=by, at=at)
    aliases = [add_alias(agency.code, alias, by=by, at=at) for alias in agency.aliases]
    result.agencies_changed += known is not None and (changed or any(aliases))
