"""The numbers of this axis, read from its tables when asked, so that every process tells the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from vanthu.axis.console.models import Proposal
from vanthu.axis.console.queries import overview
from vanthu.axis.console.states import OPEN
from vanthu.axis.delivery import monitoring as deliveries
from vanthu.axis.evidence import queries as evidence
from vanthu.axis.federation import queries as federation
from vanthu.axis.intake import monitoring as intake

CONTENT_TYPE = CONTENT_TYPE_LATEST


def text(*, at: datetime) -> bytes:
    """Return the numbers in the text format of Prometheus."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Numbers(at))
    return generate_latest(registry)


class _Numbers(Collector):
    def __init__(self, at: datetime) -> None:
        self._at = at

    def collect(self) -> Iterator[Metric]:
        yield from _packages(self._at)
        yield from _systems(self._at)
        yield from _log(self._at)
        yield from _parent()
        free = overview.free_mb() * overview.MEBI
        yield GaugeMetricFamily("vanthu_axis_store_free_bytes", "Room on the disk of the store", value=free)
        if seen := overview.worker_seen():
            told = "When a worker last showed that it runs, in seconds since 1970"
            yield GaugeMetricFamily("vanthu_axis_worker_seen_timestamp_seconds", told, value=seen.timestamp())
        waiting = Proposal.objects.filter(state=OPEN, expires_at__gt=self._at).count()
        yield GaugeMetricFamily("vanthu_axis_proposals_open", "Proposals that wait for a second person", value=waiting)

    def describe(self) -> list[Metric]:
        return []


def _packages(at: datetime) -> Iterator[Metric]:
    counts = intake.totals(at=at)
    accepted = CounterMetricFamily("vanthu_axis_packages_accepted", "Packages accepted", labels=["kind"])
    for kind in ("edoc", "status"):
        accepted.add_metric([kind], counts[kind])
    yield accepted
    yield CounterMetricFamily("vanthu_axis_packages_refused", "Packages refused", value=counts["refused"])
    states = GaugeMetricFamily("vanthu_axis_deliveries", "Deliveries by state", labels=["state"])
    for state, number in deliveries.state_counts(at=at).items():
        states.add_metric([state], number)
    yield states


def _systems(at: datetime) -> Iterator[Metric]:
    found, unserved = overview.states_of_systems(at=at)
    waiting = GaugeMetricFamily("vanthu_axis_mailbox_waiting", "What waits for a system", labels=["system", "kind"])
    failed = GaugeMetricFamily("vanthu_axis_mailbox_failed", "What a system could not process", labels=["system"])
    oldest = GaugeMetricFamily("vanthu_axis_mailbox_oldest_seconds", "Age of the oldest that waits", labels=["system"])
    refused = GaugeMetricFamily("vanthu_axis_refused_last_day", "Packages refused in 24 hours", labels=["system"])
    for state in found:
        name = [state.system.system_id]
        waiting.add_metric([*name, "edoc"], state.documents)
        waiting.add_metric([*name, "status"], state.statuses)
        failed.add_metric(name, state.failed)
        oldest.add_metric(name, (at - state.oldest).total_seconds() if state.oldest else 0)
        refused.add_metric(name, state.refused)
    yield from (waiting, failed, oldest, refused)
    yield GaugeMetricFamily("vanthu_axis_unserved", "What waits for agencies nobody serves", value=unserved)


def _log(at: datetime) -> Iterator[Metric]:
    sealing = evidence.sealing()
    yield CounterMetricFamily("vanthu_axis_facts", "Leaves of the log of evidence", value=sealing.facts)
    yield GaugeMetricFamily("vanthu_axis_facts_unsealed", "Leaves under no head", value=sealing.facts - sealing.sealed)
    yield GaugeMetricFamily("vanthu_axis_heads_without_stamp", "Heads without time stamp", value=sealing.without_stamp)
    age = (at - sealing.newest_at).total_seconds() if sealing.newest_at else 0
    yield GaugeMetricFamily("vanthu_axis_head_age_seconds", "Age of the newest head, 0: there is none", value=age)


def _parent() -> Iterator[Metric]:
    if settings.AXIS.parent is None:
        return
    link = federation.overview()
    yield GaugeMetricFamily("vanthu_axis_parent_failures", "Calls without an answer, since", value=link.failures)
    up = GaugeMetricFamily("vanthu_axis_forwardings", "Packages on their way up, by state", labels=["state"])
    for state, number in link.forwardings.items():
        up.add_metric([state], number)
    yield up
