"""The agency in force. Every row of business data belongs to one agency, and a query without one raises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.db.models.sql import Query

_agency: ContextVar[UUID | None] = ContextVar("agency", default=None)

M = TypeVar("M", bound=models.Model)


class NoAgencyInForce(RuntimeError):
    """A programming error: business data was asked for without saying for which agency."""


@contextmanager
def agency_in_force(agency_id: UUID) -> Iterator[None]:
    """Scope every query inside to one agency; the innermost wins."""
    token = _agency.set(agency_id)
    try:
        yield
    finally:
        _agency.reset(token)


def current_agency() -> UUID:
    """Return the id of the agency in force; raises NoAgencyInForce."""
    agency_id = _agency.get()
    if agency_id is None:
        raise NoAgencyInForce("no agency is in force; use agency_in_force(agency_id)")
    return agency_id


def agency_or_none() -> UUID | None:
    """Return the id of the agency in force, None where none is: before somebody has logged in, in the worker."""
    return _agency.get()


@lru_cache(maxsize=4096)
def _of(model: type[models.Model], agency_id: UUID) -> Query:
    """Return the query for the rows of one agency: a page needs a hundred of them, and making one anew is slow."""
    return models.QuerySet(model).filter(agency_id=agency_id).query


class ScopedManager(models.Manager[M]):
    """Sees only the rows of the agency in force, and makes rows of it."""

    def get_queryset(self) -> models.QuerySet[M]:
        """Return the rows of the agency in force; raises NoAgencyInForce."""
        rows = super().get_queryset()
        rows.query = _of(self.model, current_agency()).chain()
        return rows

    def create(self, **values: Any) -> M:
        """Create a row of the agency in force."""
        return super().create(**{"agency_id": current_agency(), **values})


class AgencyScoped(models.Model):
    """Base of business data. `objects` is scoped; `of_all_agencies` is for workers, which then put one in force."""

    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager["AgencyScoped"]()
    of_all_agencies = models.Manager["AgencyScoped"]()

    class Meta:
        abstract = True
        base_manager_name = "of_all_agencies"
        default_manager_name = "objects"
