"""What was seen of each check so far; a failure stays, whatever comes after it."""

import threading
from collections.abc import Callable, Iterable

from vanthu.standards.vxp.conformance.model import Check, Outcome, Verdict


class Ledger:
    """Safe to use from several threads; tells of every verdict that is new."""

    def __init__(self, checks: Iterable[Check], told: Callable[[Outcome], None]) -> None:
        self._checks = tuple(checks)
        self._outcomes: dict[str, Outcome] = {}
        self._told, self._lock = told, threading.Lock()

    def passed(self, check: Check, seen: str = "") -> None:
        """Note that a check was met once."""
        self._note(check.passed(seen))

    def failed(self, check: Check, seen: str) -> None:
        """Note that a check was not met."""
        self._note(check.failed(seen))

    def judge(self, check: Check, fault: str | None, seen: str = "") -> None:
        """Note a fault, or that there was none (""), or nothing (None)."""
        if fault is not None:
            self._note(check.failed(fault) if fault else check.passed(seen))

    def known(self, check: Check) -> Outcome | None:
        """Return what is known of a check."""
        return self._outcomes.get(check.id)

    def outcomes(self, reason: Callable[[Check], str]) -> tuple[Outcome, ...]:
        """Return an outcome of every check; what was not seen is not applicable, with a reason."""
        return tuple(self._outcomes.get(check.id) or check.not_applicable(reason(check)) for check in self._checks)

    def _note(self, outcome: Outcome) -> None:
        with self._lock:
            before = self._outcomes.get(outcome.check.id)
            if before is not None and (before.verdict is Verdict.FAILED or outcome.verdict is Verdict.PASSED):
                return
            self._outcomes[outcome.check.id] = outcome
        self._told(outcome)
