"""The recorded grounds on which somebody other than head and deputies signs (ND30-A13.3, A13.4)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from vanthu.office.access.models import Authorisation, ByOrder
from vanthu.office.kernel.permission import NotFound

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def by_order_rules(at: datetime) -> QuerySet[ByOrder]:
    """Return the rules in force for signing by order (TL.) in the agency in force."""
    open_ended = Q(valid_to__isnull=True) | Q(valid_to__gt=at)
    return ByOrder.objects.filter(open_ended, valid_from__lte=at).select_related("unit", "set_by")


def by_order(rule_id: UUID) -> ByOrder:
    """Return one rule of the agency in force; raises NotFound."""
    found = ByOrder.objects.filter(pk=rule_id).select_related("unit").first()
    if found is None:
        raise NotFound(what="quy định ký thừa lệnh")
    return found


def authorisations() -> QuerySet[Authorisation]:
    """Return every written authorisation ever recorded, the newest first."""
    return Authorisation.objects.select_related("grantor", "grantee", "set_by").order_by("-valid_from", "-pk")


def authorisations_of(grantee: Person, *, at: datetime) -> QuerySet[Authorisation]:
    """Return the authorisations in force for this person."""
    return authorisations().filter(grantee=grantee, valid_from__lte=at, valid_to__gt=at, revoked_at__isnull=True)


def authorisation(authorisation_id: UUID) -> Authorisation:
    """Return one authorisation of the agency in force; raises NotFound."""
    found = authorisations().filter(pk=authorisation_id).first()
    if found is None:
        raise NotFound(what="văn bản ủy quyền ký")
    return found
