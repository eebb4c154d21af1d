"""The receipts of the axis: asked for after sending, kept beside the document, better each time until all is told."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from vanthu.office.exchange import ports
from vanthu.office.exchange.models import Receipt, Transmission
from vanthu.office.exchange.operations.calling import lease_seconds
from vanthu.office.exchange.operations.stopwatch import Stopwatch
from vanthu.office.files import operations as files
from vanthu.office.kernel.scope import agency_in_force
from vanthu.runtime.leases import LeaseLost, due, finish, give_back, lease, postpone
from vanthu.standards.evidence.errors import EvidenceUnreadable
from vanthu.standards.evidence.members import moment
from vanthu.standards.evidence.receipts import Receipt as Signed
from vanthu.standards.vxp import VxpRefused, VxpUnreachable

JSON = "application/json"
FIRST_SECONDS = 3.0
SELDOM_SECONDS = 6 * 3600.0
"""Once the acceptance is proved, only what the recipients did is still to come."""
ASKED_FOR = timedelta(days=10)
"""An axis gives up a delivery after so long: nothing new comes after it."""
DONE = "done"
"""The transfer status (VXP) of a delivery that its recipient has processed."""
TRIES_WITHOUT_ANY = 6
"""An axis that has given no receipt until then gives none."""

NOT_OURS = "Biên nhận trục cấp không nói về gói tin đã gửi. Hãy báo đơn vị vận hành trục kèm mã gói tin trên trục."
UNREADABLE = "Biên nhận trục cấp không đúng khuôn dạng nên không đọc được."


def await_receipt(sent: Transmission, *, hub_id: str, at: datetime) -> None:
    """Remember to ask for the receipt of a package that the axis has taken; once, however many recipients it has."""
    if not settings.OFFICE.axis.receipts:
        return
    Receipt.objects.get_or_create(
        agency_id=sent.agency_id,
        hub_id=hub_id,
        defaults={
            "document_id": sent.document_id,
            "package_id": sent.package_id,
            "due_at": at + timedelta(seconds=FIRST_SECONDS),
            "ends_at": at + ASKED_FOR,
        },
    )


def fetch_receipts_due(*, at: datetime) -> int:
    """Ask the axis for the receipts that are due and return how many it gave; stops when the axis does not answer."""
    watch, given = Stopwatch(at), 0
    for agency_id in _agencies(at):
        with agency_in_force(agency_id):
            for row in lease(Receipt.objects.all(), at=watch.time, seconds=lease_seconds()):
                try:
                    given += _fetched(row, watch.time)
                except VxpUnreachable:
                    _without(row, "", watch.time)
                    return given
        if watch.over:
            break
    return given


def _agencies(at: datetime) -> Iterable[UUID]:
    rows = Receipt.of_all_agencies.filter(due(at)).order_by("due_at")
    return dict.fromkeys(rows.values_list("agency_id", flat=True)[:1000])


def _fetched(row: Receipt, at: datetime) -> bool:
    """Ask once and write what came; raises VxpUnreachable."""
    try:
        document = ports.axis().receipt(row.hub_id)
        receipt = Signed.read(document)
    except VxpRefused:
        return _without(row, "", at)
    except EvidenceUnreadable:
        return _without(row, UNREADABLE, at)
    if not _is_about(receipt, row):
        return _without(row, NOT_OURS, at)
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1)
    kept = files.keep(text.encode(), media_type=JSON, at=at)
    _written(row, receipt, kept.sha256, at)
    return True


def _written(row: Receipt, receipt: Signed, sha256: str, at: datetime) -> None:
    proved = receipt.accepted.index in {proof.index for proof in receipt.proofs}
    changes: dict[str, Any] = {
        "file_id": sha256,
        "fetched_at": at,
        "accepted_at": moment(receipt.accepted.at),
        "proved": proved,
    }
    try:
        if _tells_all(receipt) or at >= row.ends_at:
            finish(row, at=at, error_sentence="", **changes)
        elif proved:
            give_back(row, at=at, seconds=SELDOM_SECONDS, error_sentence="", **changes)
        else:
            postpone(row, at=at, error_sentence="", **changes)
    except LeaseLost:
        return  # the worker that took it over has asked too


def _without(row: Receipt, sentence: str, at: datetime) -> bool:
    try:
        if at >= row.ends_at or (row.file_id is None and row.tries >= TRIES_WITHOUT_ANY):
            finish(row, at=at, error_sentence=sentence)
        else:
            postpone(row, at=at, error_sentence=sentence)
    except LeaseLost:
        pass  # as above
    return False


def _is_about(receipt: Signed, row: Receipt) -> bool:
    same_package = receipt.package.replace("-", "") == row.hub_id.replace("-", "")
    return same_package and receipt.accepted.data["sha256"] == row.package_id


def _tells_all(receipt: Signed) -> bool:
    """Whether every recipient has processed the package, and everything told is proved to stand in the log."""
    waited_for = {UUID(name) for leaf in receipt.leaves for name in leaf.data.get("deliveries", {})}
    done = {UUID(leaf.subject) for leaf in receipt.leaves if leaf.data.get("state") == DONE}
    proved = {proof.index for proof in receipt.proofs}
    return waited_for <= done and all(leaf.index in proved for leaf in receipt.leaves)
