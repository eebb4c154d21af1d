"""Seal the log: put its new leaves into tiles, sign the root, later add the TSA's token. Never inside a request."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from vanthu.axis.evidence import keys, tiles
from vanthu.axis.evidence.models import Fact, Head, Tile, TreeHead
from vanthu.axis.kernel.rows import insert_new
from vanthu.runtime.transactions import write
from vanthu.standards.evidence.heads import SignedHead
from vanthu.standards.evidence.heads import TreeHead as Statement
from vanthu.standards.evidence.merkle import root_at

FACTS_PER_HEAD = 1 << 16
TOKENS_PER_RUN = 8
_LONGEST_PAUSE = timedelta(hours=1)


def seal_due(*, at: datetime) -> int:
    """Seal what waits if `evidence.seal_seconds` have passed since the last head, and fetch the time stamps due.

    Returns how many heads were signed and tokens fetched: 0 when there was nothing to do, or no key is configured. May
    run in several processes at once. A TSA that does not answer is noted and asked again later, no error.
    """
    if not keys.configured():
        return 0
    last = TreeHead.objects.order_by("-size").values_list("at", flat=True).first()
    pause = timedelta(seconds=settings.AXIS.evidence.seal_seconds)
    signed = seal_now(at=at) if last is None or last + pause <= at else 0
    return signed + _stamp_due(at)


def seal_now(*, at: datetime) -> int:
    """Sign heads until every fact is under one; return how many. Raises NoEvidenceKey, EvidenceKeyUnusable."""
    sign, signed = keys.signer(), 0
    while head := _next(at):
        signature = SignedHead.sign(head[1], sign).signature
        if not _write(*head, signature, at):
            break
        signed += 1
    return signed


def _next(at: datetime) -> tuple[int, Statement, dict[tuple[int, int], bytes]] | None:
    """Compute the next head outside any transaction: committed facts have no gaps and do not change."""
    log, number = Head.objects.filter(pk=1).values_list("log", "number").first() or ("", 0)
    sealed = TreeHead.objects.order_by("-size").values_list("size", flat=True).first() or 0
    size = min(number, sealed + FACTS_PER_HEAD)
    if size <= sealed:
        return None
    rows = Fact.objects.filter(number__gt=sealed, number__lte=size).order_by("number").values_list("leaf", flat=True)
    leaves = [bytes.fromhex(leaf) for leaf in rows.iterator(chunk_size=2000)]
    if len(leaves) != size - sealed:
        raise RuntimeError(f"facts are missing between {sealed} and {size}: run vanthu axis audit")
    changed = tiles.grown(sealed, leaves)
    root = root_at(size, tiles.reader(changed)).hex()
    return sealed, Statement(log, settings.AXIS.organ_id, size, root, at.isoformat()), changed


def _write(
    previous: int, head: Statement, changed: dict[tuple[int, int], bytes], signature: bytes, at: datetime
) -> bool:
    """Put tiles and head down; False when another process sealed at the same moment (then nothing is written)."""
    due = at if settings.AXIS.evidence.tsa_url else None
    row = TreeHead(
        size=head.size,
        previous=previous,
        root=head.root,
        at=at,
        statement=head.text,
        signature=signature,
        token_due_at=due,
    )
    with write():
        if insert_new([row]) != 1:
            return False
        _keep(changed.items())
    return True


def _keep(changed: Iterable[tuple[tuple[int, int], bytes]]) -> None:
    rows = [Tile(level=level, index=index, hashes=hashes) for (level, index), hashes in changed]
    Tile.objects.bulk_create(
        rows, batch_size=200, update_conflicts=True, unique_fields=["level", "index"], update_fields=["hashes"]
    )


def _stamp_due(at: datetime) -> int:
    """Fetch tokens, the newest head first: its token proves the most."""
    if not settings.AXIS.evidence.tsa_url:
        return 0
    due = TreeHead.objects.filter(token_due_at__lte=at).order_by("-size").only("size", "signature", "token_attempts")
    fetched = 0
    for row in due[:TOKENS_PER_RUN]:
        if not _stamp(row, at):
            break
        fetched += 1
    return fetched


def _stamp(row: TreeHead, at: datetime) -> bool:
    """Ask the TSA, with no transaction open; keep the token or when to ask again."""
    from vanthu.standards.signing.errors import TimestampError
    from vanthu.standards.signing.timestamps import request_timestamp, timestamp_imprint

    evidence = settings.AXIS.evidence
    assert evidence.tsa_url is not None
    problem, token = "", b""
    try:
        imprint = timestamp_imprint(bytes(row.signature))
        token = request_timestamp(evidence.tsa_url, imprint, timeout=evidence.tsa_timeout_seconds)
    except TimestampError as error:
        problem = f"{error.sentence} [{error.code}]"
    attempts = row.token_attempts + 1
    pause = min(timedelta(seconds=15 * 2 ** min(attempts, 10)), _LONGEST_PAUSE)
    changes: dict[str, Any] = {
        "token": token,
        "token_due_at": None if token else at + pause,
        "token_attempts": attempts,
        "token_problem": problem[:200],
    }
    with write():
        TreeHead.objects.filter(pk=row.pk, token=b"").update(**changes)
    return bool(token)
