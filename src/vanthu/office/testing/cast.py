"""The fixed cast: the same few people in every test of the office.

An drafts, Bình heads the unit, Chi is the clerk, Dũng leads and signs, all of Sở Nội vụ; Em (clerk) and Giang (leader)
are of Sở Y tế and must never see anything of theirs.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.db.models import AutoField, Model

from vanthu.runtime.clock import VIETNAM

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Account, Agency, Person, Unit

PASSWORD = "Van-Thu-kiem-thu-2026"
"""Everybody's password; log-in names are "an", "binh", "chi", "dung", "em", "giang"."""

MONDAY = datetime(2026, 3, 9, 8, 0, tzinfo=VIETNAM)
"""Monday 9 March 2026, eight o'clock: when the stories of the tests begin."""


@dataclass(frozen=True)
class Cast:
    """Two agencies and their people. No agency is in force until a test says which."""

    snv: Agency
    syt: Agency
    ccvc: Unit
    van_phong: Unit
    van_phong_syt: Unit
    an: Person
    binh: Person
    chi: Person
    dung: Person
    em: Person
    giang: Person
    at: datetime = MONDAY
    password: str = field(default=PASSWORD, repr=False)

    def after(self, **later: float) -> datetime:
        """Return a time after the beginning: `cast.after(minutes=5)`, `cast.after(days=1)`."""
        return self.at + timedelta(**later)

    def everybody(self) -> dict[str, Person]:
        """Return the people by their short names."""
        return {name: getattr(self, name) for name in ("an", "binh", "chi", "dung", "em", "giang")}

    def in_snv(self) -> AbstractContextManager[None]:
        """Put Sở Nội vụ in force."""
        return self.office(self.snv)

    def in_syt(self) -> AbstractContextManager[None]:
        """Put Sở Y tế in force."""
        return self.office(self.syt)

    def office(self, agency: Agency) -> AbstractContextManager[None]:
        """Put an agency in force."""
        from vanthu.office.kernel.scope import agency_in_force

        return agency_in_force(agency.pk)


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, with no agency in force; use `cast.in_snv()` or the fixture `in_snv`."""
    return make_cast()


@pytest.fixture
def in_snv(cast: Cast) -> Iterator[Cast]:
    """The cast with Sở Nội vụ in force for the whole test."""
    with cast.in_snv():
        yield cast


@pytest.fixture
def committed_cast(transactional_db: None) -> Cast:
    """The cast in a database whose transactions really commit: for tests with threads or processes."""
    return make_cast()


def make_cast() -> Cast:
    """Make the two agencies and their people in the database in use; all but the first of a process are copies."""
    added: dict[type[Model], list[Model]]
    cast: Cast
    if not _kept:
        before = _rows()
        cast = _made_by_verbs()
        added = {model: [one for one in rows if one not in before[model]] for model, rows in _rows().items()}
        _kept.append(pickle.dumps((added, cast)))
        return cast
    added, cast = pickle.loads(_kept[0])  # noqa: S301 (our own, of this process)
    with transaction.atomic():
        for model, rows in added.items():
            for row in rows:
                if isinstance(model._meta.pk, AutoField):
                    row.pk = None
            model._base_manager.bulk_create(rows)
    return cast


_kept: list[bytes] = []


def _rows() -> dict[type[Model], list[Model]]:
    """Every row of the office's tables."""
    from django.apps import apps

    models = [model for model in apps.get_models() if model.__module__.startswith("vanthu.")]
    return {model: list(model._base_manager.all()) for model in models}


def _made_by_verbs() -> Cast:
    from vanthu.office.kernel.scope import agency_in_force
    from vanthu.office.organizations import operations

    at = MONDAY - timedelta(days=60)
    snv = operations.create_agency(
        code="H99.02", old_code="000.00.02.H99", name="Sở Nội vụ", abbreviation="SNV",
        governing_name="UBND TỈNH THỬ NGHIỆM", level="department", place="Thử Nghiệm",
        email="vanthu@snv.thunghiem.example", by=None, at=at,
    )  # fmt: skip
    syt = operations.create_agency(
        code="H99.05", old_code="000.00.05.H99", name="Sở Y tế", abbreviation="SYT",
        governing_name="UBND TỈNH THỬ NGHIỆM", level="department", place="Thử Nghiệm",
        email="vanthu@syt.thunghiem.example", by=None, at=at,
    )  # fmt: skip
    with agency_in_force(snv.pk):
        ccvc = operations.create_unit(name="Phòng Công chức, viên chức", abbreviation="CCVC", ordinal=2, by=None, at=at)
        office = operations.create_unit(name="Văn phòng", abbreviation="VP", ordinal=1, by=None, at=at)
        an = _person("an", "Nguyễn Văn An", "Chuyên viên", ccvc, "specialist", at)
        binh = _person("binh", "Trần Thị Bình", "Trưởng phòng", ccvc, "unit_head", at)
        chi = _person("chi", "Lê Thị Chi", "Văn thư", office, "clerk", at)
        dung = _person("dung", "Phạm Tiến Dũng", "Giám đốc", None, "leader", at)
        _position("Giám đốc", "head", None, dung, at)
        _position("Trưởng phòng Công chức, viên chức", "unit_head", ccvc, binh, at)
    with agency_in_force(syt.pk):
        office_syt = operations.create_unit(name="Văn phòng", abbreviation="VP", ordinal=1, by=None, at=at)
        em = _person("em", "Đỗ Thị Em", "Văn thư", office_syt, "clerk", at)
        giang = _person("giang", "Hoàng Trường Giang", "Giám đốc", None, "leader", at)
        _position("Giám đốc", "head", None, giang, at)
    return Cast(snv, syt, ccvc, office, office_syt, an, binh, chi, dung, em, giang)


def _person(username: str, full_name: str, position: str, unit: Unit | None, duty: str, at: datetime) -> Person:
    from vanthu.office.access import operations as access
    from vanthu.office.access.states import Duty
    from vanthu.office.organizations import operations

    person = operations.create_person(
        full_name=full_name,
        position=position,
        unit_id=unit.pk if unit else None,
        account=_account(username),
        email=f"{username}@thunghiem.example",
        by=None,
        at=at,
    )
    access.give_duty(person, Duty(duty), by=None, at=at)
    return person


def _position(title: str, level: str, unit: Unit | None, person: Person, at: datetime) -> None:
    from vanthu.office.organizations import operations
    from vanthu.office.organizations.states import PositionLevel

    unit_id = unit.pk if unit else None
    position = operations.create_position(title=title, level=PositionLevel(level), unit_id=unit_id, by=None, at=at)
    operations.hold_position(person, position, by=None, at=at)


def _account(username: str) -> Account:
    from vanthu.office.organizations import operations

    return operations.create_account(username=username, password=PASSWORD)


@cache
def _hash_once() -> str:
    from django.contrib.auth.hashers import make_password

    return make_password(PASSWORD)


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> Iterator[None]:
    """Hash the cast's password once a process: Argon2 is slow on purpose."""
    from django.contrib.auth.base_user import AbstractBaseUser

    slow = AbstractBaseUser.set_password

    def set_password(account: AbstractBaseUser, raw: str | None) -> None:
        slow(account, raw) if raw != PASSWORD else setattr(account, "password", _hash_once())

    patch = pytest.MonkeyPatch()
    patch.setattr(AbstractBaseUser, "set_password", set_password)
    yield
    patch.undo()
