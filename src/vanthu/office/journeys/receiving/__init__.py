"""From a kept package to a văn bản đến before the clerk (ND30-A21, QD28-A9): read, judge, arrive, report.

The bytes are safe before any of this begins, and every package ends in a named outcome; none is passed over.
"""

from vanthu.office.journeys.receiving.carrying import NotAPackage, carry_in
from vanthu.office.journeys.receiving.outcomes import Outcome, Taken
from vanthu.office.journeys.receiving.taking import take_in, take_in_due

__all__ = ["NotAPackage", "Outcome", "Taken", "carry_in", "take_in", "take_in_due"]
