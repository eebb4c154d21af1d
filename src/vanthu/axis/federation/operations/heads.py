"""Signed tree heads exchanged with the parent and with children, so that nobody can show two views of one log.

A neighbour that rewrote its log cannot prove that its new head appended to the one kept here. A neighbour that holds a
head of our log which our log does not lead to shows that ours was rewritten, whoever did it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from vanthu.axis.evidence import queries as evidence
from vanthu.axis.evidence.queries import NoTreeHead, NotSealed
from vanthu.axis.federation.models import KeptHead
from vanthu.axis.federation.operations import links
from vanthu.axis.federation.parent import Parent
from vanthu.axis.registry.queries import KnownSystem
from vanthu.runtime.transactions import write
from vanthu.standards.evidence.errors import EvidenceError
from vanthu.standards.evidence.heads import SignedHead
from vanthu.standards.vxp import VxpRefused, VxpUnreachable
from vanthu.standards.vxp.operations import TreeHeads

REWRITTEN = "sổ đã bị sửa: đầu cây mới không nối tiếp đầu cây {size} sự kiện đã giữ"
UNPROVED = "đầu cây mới chưa kèm chứng minh nối tiếp đầu cây {size} sự kiện đã giữ"
ANOTHER_LOG = "sổ chứng cứ đã đổi sang một sổ khác"
_UNPROVED = UNPROVED.partition("{")[0]
SHORTER = "sổ chứng cứ ngắn lại: trước đã có {size} sự kiện"
FORKED = "sổ có hai gốc khác nhau cho cùng {size} sự kiện"
NOT_IN_OURS = "đầu cây của trục này mà bên kia giữ không khớp với sổ hiện nay"


def exchange_due(parent: Parent, *, at: datetime) -> int:
    """Exchange heads with the parent when it is time; return 1 when it answered with heads.

    A parent that does not know the operation is asked again at the next time, and nothing is wrong with it.
    """
    pause, row = timedelta(seconds=settings.AXIS.evidence.exchange_seconds), links.link()
    if links.silent(at=at) or (row.heads_asked_at is not None and at - row.heads_asked_at < pause):
        return 0
    links.note(heads_asked_at=at)
    try:
        # Twice when an answer was lost before: the parent then held another head than the proof began from.
        return int(_exchanged(parent, at) or _exchanged(parent, at))
    except VxpRefused:
        return 0
    except VxpUnreachable as error:
        links.note_unreachable(error.sentence, at=at)
        return 0


def _exchanged(parent: Parent, at: datetime) -> bool:
    """Ask once; return whether the parent now holds the head it was given."""
    told = _told_to(parent.system)
    answer = parent.client.exchange_tree_heads(told)
    keep(parent.system, answer, at=at)
    given, held = _read(told.head), _read(answer.seen)
    return given is None or (held is not None and held.head == given.head)


def answer_heads(system: KnownSystem, told: TreeHeads, *, at: datetime) -> TreeHeads:
    """Keep what a child tells of its log and of ours, and return what is to be told to it."""
    keep(system, told, at=at)
    return _told_to(system)


def keep(system: KnownSystem, told: TreeHeads, *, at: datetime) -> None:
    """Keep both heads a neighbour tells, each with what is wrong with it. What cannot be read is no head."""
    for document, ours in ((told.head, False), (told.seen, True)):
        head = _read(document)
        if head is not None and head.head.size:
            with write():
                _keep(system, head, ours, at)


def _told_to(system: KnownSystem) -> TreeHeads:
    ours, theirs = _newest(system, ours=True), _newest(system, ours=False)
    return TreeHeads(head=_own_head(ours), seen=json.loads(theirs.document) if theirs else None)


def _own_head(held: KeptHead | None) -> dict[str, Any] | None:
    """Return our newest head, with the proof from the one which the neighbour holds."""
    since = SignedHead.read(held.document) if held else None
    try:
        return evidence.latest_head(since).document()
    except (NoTreeHead, NotSealed):
        return None


def _read(document: Mapping[str, Any] | None) -> SignedHead | None:
    try:
        return None if document is None else SignedHead.read(document)
    except EvidenceError:
        return None


def _newest(system: KnownSystem, *, ours: bool) -> KeptHead | None:
    return KeptHead.objects.filter(system=system.id, ours=ours, problem="").order_by("-size").first()


def _keep(system: KnownSystem, head: SignedHead, ours: bool, at: datetime) -> None:
    if not (evidence.signed_by_this_axis(head) if ours else _signed(head)):
        return  # proves nothing against anybody
    before = _newest(system, ours=ours)
    problem = _wrong_with_ours(head) if ours else _wrong_with(head, before)
    statement = head.head
    shown = KeptHead.objects.filter(system=system.id, ours=ours)
    shown.filter(problem__startswith=_UNPROVED).delete()
    shown.get_or_create(
        system_id=system.id,
        ours=ours,
        log=statement.log[:64],
        size=statement.size,
        root=statement.root,
        defaults={"document": json.dumps(_bare(head).document()), "kept_at": at, "problem": problem[:300]},
    )
    if not problem:
        shown.filter(problem="", size__lt=statement.size).delete()


def _signed(head: SignedHead) -> bool:
    from vanthu.standards.evidence.signatures import signed_by

    signed = signed_by(head.signature, head.head.text)
    return signed is not None and signed.holds


def _bare(head: SignedHead) -> SignedHead:
    """Leave the proof out: it was judged, and leads from a head that is kept no longer."""
    return SignedHead(head.head, head.signature, head.timestamp)


def _wrong_with_ours(head: SignedHead) -> str:
    return "" if evidence.leads_to(head) else NOT_IN_OURS


def _wrong_with(head: SignedHead, before: KeptHead | None) -> str:
    """Return what is wrong with a head that a neighbour shows, seeing the one before; empty: it only appended."""
    from vanthu.standards.evidence.verification import only_appended

    if before is None:
        return ""
    if head.head.log != before.log:
        return ANOTHER_LOG
    if head.head.size < before.size:
        return SHORTER.format(size=before.size)
    if head.head.size == before.size:
        return "" if head.head.root == before.root else FORKED.format(size=before.size)
    if head.since != before.size:
        return UNPROVED.format(size=before.size)
    return "" if only_appended(head, SignedHead.read(before.document)) else REWRITTEN.format(size=before.size)
