"""The cast with keys and correspondents, Sở Nội vụ in force."""

from __future__ import annotations

from typing import Any

import pytest

from vanthu.office.copies.tests import stories
from vanthu.office.outgoing.tests.conftest import office
from vanthu.office.testing.cast import Cast

__all__ = ["office"]


@pytest.fixture
def issued(office: Cast) -> Any:
    """A letter that Sở Nội vụ issued."""
    return stories.issued(office)
