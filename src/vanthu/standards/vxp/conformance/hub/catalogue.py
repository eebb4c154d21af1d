"""All checks against a hub in the order they run, and the run itself."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from vanthu.standards.vxp.conformance.hub import (
    extensions,
    marking,
    receiving,
    registry,
    replies,
    sending,
    signing,
    transport,
)
from vanthu.standards.vxp.conformance.hub.probes import Probe, is_success
from vanthu.standards.vxp.conformance.hub.session import Session, Target
from vanthu.standards.vxp.conformance.model import Check, Outcome, Report, Verdict
from vanthu.standards.vxp.conformance.raw import NoAnswer
from vanthu.standards.vxp.headers import VIETNAM

# Sending before receiving before marking: what waits is looked at while it waits, and marked in the end.
PROBES: tuple[Probe, ...] = (
    *transport.PROBES,
    *sending.PROBES,
    *receiving.PROBES,
    *signing.PROBES,
    *marking.PROBES,
    *registry.PROBES,
    *replies.PROBES,
)
WITH_EXTENSIONS: tuple[Probe, ...] = (*transport.PROBES, *extensions.PROBES, *PROBES[len(transport.PROBES) :])
"""The same with what an axis of ours does beyond VXP, tried while the letter of the run has not been fetched."""
CHECKS: tuple[Check, ...] = tuple(probe.check for probe in PROBES)
EXTENSIONS: tuple[Check, ...] = tuple(probe.check for probe in extensions.PROBES)


def examine(
    target: Target,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(VIETNAM),
    probes: Sequence[Probe] = PROBES,
    told: Callable[[Outcome], None] = lambda outcome: None,
) -> Report:
    """Play the whole protocol against a hub and return what came of each check; `told` hears of each at once.

    The first check must pass, or nothing else is tried. Test documents that arrived are marked done in the end.
    Raises ValueError when the address of the target is none.
    """
    session = Session(target, now)
    outcomes: list[Outcome] = []
    for outcome in _outcomes(session, probes):
        told(outcome)
        outcomes.append(outcome)
    _tidy(session)
    return Report(target.url, tuple(outcomes))


def _outcomes(session: Session, probes: Sequence[Probe]) -> Iterator[Outcome]:
    session.place  # noqa: B018  # an address that is none is a mistake of the caller
    first = probes[0].outcome(session)
    yield first
    for probe in probes[1:]:
        if first.verdict is Verdict.PASSED:
            yield probe.outcome(session)
        else:
            yield probe.check.not_applicable(f"vì {first.check.id} không đạt")


def _tidy(session: Session) -> None:
    """Leave nothing waiting in the mailbox of the recipient."""
    try:
        for doc_id in dict.fromkeys(session.sent):
            answer = session.sent_list(doc_id)
            for row in (answer.members or {}).get("data") or [] if is_success(answer) else []:
                if isinstance(row, dict) and row.get("receiveStatus") != "done":
                    session.mark(str(row.get("receiverDocId")), "done")
    except NoAnswer:
        return  # the hub went away; the outcomes tell so already
