"""Updates, replacements and answers as packages bring them: in order, out of order, repeated, in doubt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.apps import apps

from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import LinkKind
from vanthu.office.incoming import operations, queries
from vanthu.office.incoming.states import IncomingState, WishKind
from vanthu.office.incoming.tests.stories import statuses
from vanthu.office.journeys.receiving import Outcome
from vanthu.office.journeys.tests import test_receiving
from vanthu.office.testing.cast import Cast
from vanthu.standards import edxml
from vanthu.standards.edxml import Attachment, BusinessType, Content

axis, judged, arrive, message = (
    test_receiving.axis, test_receiving.judged, test_receiving.arrive, test_receiving.message,
)  # fmt: skip
Arrive = Callable[..., Any]
IncomingDocument = apps.get_model("incoming", "IncomingDocument")
ExpectedReply = apps.get_model("outgoing", "ExpectedReply")
FIRST = "H99.05,2026/03/06,88/SYT-VP"
OTHER = (Attachment("moi.pdf", "application/pdf", Content.of(b"%PDF-1.7\nanother text\n%%EOF\n")),)


def updating(**changes: Any) -> edxml.DocumentMessage:
    """The first letter again, with a later day to answer by."""
    business = edxml.Business(BusinessType.UPDATE, "Lùi hạn trả lời", document_id=FIRST)
    return replace(message(), business=business, **{"due_date": date(2026, 4, 1), **changes})


def replacing(business: BusinessType = BusinessType.REPLACE, **changes: Any) -> edxml.DocumentMessage:
    said = (
        edxml.Business(business, "Sai số liệu", replacements=(edxml.ReplacementInfo(FIRST),))
        if business is BusinessType.REPLACE
        else edxml.Business(business, "Ban hành nhầm", document_id=FIRST)
    )
    code = edxml.Code("90", "SYT-VP")
    return message(document_id="H99.05,2026/03/09,90/SYT-VP", code=code, business=said, attachments=OTHER, **changes)


def entry(document: Any) -> Any:
    return IncomingDocument.objects.get(document=document)


def test_new_data_of_the_same_text_make_no_second_document(cast: Cast, arrive: Arrive) -> None:
    first = arrive(message()).document
    taken = arrive(updating(), hub_id="d2")
    assert (taken.outcome, taken.document) == (Outcome.UPDATED, first)
    with cast.in_snv():
        assert IncomingDocument.objects.count() == 1
        assert queries.news([first.pk])[first.pk].changes == {"due_on": "2026-04-01"}
        assert [code for code, _ in statuses(entry(first))] == ["01", "15"]


def test_another_text_under_the_name_of_an_update_is_a_document_of_its_own_and_asks(cast: Cast, arrive: Arrive) -> None:
    first = arrive(message()).document
    taken = arrive(updating(attachments=OTHER), hub_id="d2")
    assert taken.outcome is Outcome.ARRIVED
    with cast.in_snv():
        wish = queries.open_wish(first.pk, [WishKind.UPDATE])
        assert wish is not None
        assert (wish.notice, wish.changes) == (taken.document, {"due_on": "2026-04-01"})
        assert [link.kind for link in documents.links_to(first.pk)] == [LinkKind.UPDATES]


def test_an_update_by_somebody_else_touches_nothing(cast: Cast, arrive: Arrive) -> None:
    first = arrive(message()).document
    taken = arrive(updating(), hub_id="d2", sender="H99.06")
    assert taken.outcome is Outcome.ARRIVED
    with cast.in_snv():
        assert queries.news([first.pk]) == {}
        assert entry(first).wishes.filter(accepted=True).count() == 0


def test_an_update_that_overtook_its_document_arrives_in_its_place(cast: Cast, arrive: Arrive) -> None:
    early = arrive(updating(), hub_id="d2")
    late = arrive(message(), hub_id="d3")
    assert (early.outcome, late.outcome) == (Outcome.ARRIVED, Outcome.ARRIVED)
    with cast.in_snv():
        assert early.document.due_on == date(2026, 4, 1)
        assert entry(late.document).possible_duplicate_of == early.document, "the clerk sees both side by side"


def test_a_signed_replacement_takes_the_place_of_what_nobody_works_with(cast: Cast, arrive: Arrive) -> None:
    first = arrive(message()).document
    with cast.in_snv():
        operations.register(first.pk, by=cast.chi, at=cast.after(minutes=1))
    second = arrive(replacing(), hub_id="d2").document
    with cast.in_snv():
        assert entry(first).state == IncomingState.COMPLETED
        assert queries.news([first.pk])[first.pk].replaced_by == second
        assert [code for code, _ in statuses(entry(first))] == ["01", "03", "15"]
        assert [code for code, _ in statuses(entry(second))] == ["01"]


@pytest.mark.parametrize("outcome", ["unsigned", "invalid", "unknown"])
def test_an_unsigned_replacement_is_put_to_the_clerk(
    cast: Cast, arrive: Arrive, judged: dict[str, object], outcome: str
) -> None:
    first = arrive(message()).document
    judged["outcome"] = outcome
    arrive(replacing(), hub_id="d2")
    with cast.in_snv():
        assert queries.news([first.pk]) == {}
        assert queries.open_wish(first.pk, [WishKind.REPLACE]) is not None


def test_a_replacement_that_overtook_what_it_replaces_takes_effect_when_that_arrives(
    cast: Cast, arrive: Arrive
) -> None:
    second = arrive(replacing(), hub_id="d2").document
    first = arrive(message(), hub_id="d3").document
    with cast.in_snv():
        assert queries.news([first.pk])[first.pk].replaced_by == second
        assert [(link.source_id, link.kind) for link in documents.links_to(first.pk)] == [
            (second.pk, LinkKind.REPLACES)
        ]


def test_a_recall_that_overtook_its_document_asks_for_it_when_it_arrives(cast: Cast, arrive: Arrive) -> None:
    notice = arrive(replacing(BusinessType.RECALL), hub_id="d2").document
    first = arrive(message(), hub_id="d3").document
    with cast.in_snv():
        wish = queries.open_wish(first.pk)
        assert wish is not None
        assert (wish.notice, wish.reason) == (notice, "Ban hành nhầm")


def test_the_same_update_in_other_bytes_is_answered_again(cast: Cast, arrive: Arrive) -> None:
    first = arrive(message()).document
    arrive(updating(), hub_id="d2")
    again = arrive(updating(content="gửi lại"), hub_id="d3")
    assert again.outcome is Outcome.UPDATED
    with cast.in_snv():
        assert [code for code, _ in statuses(entry(first))] == ["01", "15", "15"]
        assert entry(first).wishes.count() == 1
