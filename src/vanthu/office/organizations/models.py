"""Agencies, their units, the people in them and the accounts with which people log in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from vanthu.office.kernel.scope import AgencyScoped
from vanthu.office.organizations.states import AgencyLevel, DayKind, PositionLevel
from vanthu.runtime.ids import new_id


class Agency(models.Model):
    """An agency (cơ quan, tổ chức) with its own registers, seal and clerk's desk."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField("mã định danh", max_length=35, unique=True)
    old_code = models.CharField("mã định danh cũ", max_length=35, blank=True)
    name = models.CharField("tên cơ quan", max_length=200)
    abbreviation = models.CharField("chữ viết tắt", max_length=30)
    governing_name = models.CharField("cơ quan chủ quản", max_length=200, blank=True)
    level = models.CharField("cấp", max_length=20, choices=AgencyLevel.choices)
    place = models.CharField("địa danh", max_length=100)
    address = models.CharField("địa chỉ", max_length=250, blank=True)
    email = models.CharField(max_length=100, blank=True)
    telephone = models.CharField("điện thoại", max_length=50, blank=True)
    fax = models.CharField(max_length=50, blank=True)
    website = models.CharField(max_length=100, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Unit(AgencyScoped):
    """A unit (phòng, ban, văn phòng) of an agency."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField("tên đơn vị", max_length=200)
    abbreviation = models.CharField("chữ viết tắt", max_length=30)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    ordinal = models.PositiveSmallIntegerField(default=0)
    telephone = models.CharField("điện thoại", max_length=50, blank=True)
    email = models.CharField(max_length=100, blank=True)
    room = models.CharField("phòng làm việc", max_length=50, blank=True)

    class Meta(AgencyScoped.Meta):
        ordering = ("ordinal", "name")
        constraints = (models.UniqueConstraint(fields=["agency", "abbreviation"], name="one_unit_per_abbreviation"),)

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts and finds them by name at log-in."""


class Account(AbstractBaseUser):
    """What a human logs in with. One account may stand for persons in several agencies."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField("tên đăng nhập", max_length=100, unique=True)
    is_active = models.BooleanField(default=True)

    objects = AccountManager()

    read_with: tuple[Person, ...] | None = None
    """Whom it stands for, where they were read together with it (`queries.account_with_persons`)."""

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []


class Person(AgencyScoped):
    """A civil servant in one post of one agency: the `by` of every verb."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="persons")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    full_name = models.CharField("họ và tên", max_length=100)
    position = models.CharField("chức vụ", max_length=100)
    signing_authority = models.CharField("quyền hạn, chức vụ khi ký", max_length=200, blank=True)
    """Lines joined by a newline that replace what positions and authorisations would print (ND30-A13).

    They count only with `signing_authority_reason`."""
    signing_authority_reason = models.CharField("lý do ghi riêng", max_length=500, blank=True)
    email = models.CharField(max_length=100, blank=True)
    mobile = models.CharField("di động", max_length=50, blank=True)
    telephone = models.CharField("điện thoại cơ quan", max_length=50, blank=True)
    room = models.CharField("phòng làm việc", max_length=50, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta(AgencyScoped.Meta):
        ordering = ("full_name",)

    def __str__(self) -> str:
        return self.full_name


class Position(AgencyScoped):
    """A position of the agency or of one of its units, from which competence to sign follows (ND30-A13)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField("chức vụ", max_length=150)
    """As printed, but for the case: "Giám đốc", "Trưởng phòng Công chức, viên chức"."""
    level = models.CharField("cấp", max_length=12, choices=PositionLevel.choices)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="positions")
    collective = models.CharField("tập thể", max_length=200, blank=True)
    """Of the head of a body that decides together: what stands after "TM.", "Ủy ban nhân dân"."""
    collective_types = models.JSONField(default=list)
    """Codes of the types of document that the body issues as such; empty for all."""
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(AgencyScoped.Meta):
        ordering = ("level", "title")
        constraints = (
            models.UniqueConstraint(
                fields=["agency"],
                condition=models.Q(level=PositionLevel.HEAD, ended_at__isnull=True),
                name="one_head_of_an_agency",
            ),
            models.UniqueConstraint(
                fields=["agency", "title"], condition=models.Q(ended_at__isnull=True), name="one_position_per_title"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def printed(self) -> str:
        """The title as it stands above a signature."""
        return self.title.upper()


class PositionHeld(AgencyScoped):
    """A position held by a person for a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="positions_held")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="held_by")
    acting = models.BooleanField("quyền", default=False)
    """Given the powers of the position without being appointed to it (Q.)."""
    fields = models.JSONField("lĩnh vực phụ trách", default=list)
    """Of a deputy of the head: ids of the units whose documents he signs; "*" for all."""
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)

    class Meta(AgencyScoped.Meta):
        indexes = (models.Index(fields=["agency", "person"]),)


class CalendarDay(AgencyScoped):
    """A day on which the agency works otherwise than the week and the public holidays say (lịch làm việc)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    day = models.DateField("ngày")
    kind = models.CharField("chế độ làm việc", max_length=10, choices=DayKind.choices)
    basis = models.CharField("căn cứ", max_length=300)
    """The decision it follows: of the Prime Minister for the yearly swap, of the head of the agency otherwise."""

    class Meta(AgencyScoped.Meta):
        ordering = ("day",)
        constraints = (models.UniqueConstraint(fields=["agency", "day"], name="a_day_is_named_once"),)


class Attempts(models.Model):
    """What somebody unknown tried (a password, a check of a file), counted by all processes until a moment."""

    key = models.CharField(primary_key=True, max_length=64)
    """SHA-256 of what was tried, and by whom or from where: none of it is kept in the clear."""
    tries = models.PositiveSmallIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)
