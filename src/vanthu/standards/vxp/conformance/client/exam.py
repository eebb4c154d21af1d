"""The examination of a client: listen, judge each request, play the situations, report."""

import threading
import time
from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Self

from vanthu.standards.vxp.conformance.client import rules, script, sends
from vanthu.standards.vxp.conformance.client.answers import Answer, Answers
from vanthu.standards.vxp.conformance.client.ledger import Ledger
from vanthu.standards.vxp.conformance.client.player import Player
from vanthu.standards.vxp.conformance.client.request import RawRequest
from vanthu.standards.vxp.conformance.client.server import serving
from vanthu.standards.vxp.conformance.model import Check, Outcome, Report, Verdict
from vanthu.standards.vxp.headers import VIETNAM

CHECKS: tuple[Check, ...] = (*(rule.check for rule in rules.RULES), *sends.CHECKS, *script.CHECKS)
OPTIONAL = frozenset({"client.list.filters", "client.send.to", "client.mark.description"})
"""Checks of what a client need not use: the examination does not wait for them."""

_TIMESTAMP = next(rule.check for rule in rules.RULES if rule.check.id == "client.sign.timestamp")
_ALWAYS_A_ZONE = 3


class Exam:
    """A hub on a socket that examines one client.

    with Exam(player, host="127.0.0.1", port=0) as exam:
        exam.wait(300)
    print(exam.report())
    """

    def __init__(
        self,
        player: Player,
        *,
        host: str,
        port: int,
        now: Callable[[], datetime] = lambda: datetime.now(VIETNAM),
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
        told: Callable[[Outcome], None] = lambda outcome: None,
    ) -> None:
        """Prepare; nothing listens yet. `clock` counts seconds, `told` hears of each verdict as it falls."""
        at = now().astimezone(VIETNAM)
        self.player, self._host, self._port, self._pause = player, host, port, pause
        self._ledger = Ledger(CHECKS, told)
        self._script = script.Script.written(player, self._ledger, at=at, clock=clock)
        letter_id = self._script.letter.document.document_id
        self._outbox = sends.Outbox(player, self._ledger, now, clock, letter_id)
        self._answers = Answers(player, self._script, self._outbox, at)
        self._lock, self._complete = threading.Lock(), threading.Event()
        self._timestamps: set[str] = set()
        self.requests = 0

    def __enter__(self) -> Self:
        """Listen. Raises OSError when the address is taken or not ours."""
        self._server = serving(
            self._host, self._port, self._answer, self._hung_up, self._pause, self.player.slow_seconds
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def endpoint(self) -> str:
        """Return the address for the client, before the names of operations."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}/vxp"

    def wait(self, seconds: float) -> bool:
        """Wait until every situation was seen; False when the time is up before."""
        return self._complete.wait(seconds)

    def report(self) -> Report:
        """Return what is known of each check by now; what was not exercised is told as such."""
        with self._lock:
            self._script.finish()
            self._outbox.finish()
            if self._script.letter_done_at is not None:
                self._outbox.status_missing(self._script.letter_done_at)
            self._look_at_repetition()
            return Report(f"{self.player.system_id} ({self.player.agency})", self._ledger.outcomes(self._script.unseen))

    def _answer(self, request: RawRequest) -> Answer:
        with self._lock:
            self.requests += 1
            for rule in rules.RULES:
                self._ledger.judge(rule.check, rule.fault(request, self.player))
            self._look_at_timestamps(request)
            answer = self._answers.to(request)
            self._look_at_repetition()
            if self._script.scene is None and self._everything_known():
                self._complete.set()
            return answer

    def _hung_up(self, check: Check) -> None:
        with self._lock:
            self._script.gone_away(check)

    def _look_at_timestamps(self, request: RawRequest) -> None:
        """Different moments that all end in the same "thousandths" +0700 are a zone."""
        self._timestamps.add(request.get("timestamp") or "")
        zones = [text for text in self._timestamps if text.endswith("+0700")]
        if len(zones) == len(self._timestamps) >= _ALWAYS_A_ZONE:
            self._ledger.failed(_TIMESTAMP, "mọi yêu cầu đều có +0700: SSSS bị dùng làm múi giờ")

    def _look_at_repetition(self) -> None:
        again = self._ledger.known(script.AGAIN)
        if again is not None and again.verdict is Verdict.PASSED:
            self._outbox.delivered_again()

    def _everything_known(self) -> bool:
        return all(self._ledger.known(check) for check in CHECKS if check.id not in OPTIONAL)
