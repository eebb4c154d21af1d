"""Comments on passages: by whoever checks, held to the words, answered and closed, told when the passage is gone."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.outgoing import operations, policies, queries
from vanthu.office.outgoing.models import DraftComment, OutgoingDocument
from vanthu.office.outgoing.queries.comments import TextPart, find_passage
from vanthu.office.outgoing.tests.stories import draft, fields, issued, made_elsewhere, submitted
from vanthu.office.testing.cast import Cast
from vanthu.runtime.errors import VanThuError

PASSAGE = "trước ngày 20 tháng 3"
BODY = "Đề nghị quý cơ quan rà soát.\nGửi kết quả trước ngày 20 tháng 3 năm 2026./."


def commented(
    cast: Cast, outgoing: OutgoingDocument, quote: str = "trước ngày 20 tháng 3", **more: Any
) -> DraftComment:
    values = {"quote": quote, "text": "Hạn này quá ngắn", "by": cast.binh, "at": cast.after(minutes=7), **more}
    return operations.comment(outgoing.pk, **values)


def place(outgoing: OutgoingDocument, comment: DraftComment) -> tuple[str, str] | None:
    passage = queries.anchored(comment, queries.text_parts(outgoing))
    return (passage.part.name, passage.part.text[passage.start : passage.end]) if passage else None


def test_whoever_checks_comments_on_a_passage(office: Cast) -> None:
    outgoing = submitted(office, body=BODY)
    made = commented(office, outgoing)
    assert (made.part, made.quote, made.revision) == ("body", "trước ngày 20 tháng 3", 1)
    assert made.before.endswith("Gửi kết quả ")
    assert [fact.verb for fact in apps.get_model("audit", "Fact").objects.all()][-1].endswith("comment")


def test_a_comment_stays_with_its_words_when_the_draft_changes(office: Cast) -> None:
    outgoing = submitted(office, body=BODY)
    made = commented(office, outgoing)
    longer = "Thực hiện kế hoạch năm.\n" + BODY.replace("rà soát", "rà soát, tổng hợp")
    operations.change_draft(outgoing.pk, fields(office, body=longer), by=office.an, at=office.after(minutes=9))
    assert place(outgoing, made) == ("body", "trước ngày 20 tháng 3")


def test_a_passage_that_is_gone_is_told_and_the_comment_stays(office: Cast) -> None:
    outgoing = submitted(office, body=BODY)
    made = commented(office, outgoing)
    other = BODY.replace("20 tháng 3", "25 tháng 4")
    operations.change_draft(outgoing.pk, fields(office, body=other), by=office.an, at=office.after(minutes=9))
    assert place(outgoing, made) is None
    assert [one.pk for one in queries.comments(outgoing)] == [made.pk]


@pytest.mark.parametrize(("before", "after", "start"), [("b) ", "", 15), ("", "; b)", 3), ("", "", 3)])
def test_of_equal_passages_the_one_with_its_surroundings_is_meant(before: str, after: str, start: int) -> None:
    parts = [TextPart("body", "Nội dung", "a) báo cáo; b) báo cáo.")]
    passage = find_passage(parts, "báo cáo", before=before, after=after)
    assert passage is not None
    assert passage.start == start


def test_spaces_and_line_breaks_of_a_selection_do_not_matter(office: Cast) -> None:
    outgoing = submitted(office, body=BODY)
    made = commented(office, outgoing, quote="rà soát.  \r\n Gửi   kết quả")
    assert made.quote == "rà soát.\nGửi kết quả"


def test_decomposed_letters_of_a_selection_are_put_together(office: Cast) -> None:
    made = commented(office, submitted(office, body=BODY), quote="ra\u0300 soa\u0301t")
    assert made.quote == "rà soát"


def test_the_drafter_answers_and_either_side_closes_and_opens_again(office: Cast) -> None:
    outgoing = submitted(office, body=BODY)
    made, at = commented(office, outgoing), office.after(minutes=9)
    operations.answer_comment(outgoing.pk, made.pk, text=" Theo kế hoạch của UBND tỉnh ", by=office.an, at=at)
    operations.resolve_comment(outgoing.pk, made.pk, by=office.an, at=at)
    (seen,) = queries.comments(outgoing)
    assert [(one.text, one.by) for one in seen.answers.all()] == [("Theo kế hoạch của UBND tỉnh", office.an)]
    assert (seen.resolved_by, seen.resolved_at) == (office.an, at)
    operations.reopen_comment(outgoing.pk, made.pk, by=office.binh, at=office.after(minutes=10))
    (again,) = queries.comments(outgoing)
    assert (again.resolved_by, again.resolved_at) == (None, None)


def test_comments_remain_after_a_return_and_may_still_be_added(office: Cast) -> None:
    outgoing = submitted(office, body=BODY)
    commented(office, outgoing)
    operations.return_to_drafter(outgoing.pk, reason="Xem góp ý", by=office.binh, at=office.after(minutes=8))
    commented(office, outgoing, quote="quý cơ quan", at=office.after(minutes=9))
    assert len(queries.comments(outgoing)) == 2


def test_the_text_of_an_uploaded_file_is_commented_on(office: Cast) -> None:
    outgoing = operations.upload_draft(fields(office), made_elsewhere(), "a.pdf", by=office.an, at=office.at)
    operations.submit(outgoing.pk, by=office.an, at=office.after(minutes=5))
    made = commented(office, outgoing, quote="Nội dung soạn ngoài hệ thống")
    assert (made.part, place(outgoing, made)) == ("file_text", ("file_text", "Nội dung soạn ngoài hệ thống"))


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"quote": "đoạn không có"}, operations.PassageNotThere),
        ({"quote": " \n"}, operations.PassageNotThere),
        ({"text": "  "}, operations.CommentEmpty),
        ({"text": "x" * 5_001}, operations.CommentTooLong),
    ],
)
def test_a_comment_without_passage_or_words_is_refused(
    office: Cast, changed: dict[str, Any], refusal: type[VanThuError]
) -> None:
    outgoing = submitted(office, body=BODY)
    with pytest.raises(refusal):
        commented(office, outgoing, **changed)
    assert not DraftComment.objects.exists()


def test_who_may_comment_and_who_may_answer(office: Cast) -> None:
    outgoing = submitted(office, body=BODY)
    people = ("an", "binh", "chi", "dung", "em")
    comment = {name: bool(policies.may_comment(getattr(office, name), outgoing, at=office.at)) for name in people}
    answer = {name: bool(policies.may_answer(getattr(office, name), outgoing, at=office.at)) for name in people}
    assert comment == {"an": False, "binh": True, "chi": True, "dung": True, "em": False}
    assert answer == {"an": True, "binh": True, "chi": True, "dung": True, "em": False}
    with pytest.raises(NotAllowed, match="chỉ người kiểm tra"):
        commented(office, outgoing, by=office.an)
    with pytest.raises(NotFound):
        commented(office, outgoing, by=office.em)


def test_before_it_is_submitted_only_the_signer_may_and_once_signed_nobody(office: Cast) -> None:
    begun = draft(office, body=BODY)
    assert not policies.may_comment(office.binh, begun, at=office.at)
    assert policies.may_comment(office.dung, begun, at=office.at)
    assert not policies.may_comment(office.dung, issued(office), at=office.at)


def test_a_comment_on_another_document_is_not_found(office: Cast) -> None:
    made = commented(office, submitted(office, body=BODY))
    other = submitted(office)
    with pytest.raises(NotFound):
        operations.resolve_comment(other.pk, made.pk, by=office.an, at=office.after(minutes=9))
