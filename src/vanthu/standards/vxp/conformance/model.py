"""What is demanded, and what came of it: frozen values that a table or JSON is printed from."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

LONGEST_SEEN = 300


class Paragraph(StrEnum):
    """Where a demand comes from: the paragraph of the protocol and what it is about."""

    STATUS_PACKAGE = "VXP 4 – gói tin trạng thái"
    TRANSFER_STATUS = "VXP 5.7 – trạng thái truyền nhận"
    ERROR_CODES = "VXP 5.8 – mã lỗi của trục"
    LIFE_CYCLE = "VXP 6.1 – vòng đời một lượt gửi"
    DUPLICATES = "VXP 6.4 – gói tin lặp"
    FORWARDING = "VXP 6.5 – chuyển tiếp qua trục"
    TRANSPORT = "VXP 7.1 – truyền tải"
    SIGNING = "VXP 7.2 – ký tiêu đề"
    OPERATIONS = "VXP 7.4 – các thao tác"
    HASH_FILE = "VXP 7.4 – hash-file"
    SDK = "VXP 7.5 – tương thích với SDK"
    REGISTRY = "VXP 7.6 – danh mục cơ quan"
    PACKAGE = "QCVN 102 – gói tin văn bản"
    BEYOND = "Mở rộng của Văn Thư, ngoài VXP"


class Level(StrEnum):
    """Whether others depend on it, or it is only wise."""

    MUST = "must"
    SHOULD = "should"

    @property
    def label(self) -> str:
        """Return the Vietnamese name."""
        return "bắt buộc" if self is Level.MUST else "khuyến nghị"


class Verdict(StrEnum):
    """What came of a check. What was not exercised is never counted as passed."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        """Return the Vietnamese name."""
        return {"passed": "ĐẠT", "failed": "KHÔNG ĐẠT", "not_applicable": "CHƯA KIỂM TRA"}[self.value]


@dataclass(frozen=True)
class Check:
    """One demand: a name that never changes, its paragraph, and a Vietnamese sentence of what is demanded."""

    id: str
    paragraph: Paragraph
    demand: str
    level: Level = Level.MUST

    def passed(self, seen: str = "") -> "Outcome":
        """Return that it was met; `seen` is what showed it."""
        return Outcome(self, Verdict.PASSED, shortened(seen))

    def failed(self, seen: str) -> "Outcome":
        """Return that it was not met, with what was seen instead."""
        return Outcome(self, Verdict.FAILED, shortened(seen))

    def not_applicable(self, reason: str) -> "Outcome":
        """Return that nobody can tell, with the reason."""
        return Outcome(self, Verdict.NOT_APPLICABLE, shortened(reason))


@dataclass(frozen=True)
class Outcome:
    """What came of one check, and what was seen, or why it could not be seen."""

    check: Check
    verdict: Verdict
    seen: str = ""

    @property
    def label(self) -> str:
        """Return the word for a table; a recommendation that was not followed is no failure."""
        if self.verdict is Verdict.FAILED and self.check.level is Level.SHOULD:
            return "NÊN SỬA"
        return self.verdict.label


@dataclass(frozen=True)
class Report:
    """Everything that was checked in one run, in the order of the catalogue."""

    subject: str
    outcomes: tuple[Outcome, ...]

    def having(self, verdict: Verdict, level: Level | None = None) -> tuple[Outcome, ...]:
        """Return the outcomes with a verdict, of one level or of both."""
        return tuple(
            outcome for outcome in self.outcomes if outcome.verdict is verdict and level in (None, outcome.check.level)
        )

    @property
    def failures(self) -> tuple[Outcome, ...]:
        """Return what must be mended."""
        return self.having(Verdict.FAILED, Level.MUST)

    @property
    def advice(self) -> tuple[Outcome, ...]:
        """Return the recommendations that were not followed."""
        return self.having(Verdict.FAILED, Level.SHOULD)

    @property
    def not_exercised(self) -> tuple[Outcome, ...]:
        """Return what this run says nothing about."""
        return self.having(Verdict.NOT_APPLICABLE)

    @property
    def nothing_shown(self) -> bool:
        """Whether not one check was passed or failed: then the run proves nothing at all."""
        return len(self.not_exercised) == len(self.outcomes)


def shortened(text: str) -> str:
    """Return a text on one line, short enough for a table, without what could move a terminal's cursor."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line if len(line) <= LONGEST_SEEN else f"{line[: LONGEST_SEEN - 1]}…"


def ids(outcomes: Iterable[Outcome]) -> set[str]:
    """Return the names of the checks of some outcomes."""
    return {outcome.check.id for outcome in outcomes}
