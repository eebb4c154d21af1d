"""What of văn bản đi a person would leave behind (ND30-A31.3đ)."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, Max, Q, QuerySet

from vanthu.office.outgoing.models import ApprovalStep, OutgoingDocument
from vanthu.office.outgoing.states import OPEN_STATES, OutgoingState, StepKind, StepState

_UNDER_WAY = (OutgoingState.IN_APPROVAL, OutgoingState.APPROVED)


def open_drafts_of(person_id: UUID) -> QuerySet[OutgoingDocument]:
    """Return what this person drafts or drafted and is not issued yet."""
    found = OutgoingDocument.objects.filter(drafter=person_id, state__in=OPEN_STATES)
    return found.select_related("document").order_by("created_at", "pk")


def open_steps_of(person_id: UUID) -> QuerySet[ApprovalStep]:
    """Return the checks that this person is named for and has not decided, of routes that are under way."""
    waiting = ApprovalStep.objects.filter(person=person_id, state=StepState.WAITING, outgoing__state__in=_UNDER_WAY)
    current = waiting.annotate(last=Max("outgoing__steps__round")).filter(round=F("last"))
    found = current.exclude(kind=StepKind.SIGNATURE)
    return found.select_related("outgoing__document").order_by("outgoing__created_at", "pk")


def to_be_signed_by(person_id: UUID) -> QuerySet[OutgoingDocument]:
    """Return documents on their way that only this person can sign; nobody takes a signature over."""
    beside = Q(cosigners__person=person_id, cosigners__signed_at=None)
    found = OutgoingDocument.objects.filter(Q(signer=person_id) | beside, state__in=_UNDER_WAY).distinct()
    return found.select_related("document").order_by("created_at", "pk")
