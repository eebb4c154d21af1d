"""What a check against a hub is: a demand and the function that tries it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vanthu.standards.vxp.conformance.hub.session import Session
from vanthu.standards.vxp.conformance.model import Check, Level, Outcome, Paragraph
from vanthu.standards.vxp.conformance.raw import Answer, NoAnswer

Trial = Callable[[Session], str]


class Failed(Exception):
    """The demand was not met; `str()` is what was seen."""


class NotApplicable(Exception):
    """The demand could not be tried; `str()` is the reason."""


@dataclass(frozen=True)
class Probe:
    """A check and its trial, which returns what it saw, or raises Failed, NotApplicable or NoAnswer."""

    check: Check
    trial: Trial

    def outcome(self, session: Session) -> Outcome:
        """Try it."""
        try:
            return self.check.passed(self.trial(session))
        except NotApplicable as reason:
            return self.check.not_applicable(str(reason))
        except (Failed, NoAnswer) as seen:
            return self.check.failed(str(seen))


def probe(check_id: str, paragraph: Paragraph, demand: str, level: Level = Level.MUST) -> Callable[[Trial], Probe]:
    """Make a probe of a function."""
    return lambda trial: Probe(Check(check_id, paragraph, demand, level), trial)


def demand(met: object, seen: str) -> None:
    """Raises Failed unless something is so."""
    if not met:
        raise Failed(seen)


def told(answer: Answer) -> str:
    """Return an answer in a few words."""
    members = answer.members
    if members is None:
        return f"HTTP {answer.status}, không phải JSON: {answer.body[:80]!r}"
    said = " ".join(str(members.get(name, "")) for name in ("status", "ErrorCode", "ErrorDesc")).strip()
    return said or f"HTTP {answer.status}: {answer.body[:80]!r}"


def is_success(answer: Answer) -> bool:
    """Whether a client takes this answer for a success."""
    members = answer.members
    if members is None:
        return False
    return str(members.get("status")).upper() == "OK" and str(members.get("ErrorCode") or "0") == "0"


def succeeded(answer: Answer) -> dict[str, Any]:
    """Return the members of a success. Raises Failed for anything else."""
    demand(is_success(answer), told(answer))
    return answer.members or {}


def refused(answer: Answer) -> str:
    """Return what a refusal says. Raises Failed for a success, and for what is no reply of a hub."""
    demand(answer.members is not None and not is_success(answer), f"trục không từ chối: {told(answer)}")
    return told(answer)


def rows(answer: Answer) -> list[dict[str, Any]]:
    """Return the rows of a list. Raises Failed when there is no list of objects."""
    data = succeeded(answer).get("data")
    demand(isinstance(data, list), f"“data” không phải là mảng: {str(data)[:80]}")
    found = [row for row in data or [] if isinstance(row, dict)]
    demand(len(found) == len(data or []), "trong “data” có phần tử không phải là đối tượng")
    return found
