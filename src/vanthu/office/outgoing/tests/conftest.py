"""The cast with keys and correspondents, Sở Nội vụ in force."""

from __future__ import annotations

import pytest

from vanthu.office.outgoing.tests.stories import know_correspondents, verified_here
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import Keys
from vanthu.standards import signing


@pytest.fixture
def office(in_snv: Cast, signing_keys: Keys, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Sở Nội vụ at work: keys registered, correspondents known; signatures are verified here, not in a new process."""
    monkeypatch.setattr(signing, "verify_isolated", verified_here)
    know_correspondents(in_snv.at)
    return in_snv
