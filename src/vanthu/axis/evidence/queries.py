"""Questions to the evidence."""

from __future__ import annotations

from dataclasses import dataclass

from vanthu.axis.evidence.models import START, Fact, Head


@dataclass(frozen=True)
class ChainVerdict:
    """Whether the chain holds. `broken_at` is the number of the first fact that does not fit; None when all do."""

    facts: int
    broken_at: int | None

    @property
    def intact(self) -> bool:
        """Return True when no fact was changed, removed or put in between."""
        return self.broken_at is None


def verify_chain() -> ChainVerdict:
    """Read the whole chain and compare every digest, and its end with the head."""
    previous, number = START, 0
    for fact in Fact.objects.order_by("number").iterator(chunk_size=2000):
        if fact.number != number + 1 or fact.digest != fact.digest_after(previous):
            return ChainVerdict(number, number + 1)
        previous, number = fact.digest, fact.number
    head = Head.objects.filter(pk=1).values_list("number", "digest").first() or (0, START)
    return ChainVerdict(number, None if head == (number, previous) else number + 1)


def count() -> int:
    """Return how many facts there are."""
    return Head.objects.filter(pk=1).values_list("number", flat=True).first() or 0
