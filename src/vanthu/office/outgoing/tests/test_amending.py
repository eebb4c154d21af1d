"""Documents that replace, amend, repeal or correct an issued one: form, words, effect (ND30-A18.3)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from vanthu.office.audit import queries as audit
from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import Direction, LinkKind
from vanthu.office.kernel.permission import NotAllowed
from vanthu.office.outgoing import operations, policies, queries
from vanthu.office.outgoing.models import OutgoingDocument
from vanthu.office.outgoing.operations import DraftRefused, amending
from vanthu.office.outgoing.operations.errors import NoLongerInForce
from vanthu.office.outgoing.states import OutgoingState
from vanthu.office.outgoing.tests.stories import draft, fields, made_elsewhere
from vanthu.office.testing.cast import Cast

KINDS = (LinkKind.REPLACES, LinkKind.AMENDS, LinkKind.REPEALS, LinkKind.CORRECTS)
DECISION: dict[str, Any] = {
    "type_code": "quyet_dinh",
    "subject": "ban hành Quy chế làm việc",
    "legal_bases": ("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",),
    "particulars": {"authority": "Giám đốc Sở Nội vụ"},
    "body": "Điều 1. Ban hành Quy chế.\nĐiều 2. Quyết định có hiệu lực kể từ ngày ký./.",
}


def in_force(cast: Cast, number: str = "125", **changed: Any) -> OutgoingDocument:
    """An issued document, without the signatures that nothing here looks at."""
    made = draft(cast, **changed)
    notation = "QĐ-SNV" if changed.get("type_code") == "quyet_dinh" else "SNV-CCVC"
    wire_id = f"H99.02,2026/03/09,{number}/{notation}"
    documents.give_identity(made.pk, number=number, notation=notation, issued_on=cast.at.date(), wire_id=wire_id)
    return issue(cast, made)


def issue(cast: Cast, made: OutgoingDocument) -> OutgoingDocument:
    at = cast.after(hours=1)
    documents.freeze(made.pk, at=at)
    OutgoingDocument.objects.filter(pk=made.pk).update(state=OutgoingState.ISSUED, issued_at=at)
    amending.take_effect(made, by=cast.chi, at=at)
    return OutgoingDocument.objects.select_related("document", "drafter").get(pk=made.pk)


def begun(cast: Cast, issued: OutgoingDocument, kind: LinkKind) -> OutgoingDocument:
    return amending.start_amendment(issued.pk, kind, by=cast.an, at=cast.after(hours=2))


def faults(cast: Cast, made: OutgoingDocument, **changed: Any) -> set[str]:
    """The codes of what hinders submitting, of those that this chapter knows."""
    wanted = replace(queries.fields_of(made), **changed)
    amends = document_queries.amends(made.pk)
    found = operations.problems(wanted, by=cast.an, at=cast.at, amends=amends)
    return {one.code for one in found} & {
        "VT-DI-HET-HIEU-LUC", "VT-DI-DINH-CHINH-CONG-VAN", "VT-DI-HINH-THUC-TUONG-DUONG", "VT-DI-CHUA-GHI-QUAN-HE",
        "VT-DI-CON-CHO-TRONG",
    }  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_the_draft_says_what_it_does_to_which_document_and_is_linked(office: Cast, kind: LinkKind) -> None:
    issued = in_force(office)
    made = begun(office, issued, kind)
    assert [(link.target_id, link.kind) for link in document_queries.amends(made.pk)] == [(issued.pk, kind)]
    assert faults(office, made) - {"VT-DI-CON-CHO-TRONG"} == set()
    filled = queries.fields_of(made).body.replace("«…»", "nội dung")
    assert faults(office, made, body=filled) == set()


def uploaded(cast: Cast, made: OutgoingDocument, body: str) -> None:
    """Put a file with this text in the place of the draft's; nothing of it is typed."""
    file = (made_elsewhere(body=body), "thay-the.pdf")
    wordless = replace(queries.fields_of(made), body="")
    operations.change_draft(made.pk, wordless, file=file, by=cast.an, at=cast.after(hours=2))


@pytest.mark.parametrize(
    "body",
    ["Đề nghị rà soát.", "Công văn này thay thế Công văn số 124/SNV-CCVC.", "Kèm theo Công văn số 125/SNV-CCVC."],
)
def test_what_an_uploaded_file_does_its_own_words_must_say(office: Cast, body: str) -> None:
    made = begun(office, in_force(office), LinkKind.REPLACES)
    uploaded(office, made, body)
    with pytest.raises(DraftRefused, match="Tệp tải lên chưa ghi rõ thay thế Công văn số 125/SNV-CCVC"):
        operations.submit(made.pk, by=office.an, at=office.after(hours=2))
    uploaded(office, made, "Công văn này thay thế Công văn số 125/SNV-CCVC ngày 09/3/2026./.")
    assert operations.submit(made.pk, by=office.an, at=office.after(hours=2)).state == OutgoingState.IN_APPROVAL


def test_a_replacement_keeps_text_and_recipients_and_adds_its_clause(office: Cast) -> None:
    made = queries.fields_of(begun(office, in_force(office), LinkKind.REPLACES))
    assert made.body.endswith(
        "Công văn này thay thế Công văn số 125/SNV-CCVC ngày 09/3/2026 của Sở Nội vụ về việc rà soát danh mục vị trí "
        "việc làm năm 2026./."
    )
    assert made.body.startswith("Đề nghị quý cơ quan rà soát")
    assert made.recipients == fields(office).recipients


def test_the_clause_of_a_decision_is_an_article_of_its_own(office: Cast) -> None:
    made = queries.fields_of(begun(office, in_force(office, **DECISION), LinkKind.REPLACES))
    assert "\nĐiều 3. Quyết định này thay thế Quyết định số 125/QĐ-SNV ngày 09/3/2026" in made.body
    assert made.type_code == "quyet_dinh"


def test_a_correction_is_a_letter_whatever_it_corrects(office: Cast) -> None:
    made = begun(office, in_force(office, **DECISION), LinkKind.CORRECTS)
    assert queries.fields_of(made).type_code == "cong_van"
    assert queries.fields_of(made).subject == "đính chính Quyết định số 125/QĐ-SNV ngày 09/3/2026"
    assert faults(office, made, type_code="quyet_dinh") >= {"VT-DI-DINH-CHINH-CONG-VAN"}


@pytest.mark.parametrize("kind", [LinkKind.REPLACES, LinkKind.AMENDS, LinkKind.REPEALS])
def test_substance_is_changed_by_a_document_of_equivalent_form(office: Cast, kind: LinkKind) -> None:
    made = begun(office, in_force(office, **DECISION), kind)
    assert "VT-DI-HINH-THUC-TUONG-DUONG" in faults(office, made, type_code="thong_bao")
    assert "VT-DI-HINH-THUC-TUONG-DUONG" not in faults(office, made, type_code="quyet_dinh")
    assert "VT-DI-HINH-THUC-TUONG-DUONG" not in faults(office, made, type_code="quy_che")


def test_a_decision_may_repeal_a_letter_but_not_replace_it(office: Cast) -> None:
    issued = in_force(office)
    for kind, hindered in ((LinkKind.REPEALS, False), (LinkKind.REPLACES, True), (LinkKind.AMENDS, True)):
        found = faults(office, begun(office, issued, kind), type_code="quyet_dinh")
        assert ("VT-DI-HINH-THUC-TUONG-DUONG" in found) == hindered, kind


@pytest.mark.parametrize(
    "body",
    ["Sở Nội vụ thông báo nội dung mới.", "Văn bản này thay thế văn bản trước đây.", "Xem công văn số 125/SNV-CCVC."],
)
def test_the_text_itself_must_say_what_is_replaced(office: Cast, body: str) -> None:
    made = begun(office, in_force(office), LinkKind.REPLACES)
    assert faults(office, made, body=body) == {"VT-DI-CHUA-GHI-QUAN-HE"}


def test_a_draft_with_a_place_left_open_is_not_submitted(office: Cast) -> None:
    made = begun(office, in_force(office), LinkKind.CORRECTS)
    with pytest.raises(DraftRefused, match="chưa điền"):
        operations.submit(made.pk, by=office.an, at=office.after(hours=3))


def test_the_old_document_tells_what_became_of_it_only_once_the_new_one_is_issued(office: Cast) -> None:
    issued = in_force(office)
    made = begun(office, issued, LinkKind.REPLACES)
    assert document_queries.amended_by(issued.pk) == []
    assert [one.outgoing.pk for one in queries.on_their_way(office.an, issued.pk, at=office.at)] == [made.pk]
    documents.give_identity(made.pk, number="130", notation="SNV-CCVC", issued_on=office.at.date(), wire_id="w130")
    issue(office, made)
    assert [link.source_id for link in document_queries.amended_by(issued.pk)] == [made.pk]
    assert set(document_queries.ended_by([issued.pk, made.pk])) == {issued.pk}
    assert queries.on_their_way(office.an, issued.pk, at=office.at) == []
    told = audit.facts_about([issued.pk])[-1]
    assert (told.verb, told.details["code"]) == ("replaces", "Công văn số 130/SNV-CCVC ngày 09/3/2026")
    assert document_queries.document(issued.pk).frozen_at == issued.document.frozen_at


def test_what_is_no_longer_in_force_is_amended_no_more(office: Cast) -> None:
    issued = in_force(office)
    first, second = begun(office, issued, LinkKind.REPEALS), begun(office, issued, LinkKind.REPLACES)
    documents.give_identity(first.pk, number="130", notation="SNV-CCVC", issued_on=office.at.date(), wire_id="w130")
    issue(office, first)
    with pytest.raises(NotAllowed, match="không còn hiệu lực, đã có Công văn số 130/SNV-CCVC"):
        begun(office, issued, LinkKind.CORRECTS)
    assert "VT-DI-HET-HIEU-LUC" in faults(office, second)
    with pytest.raises(NoLongerInForce, match="đã được bãi bỏ bằng Công văn số 130/SNV-CCVC"):
        issue(office, second)


def test_an_amended_or_corrected_document_stays_in_force(office: Cast) -> None:
    issued = in_force(office)
    for number, kind in (("130", LinkKind.AMENDS), ("131", LinkKind.CORRECTS)):
        made = begun(office, issued, kind)
        documents.give_identity(made.pk, number=number, notation="SNV-CCVC", issued_on=office.at.date(), wire_id=number)
        issue(office, made)
    assert document_queries.ended_by([issued.pk]) == {}
    assert [link.kind for link in document_queries.amended_by(issued.pk)] == [LinkKind.AMENDS, LinkKind.CORRECTS]


def test_a_second_press_returns_the_draft_that_was_begun(office: Cast) -> None:
    issued = in_force(office)
    assert begun(office, issued, LinkKind.AMENDS) == begun(office, issued, LinkKind.AMENDS)
    assert begun(office, issued, LinkKind.AMENDS) != begun(office, issued, LinkKind.REPEALS)


def test_only_what_was_issued_is_amended_and_by_whoever_may_draft(office: Cast) -> None:
    issued = in_force(office)
    people = office.everybody().items()
    may = {name for name, one in people if policies.may(one, "amend", issued, at=office.at)}
    assert may == {
        name for name, one in people if one.agency_id == issued.agency_id and policies.may_start(one, at=office.at)
    }
    assert not policies.may(office.an, "amend", draft(office), at=office.at)
    assert "em" not in may


def test_a_withdrawn_draft_has_no_effect_and_makes_room_for_another(office: Cast) -> None:
    issued = in_force(office)
    first = begun(office, issued, LinkKind.REPLACES)
    operations.withdraw(first.pk, reason="làm lại", by=office.an, at=office.after(hours=3))
    assert begun(office, issued, LinkKind.REPLACES) != first
    assert document_queries.amended_by(issued.pk) == []


def test_a_document_is_cited_with_zeros_only_where_the_decree_has_them(office: Cast) -> None:
    made = documents.create(
        direction=Direction.OUTGOING, type_name="Công văn", subject="x", issuer_code="H99.02", issuer_name="Sở Nội vụ",
        number="05", notation="SNV", issued_on=office.at.date().replace(month=1, day=5), at=office.at,
    )  # fmt: skip
    assert document_queries.cited(made) == "Công văn số 05/SNV ngày 05/01/2026"
