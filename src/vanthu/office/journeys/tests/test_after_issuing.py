"""From one agency to the other and back: an update and a replacement of ours, as our own packages bring them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import LinkKind, VersionKind
from vanthu.office.exchange import operations as exchange
from vanthu.office.exchange import ports
from vanthu.office.exchange import queries as exchange_queries
from vanthu.office.incoming import queries as incoming
from vanthu.office.journeys import receiving
from vanthu.office.journeys.tests import test_receiving
from vanthu.office.outgoing import queries
from vanthu.office.outgoing.operations import amending, packages, updating
from vanthu.office.outgoing.tests import stories
from vanthu.office.outgoing.tests.test_amending import issue
from vanthu.office.outgoing.tests.test_replies import DUE
from vanthu.office.outgoing.tests.test_updating import LATER
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.fake_axis import FakeAxis
from vanthu.standards import edxml

judged = test_receiving.judged


@pytest.fixture
def axis(cast: Cast, judged: object) -> Iterator[FakeAxis]:
    stories.know_correspondents(cast.at)
    fake = FakeAxis()
    with ports.provided(fake):
        yield fake


def sent(cast: Cast, number: str, draft: Any = None) -> Any:
    """A letter of Sở Nội vụ that Sở Y tế has; the seal is a file that nothing here looks into."""
    outgoing = draft or stories.draft(cast, recipients=stories.RECIPIENTS[:1], due_on=DUE)
    wire_id = f"H99.02,2026/03/09,{number}/SNV-CCVC"
    documents.give_identity(outgoing.pk, number=number, notation="SNV-CCVC", issued_on=cast.at.date(), wire_id=wire_id)
    pdf = f"%PDF-1.7\nvan ban {number}\n%%EOF\n".encode()
    kind = VersionKind.SEALED
    version = documents.add_version(outgoing.pk, kind=kind, content=pdf, file_name="a.pdf", by=None, at=cast.at)
    outgoing = issue(cast, outgoing)
    to = queries.recipients(outgoing)
    built = packages.message(outgoing, version, to=to, by=cast.chi, at=cast.at)
    exchange.queue(outgoing.document, package=edxml.write_bytes(built), recipients=to, at=cast.at)
    return outgoing


def delivered(cast: Cast, hours: int) -> receiving.Taken:
    """Bring what Sở Nội vụ sends to Sở Y tế, and what Sở Y tế says back to Sở Nội vụ."""
    at = cast.after(hours=hours)
    exchange.send_due(at=at)
    exchange.poll(at=at)
    package = exchange.lease_package(at=at)
    assert package is not None
    taken = receiving.take_in(package, at=at)
    exchange.send_due_statuses(at=at)
    exchange.poll(at=at)
    return taken


def heard(cast: Cast, outgoing: Any) -> set[str]:
    with cast.in_snv():
        return {seen.code for one in exchange_queries.progress(outgoing.pk) for seen in one.statuses}


def test_an_update_of_ours_reaches_the_other_agency_and_is_agreed_to(cast: Cast, axis: FakeAxis) -> None:
    with cast.in_snv():
        outgoing = sent(cast, "125")
    first = delivered(cast, 2).document
    with cast.in_snv():
        updating.update_issued(
            outgoing.pk, reason="Lùi hạn", due_on=LATER, told=["H99.05"], by=cast.chi, at=cast.after(hours=4)
        )
    taken = delivered(cast, 5)
    assert (taken.outcome, taken.document) == (receiving.Outcome.UPDATED, first)
    with cast.in_syt():
        assert incoming.news([first.pk])[first.pk].changes == {"due_on": "2026-04-01"}  # type: ignore[union-attr]
    assert "15" in heard(cast, outgoing)
    with cast.in_snv():
        assert [one.code for one in queries.to_take_back(outgoing.pk)] == ["H99.05"], "it still has the document"


def test_a_replacement_of_ours_is_told_on_both_sides(cast: Cast, axis: FakeAxis) -> None:
    with cast.in_snv():
        outgoing = sent(cast, "125")
    first = delivered(cast, 2).document
    with cast.in_snv():
        draft = amending.start_amendment(outgoing.pk, LinkKind.REPLACES, by=cast.an, at=cast.after(hours=3))
        new = sent(cast, "130", draft)
    second = delivered(cast, 5).document
    with cast.in_syt():
        assert incoming.news([first.pk])[first.pk].replaced_by == second  # type: ignore[union-attr]
    assert "15" in heard(cast, outgoing)
    assert heard(cast, new) == {"01"}
    with cast.in_snv():
        assert document_queries.ended_by([outgoing.pk])[outgoing.pk].source_id == new.pk
        assert [one.code for one in queries.to_take_back(new.pk)] == ["H99.05"]
