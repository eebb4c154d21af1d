"""Two windows, one draft: nobody writes over what he has not seen, and no text is lost."""

from __future__ import annotations

import pytest

from vanthu.office.kernel.permission import NotFound
from vanthu.office.outgoing import operations, queries
from vanthu.office.outgoing.models import DraftRevision
from vanthu.office.outgoing.tests.stories import draft, fields
from vanthu.office.testing.cast import Cast


def test_every_saving_keeps_a_revision_with_its_author(office: Cast) -> None:
    outgoing = draft(office)
    operations.change_draft(
        outgoing.pk, fields(office, subject="rà soát biên chế"), by=office.an, at=office.after(minutes=1)
    )
    operations.attach(
        outgoing.pk, b"x", "bieu.xlsx", media_type="application/vnd.ms-excel", by=office.an, at=office.after(minutes=2)
    )
    kept = queries.revisions(outgoing)
    assert [(one.revision, one.made_by) for one in kept] == [(1, office.an), (2, office.an), (3, office.an)]
    assert [change.label for change in queries.between(outgoing, 1, 2)] == ["Trích yếu"]
    assert [change.label for change in queries.between(outgoing, 2, 3)] == ["Tệp đính kèm"]


def test_saving_over_a_newer_revision_is_refused_with_who_when_and_what(office: Cast) -> None:
    outgoing = draft(office)
    first = fields(office, subject="rà soát biên chế")
    operations.change_draft(outgoing.pk, first, revision=1, by=office.an, at=office.after(minutes=5))
    second = fields(office, body="Nội dung của cửa sổ thứ hai./.")
    with pytest.raises(operations.SavedMeanwhile) as refused:
        operations.change_draft(outgoing.pk, second, revision=1, by=office.an, at=office.after(minutes=6))
    for words in (office.an.full_name, "08:05 ngày 09/03/2026", "sửa trích yếu"):
        assert words in refused.value.sentence
    assert refused.value.saved.revision == 2
    assert queries.fields_of(queries.get(office.an, outgoing.pk, at=office.at)) == first


def test_saving_again_on_purpose_keeps_both_texts(office: Cast) -> None:
    outgoing = draft(office)
    for opened, body in ((1, "Bản thứ nhất./."), (2, "Bản thứ hai./.")):
        operations.change_draft(
            outgoing.pk, fields(office, body=body), revision=opened, by=office.an, at=office.after(minutes=opened)
        )
    bodies = [queries.revision_of(outgoing, number).content["body"] for number in (2, 3)]
    assert bodies == ["Bản thứ nhất./.", "Bản thứ hai./."]


def test_a_file_attached_meanwhile_hinders_no_saving(office: Cast) -> None:
    outgoing = draft(office)
    operations.attach(outgoing.pk, b"x", "a.txt", media_type="text/plain", by=office.an, at=office.after(minutes=1))
    later = fields(office, body="Nội dung mới./.")
    changed = operations.change_draft(outgoing.pk, later, revision=1, by=office.an, at=office.after(minutes=2))
    assert (changed.revision, changed.body) == (3, "Nội dung mới./.")


def test_saving_what_stands_already_makes_no_new_revision(office: Cast) -> None:
    outgoing = draft(office)
    same = operations.change_draft(outgoing.pk, fields(office), revision=1, by=office.an, at=office.after(minutes=1))
    assert same.revision == 1
    assert DraftRevision.objects.count() == 1


def test_a_revision_that_was_not_kept_is_not_found(office: Cast) -> None:
    outgoing = draft(office)
    with pytest.raises(NotFound):
        queries.revision_of(outgoing, 9)
    assert queries.between(outgoing, 9, 1) == ()
