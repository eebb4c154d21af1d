"""What the tests of the exchange share: the axis in memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from vanthu.office.exchange import ports
from vanthu.office.testing.fake_axis import FakeAxis


@pytest.fixture
def axis() -> Iterator[FakeAxis]:
    """An axis in memory, in place of the one over HTTP."""
    fake = FakeAxis()
    with ports.provided(fake):
        yield fake
