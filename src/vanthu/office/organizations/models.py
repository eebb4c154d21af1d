"""Agencies, their units, the people in them and the accounts with which people log in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from vanthu.office.kernel.scope import AgencyScoped
from vanthu.office.organizations.states import AgencyLevel
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
    """Lines joined by a newline, as printed above the signature: "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC" (ND30-A13)."""
    email = models.CharField(max_length=100, blank=True)
    mobile = models.CharField("di động", max_length=50, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta(AgencyScoped.Meta):
        ordering = ("full_name",)

    def __str__(self) -> str:
        return self.full_name
