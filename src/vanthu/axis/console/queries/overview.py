"""How the axis is doing: problems first, then what flows."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings

from vanthu.axis.delivery import monitoring as deliveries
from vanthu.axis.delivery.monitoring import EXPIRED, FAILED, KINDS, LATE
from vanthu.axis.evidence import keys
from vanthu.axis.evidence import queries as evidence
from vanthu.axis.evidence.queries import AuditDone, Sealing
from vanthu.axis.federation import queries as federation
from vanthu.axis.intake import monitoring as intake
from vanthu.axis.registry import monitoring as registry
from vanthu.axis.registry.monitoring import SystemPage
from vanthu.runtime.bell import Bell
from vanthu.runtime.clock import VIETNAM

MOST = 10_000
RECENT = timedelta(days=7)
STEP = timedelta(minutes=2)
STEPS = 30
WORKER_SILENT = timedelta(minutes=2)
"""A worker shows itself four times a minute."""
MEBI = 1 << 20


@dataclass(frozen=True)
class Trouble:
    """One kind of problem: a sentence, how grave ("bad" or "warn"), and where its rows are."""

    text: str
    grave: str
    url: str = ""
    key: str = ""


@dataclass(frozen=True)
class SystemState:
    """One system: what waits for it, since when, what it could not process, how often it was refused in a day."""

    system: SystemPage
    documents: int = 0
    statuses: int = 0
    failed: int = 0
    oldest: datetime | None = None
    refused: int = 0
    silent: bool = False


@dataclass(frozen=True)
class Flow:
    """Packages accepted in each step of time, the last one now."""

    numbers: tuple[int, ...]
    since: datetime
    most: int = field(default=0)

    @property
    def total(self) -> int:
        """Return how many in all."""
        return sum(self.numbers)


@dataclass(frozen=True)
class Overview:
    """One look at the axis."""

    troubles: tuple[Trouble, ...]
    systems: tuple[SystemState, ...]
    unserved: int
    flow: Flow
    sealing: Sealing
    signs: bool
    audit: AuditDone | None
    free_mb: int


def overview(*, at: datetime) -> Overview:
    """Return how the axis is doing at this moment."""
    systems, unserved = states_of_systems(at=at)
    sealing, audit, free = evidence.sealing(), evidence.last_audit(), free_mb()
    troubles = [
        *_of_worker(at),
        *_of_deliveries(at),
        *_of_systems(systems, unserved),
        *_of_federation(at),
        *_of_evidence(sealing, at),
        *_of_audit(audit),
        *_of_disk(free),
    ]
    return Overview(tuple(troubles), systems, unserved, flow(at=at), sealing, keys.configured(), audit, free)


def flow(*, at: datetime) -> Flow:
    """Return the packages accepted in the last hour, two minutes a step."""
    steps = [at - STEP * (STEPS - index) for index in range(STEPS)] + [at + timedelta(seconds=1)]
    numbers = tuple(intake.flow(steps))
    return Flow(numbers, steps[0], max(numbers))


def states_of_systems(*, at: datetime) -> tuple[tuple[SystemState, ...], int]:
    """Return how each system is doing, and how much waits for agencies nobody serves."""
    queues, unserved = _queues()
    refused: dict[UUID, int] = {}
    for key, _, number in intake.refused_counts(at - timedelta(days=1)):
        refused[key] = refused.get(key, 0) + number
    silence = timedelta(minutes=settings.AXIS.console.silent_minutes)
    found = []
    for system in registry.systems():
        own = queues.get(system.id, [])
        oldest = min((queue.oldest for queue in own if queue.oldest), default=None)
        found.append(
            SystemState(
                system,
                sum(queue.waiting for queue in own if queue.message_type == "edoc"),
                sum(queue.waiting for queue in own if queue.message_type != "edoc"),
                sum(queue.failed for queue in own),
                oldest,
                refused.get(system.id, 0),
                oldest is not None and at - oldest > silence and not system.parent,
            )
        )
    return tuple(found), unserved


def free_mb() -> int:
    """Return how much room the disk of the store has, in MB."""
    folder = settings.AXIS.data_dir
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free // MEBI


def _queues() -> tuple[dict[UUID, list[deliveries.Queue]], int]:
    found: dict[UUID, list[deliveries.Queue]] = {}
    unserved = 0
    for queue in deliveries.queues():
        if queue.mailbox is None:
            unserved += queue.waiting
        else:
            found.setdefault(queue.mailbox, []).append(queue)
    return found, unserved


def worker_seen() -> datetime | None:
    """Return when a worker last showed that it runs; None when none ever did."""
    last = Bell(settings.HEARTBEAT).last()
    return datetime.fromtimestamp(last / 1e9, UTC) if last else None


def _of_worker(at: datetime) -> list[Trouble]:
    """Without a worker nobody warns, expires, seals, rings a webhook or goes to the parent; taking packages goes on."""
    seen = worker_seen()
    if seen is not None and at - seen <= WORKER_SILENT:
        return []
    since = f"từ {seen.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if seen else "lần nào"
    return [Trouble(f"Không thấy tiến trình nền chạy {since}: kiểm tra vanthu axis worker", "bad")]


_SAID = {
    LATE: "{n} gói tin nơi nhận chưa lấy xong quá thời hạn cảnh báo",
    FAILED: "{n} gói tin nơi nhận báo thất bại",
    EXPIRED: "{n} gói tin quá hạn giao trong 7 ngày qua",
}


def _of_deliveries(at: datetime) -> list[Trouble]:
    found = []
    for kind in KINDS:
        number = deliveries.count(kind, since=at - RECENT, most=MOST)
        if number:
            said = f"hơn {MOST}" if number >= MOST else str(number)
            grave = "warn" if kind == FAILED else "bad"
            found.append(Trouble(_SAID[kind].format(n=said), grave, "deliveries", kind))
    return found


def _of_systems(systems: tuple[SystemState, ...], unserved: int) -> list[Trouble]:
    silent = [state.system.system_id for state in systems if state.silent]
    found = [Trouble(f"Hệ thống {name} im lặng: có gói tin chờ lấy đã lâu", "bad", "system", name) for name in silent]
    refused = sum(state.refused for state in systems)
    if refused:
        found.append(Trouble(f"{refused} gói tin bị từ chối trong 24 giờ qua", "warn", "refusals"))
    if unserved:
        found.append(Trouble(f"{unserved} gói tin chờ cơ quan hiện không có hệ thống phục vụ", "bad"))
    return found


def _of_federation(at: datetime) -> list[Trouble]:
    if settings.AXIS.parent is None:
        return []
    link, found = federation.overview(), []
    if link.failures:
        since = f"{link.reached_at.astimezone(VIETNAM):%H:%M %d/%m}" if link.reached_at else "chưa lần nào"
        found.append(Trouble(f"Không gọi được trục cấp trên ({link.failures} lần); trả lời gần nhất: {since}", "bad"))
    told = (
        (len(link.refused), "gói tin bị trục cấp trên từ chối", "bad"),
        (len(link.not_taken), "gói tin từ trục cấp trên không giao được", "bad"),
        (len(link.not_registered), "cơ quan trục cấp trên không nhận đăng ký", "warn"),
        (len(link.conflicts), "chỗ danh mục khác với trục cấp trên", "warn"),
    )
    return found + [Trouble(f"{number} {words}", grave, "parent") for number, words, grave in told if number]


def _of_evidence(sealing: Sealing, at: datetime) -> list[Trouble]:
    if not keys.configured():
        return [Trouble("Chưa cấu hình khóa ký chứng cứ: trục không cấp biên nhận, không ký sổ", "warn")]
    found = []
    late = timedelta(seconds=10 * settings.AXIS.evidence.seal_seconds)
    behind = sealing.facts > sealing.sealed
    if behind and (sealing.newest_at is None or at - sealing.newest_at > late):
        found.append(Trouble("Sổ chứng cứ lâu chưa được niêm phong: kiểm tra vanthu axis worker", "bad"))
    if sealing.without_stamp and sealing.problem:
        found.append(Trouble(f"{sealing.without_stamp} đầu cây chưa có dấu thời gian: {sealing.problem}", "warn"))
    return found


def _of_audit(audit: AuditDone | None) -> list[Trouble]:
    if audit is None or audit.intact:
        return []
    when = f"{audit.at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
    return [Trouble(f"Kiểm toán lúc {when} thấy {audit.altered} bản ghi bị sửa. {audit.findings[0]}", "bad", "audit")]


def _of_disk(free: int) -> list[Trouble]:
    if free >= settings.AXIS.console.min_free_mb:
        return []
    return [Trouble(f"Ổ đĩa của kho gói tin chỉ còn {free} MB", "bad")]
