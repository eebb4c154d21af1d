"""How documents went: the choices before issuing, the sendings after it, and how often the rules were departed from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet, Sum

from vanthu.office.dispatch.models import Mail, PaperPrint, Posting, Sending, WayChoice
from vanthu.office.dispatch.states import MailState
from vanthu.office.kernel import counting
from vanthu.office.kernel.once import asked_once
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.prepared import prepared
from vanthu.office.kernel.scope import current_agency


def choices(document_id: UUID) -> dict[str, WayChoice]:
    """Return the latest choice for each recipient (by code or name) of a document that is not issued yet."""
    rows = WayChoice.objects.filter(document_id=document_id).select_related("chosen_by").order_by("chosen_at", "pk")
    return {row.recipient: row for row in rows}


@asked_once
@prepared
def sendings(document_id: UUID) -> QuerySet[Sending]:
    """Return how an issued document went, recipient by recipient; empty for one issued before this was kept."""
    return Sending.objects.filter(document_id=document_id).select_related("decided_by")


def ways_used(since: datetime, until: datetime) -> dict[tuple[str, bool], int]:
    """Return how many sendings of a period went each way, those by the rule and those against it apart."""
    rows = Sending.objects.filter(decided_at__gte=since, decided_at__lt=until).order_by()
    return dict(Counter(rows.values_list("way", "departs")))


@dataclass(frozen=True)
class Paper:
    """How far the paper for one recipient has come."""

    posted_on: date | None = None
    receipt: str = ""
    posted_by: str = ""


def sending(document_id: UUID, sending_id: UUID) -> Sending:
    """Return how the document went to one recipient; raises NotFound."""
    found = Sending.objects.filter(document_id=document_id, pk=sending_id).select_related("document").first()
    if found is None:
        raise NotFound(what="nơi nhận")
    return found


def paper(document_id: UUID) -> dict[UUID, Paper]:
    """Return how far the paper has come for each sending; a line struck from the post register does not count."""
    rows = _posted(document_id)
    posted = {row.sending_id: Paper(row.posted_on, row.receipt, row.noted_by.full_name) for row in rows}
    return {one.pk: posted.get(one.pk, Paper()) for one in sendings(document_id)}


@prepared
def _posted(document_id: UUID) -> QuerySet[Posting]:
    # The state is that of the post register, a domain beside this one.
    rows = Posting.objects.filter(sending__document_id=document_id).exclude(entry__state="struck")
    return rows.select_related("noted_by").order_by("noted_at")


@prepared
def prints(document_id: UUID) -> QuerySet[PaperPrint]:
    """Return the prints of the bản chính giấy, oldest first."""
    return PaperPrint.objects.filter(document_id=document_id).select_related("printed_by")


def paper_copies(since: datetime, until: datetime) -> int:
    """Return how many paper copies were printed in a period."""
    rows = PaperPrint.objects.filter(printed_at__gte=since, printed_at__lt=until)
    return int(rows.aggregate(copies=Sum("copies"))["copies"] or 0)


def mail(mail_id: UUID) -> Mail:
    """Return one e-mail; raises NotFound."""
    found = Mail.objects.filter(pk=mail_id).select_related("sending__document").first()
    if found is None:
        raise NotFound(what="thư điện tử")
    return found


@asked_once
def mails(document_id: UUID) -> dict[UUID, Mail]:
    """Return the e-mails of a document by sending."""
    return {row.sending_id: row for row in _mails(document_id)}


@prepared
def _mails(document_id: UUID) -> QuerySet[Mail]:
    return Mail.objects.filter(sending__document_id=document_id)


def mail_troubles() -> list[Mail]:
    """Return the e-mails of the agency in force that failed and wait for a clerk, the latest first."""
    rows = Mail.objects.filter(state=MailState.FAILED).select_related("sending__document")
    return list(rows.order_by("-finished_at"))


def mail_trouble_count() -> int:
    """Return how many e-mails of the agency in force failed and wait for a clerk."""
    return sum(counting.counted(failed_mails()).values())


def failed_mails() -> counting.Counting:
    """Return what `mail_trouble_count` counts."""
    return counting.Counting(("dispatch.mails", current_agency()), _failed)


def _failed() -> list[QuerySet[Mail]]:
    return [Mail.objects.filter(state=MailState.FAILED)]


def sending_of(row: Mail) -> Sending:
    """Return what an e-mail is about, with its document."""
    return Sending.objects.select_related("document").get(pk=row.sending_id)
