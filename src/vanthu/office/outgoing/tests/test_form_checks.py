"""Kiểm tra thể thức of every draft: asked for by each saving, done by the worker, told, and hindering nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from vanthu.office.kernel.permission import NotFound
from vanthu.office.outgoing import operations, queries
from vanthu.office.outgoing.models import FormCheck, OutgoingDocument
from vanthu.office.outgoing.states import OutgoingState
from vanthu.office.outgoing.tests.stories import approved, draft, fields, made_elsewhere, submitted
from vanthu.office.testing.cast import Cast
from vanthu.standards.letter import checking as standard
from vanthu.standards.letter.checking.isolation import report_as_json
from vanthu.standards.letter.checking.tests.paper import END, PROSE
from vanthu.standards.letter.checking.tests.word import docx

WRONG = "Theo khoản 2 điều 5 Nghị định số 30/2020/NĐ-CP, đề nghị quý cơ quan báo cáo./."


class Checker:
    """The checker in this process; counts what it was given."""

    def __init__(self) -> None:
        self.given: list[tuple[bytes, bytes | None, str]] = []

    def __call__(self, pdf: bytes, *, docx: bytes | None = None, kind: str = "") -> dict[str, Any]:
        self.given.append((pdf, docx, kind))
        return report_as_json(pdf, docx, kind)


@pytest.fixture
def checker(monkeypatch: pytest.MonkeyPatch) -> Checker:
    made = Checker()
    monkeypatch.setattr(standard, "check_isolated", made)
    return made


def checked(outgoing: OutgoingDocument, cast: Cast) -> FormCheck:
    """The check of the document after the worker looked at what is due."""
    operations.check_forms_due(at=cast.after(minutes=1))
    found = queries.form_check(queries.get(cast.an, outgoing.pk, at=cast.at))
    assert found is not None
    return found


def codes(row: FormCheck) -> list[str]:
    return [finding["code"] for finding in (row.report or {})["findings"]]


def test_a_saved_draft_waits_for_its_check_and_a_right_one_has_no_findings(office: Cast, checker: Checker) -> None:
    outgoing = draft(office)
    waiting = queries.form_check(outgoing)
    assert waiting is not None
    assert waiting.finished_at is None
    assert not checker.given
    row = checked(outgoing, office)
    assert row.finished_at is not None
    assert (codes(row), row.error_code, row.rules) == ([], "", standard.EDITION)
    assert [kind for _pdf, _docx, kind in checker.given] == ["cong_van"]


def test_what_departs_from_the_form_is_told_with_its_place_and_remedy(office: Cast, checker: Checker) -> None:
    outgoing = draft(office, body=WRONG)
    row = checked(outgoing, office)
    assert row.report is not None
    (finding,) = row.report["findings"]
    assert finding["code"] == "TT-VIET-HOA-DIEU"
    assert finding["mend"].endswith(".")
    assert finding["places"][0]["page"] == 1


def test_the_same_page_is_not_judged_twice(office: Cast, checker: Checker) -> None:
    outgoing = draft(office)
    checked(outgoing, office)
    operations.change_draft(outgoing.pk, fields(office, recipients=()), by=office.an, at=office.at)
    row = checked(outgoing, office)
    assert (row.revision, codes(row)) == (2, [])
    assert len(checker.given) == 1, "who gets it is not printed"
    operations.change_draft(outgoing.pk, fields(office, subject="rà soát biên chế"), by=office.an, at=office.at)
    checked(outgoing, office)
    assert len(checker.given) == 2


def test_a_revision_that_was_changed_before_its_turn_is_not_judged(office: Cast, checker: Checker) -> None:
    outgoing = draft(office)
    operations.change_draft(outgoing.pk, fields(office, subject="rà soát biên chế"), by=office.an, at=office.at)
    checked(outgoing, office)
    assert len(checker.given) == 1
    assert not FormCheck.objects.filter(finished_at=None).exists()


def test_a_draft_that_cannot_be_printed_yet_says_why(office: Cast, checker: Checker) -> None:
    row = checked(draft(office, body=""), office)
    assert (row.report, row.error_code) == (None, "VT-DI-KHONG-IN-DUOC")
    assert not checker.given


def test_a_letter_that_the_face_does_not_have_is_told_with_its_place(office: Cast, checker: Checker) -> None:
    row = checked(draft(office, body="Đề nghị quý cơ quan ☎ trả lời./."), office)
    assert row.error_code == "VT-DI-KHONG-IN-DUOC"
    assert "“☎” (U+260E)" in row.error_sentence
    assert "Times New Roman" in row.error_sentence


def test_decomposed_letters_are_put_together_when_typed(office: Cast, checker: Checker) -> None:
    row = checked(draft(office, body="Đề nghị quý cơ quan ra\u0300 soa\u0301t, trả lời./."), office)
    assert (codes(row), row.error_code) == ([], "")


def test_decomposed_letters_of_a_docx_are_told(office: Cast, checker: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standard, "to_pdf", lambda _content, **_: made_elsewhere())
    apart = docx(body=[PROSE, END.replace("pháp luật", "pháp luâ\u0323t")])
    outgoing = operations.upload_draft(fields(office), apart, "a.docx", by=office.an, at=office.at)
    operations.convert_due(at=office.at)
    assert "TT-CHU-TO-HOP" in codes(checked(outgoing, office))


def test_an_uploaded_file_is_checked_as_it_was_uploaded(office: Cast, checker: Checker) -> None:
    outgoing = operations.upload_draft(fields(office), made_elsewhere(), "a.pdf", by=office.an, at=office.at)
    checked(outgoing, office)
    assert checker.given == [(made_elsewhere(), None, "cong_van")]


def test_findings_hinder_nothing(office: Cast, checker: Checker) -> None:
    outgoing = draft(office, body=WRONG)
    assert codes(checked(outgoing, office))
    operations.submit(outgoing.pk, by=office.an, at=office.after(minutes=2))
    for person in (office.binh, office.chi):
        outgoing = operations.approve(outgoing.pk, by=person, at=office.after(minutes=3))
    assert outgoing.state == OutgoingState.APPROVED


def test_a_check_that_breaks_is_tried_again_then_told_and_may_be_asked_for_again(
    office: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> dict[str, Any]:
        raise OSError("đĩa hỏng")

    monkeypatch.setattr(standard, "check_isolated", broken)
    outgoing = draft(office)
    for hour in (1, 2, 3):
        operations.check_forms_due(at=office.after(hours=hour))
    row = queries.form_check(outgoing)
    assert row is not None
    assert row.finished_at is not None
    assert (row.tries, row.error_code) == (3, "VT-DI-KIEM-TRA-LOI")
    assert "OSError" in row.error_sentence
    monkeypatch.setattr(standard, "check_isolated", Checker())
    operations.check_form_again(outgoing.pk, by=office.an, at=office.after(hours=4))
    operations.check_forms_due(at=office.after(hours=4))
    again = queries.form_check(outgoing)
    assert again is not None
    assert codes(again) == []


def test_a_draft_of_before_is_checked_when_somebody_asks(office: Cast, checker: Checker) -> None:
    outgoing = submitted(office)
    FormCheck.objects.all().delete()
    assert queries.form_check(outgoing) is None
    operations.check_form_again(outgoing.pk, by=office.chi, at=office.at)
    assert codes(checked(outgoing, office)) == []
    with pytest.raises(NotFound):
        operations.check_form_again(outgoing.pk, by=office.em, at=office.at)


def test_nothing_is_judged_anew_once_it_is_approved(office: Cast, checker: Checker) -> None:
    outgoing = approved(office)
    row = checked(outgoing, office)
    operations.check_form_again(outgoing.pk, by=office.chi, at=office.after(minutes=5))
    assert apps.get_model("outgoing", "FormCheck").objects.get(pk=row.pk).finished_at == row.finished_at
    assert len(checker.given) == 1
