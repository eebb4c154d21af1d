"""People are told once, by the ways they want."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.apps import apps

from vanthu.office.notices import operations, queries
from vanthu.office.testing.cast import Cast

NoticeMail = apps.get_model("notices", "NoticeMail")


def told(cast: Cast, kind: str = "task", key: str = "một", **more: object) -> list[object]:
    said = {"title": "Việc mới", "at": cast.at, **more}
    return list(operations.post([cast.an], kind, key=key, **said))  # type: ignore[arg-type]


def test_told_again_under_the_same_key_it_is_the_same_notice(in_snv: Cast) -> None:
    assert (len(told(in_snv)), len(told(in_snv)), len(told(in_snv, key="hai"))) == (1, 0, 1)
    assert queries.unread(in_snv.an) == 2
    assert queries.unread(in_snv.binh) == 0


def test_reading_counts_once_and_reading_a_thing_reads_what_is_about_it(in_snv: Cast) -> None:
    thing = uuid4()
    told(in_snv, target=("task", thing))
    (other,) = told(in_snv, key="hai")
    assert operations.read_about(in_snv.an, thing, at=in_snv.at) == 1
    assert operations.read_about(in_snv.an, thing, at=in_snv.at) == 0
    assert operations.read(in_snv.binh, [other.pk], at=in_snv.at) == 0, "nobody reads for another"  # type: ignore[attr-defined]
    assert operations.read(in_snv.an, at=in_snv.at) == 1
    assert queries.unread(in_snv.an) == 0


def test_some_kinds_go_out_by_mail_and_each_person_may_choose_otherwise(in_snv: Cast) -> None:
    told(in_snv, "reminder")
    told(in_snv, "task", key="hai")
    assert NoticeMail.objects.count() == 1
    operations.choose(in_snv.an, {"reminder": ["mail"], "task": []}, at=in_snv.at)
    told(in_snv, "reminder", key="ba")
    assert told(in_snv, "task", key="bốn") == []
    assert NoticeMail.objects.count() == 2
    assert queries.unread(in_snv.an) == 2, "what is wanted by mail only lies not under the bell"
    with pytest.raises(ValueError, match="kind or way"):
        operations.choose(in_snv.an, {"reminder": ["bồ câu"]}, at=in_snv.at)


def test_a_mail_is_sent_once_and_given_up_after_a_day(in_snv: Cast) -> None:
    told(in_snv, "reminder")
    answers = iter(["VT-THU-KHONG-LIEN-LAC", None])
    sent = [operations.send_due(lambda row: next(answers), at=in_snv.after(minutes=n), seconds=5) for n in (0, 1, 2)]
    assert sent == [0, 1, 0]
    told(in_snv, "reminder", key="hai")
    assert operations.send_due(lambda row: None, at=in_snv.after(hours=25), seconds=5) == 1
    late = NoticeMail.objects.get(notice__key="hai")
    assert (late.sent_at, late.error_code) == (None, "VT-THU-HET-HAN")


def test_nobody_is_told_who_left(in_snv: Cast) -> None:
    in_snv.an.left_at = in_snv.at
    assert told(in_snv) == []


def test_a_list_of_notices_pages(in_snv: Cast) -> None:
    for number in range(3):
        told(in_snv, key=str(number), title=f"Việc {number}", at=in_snv.after(minutes=number))
    first = queries.listing(in_snv.an, size=2)
    second = queries.listing(in_snv.an, after=first.after, size=2)
    assert [row.title for row in (*first.rows, *second.rows)] == ["Việc 2", "Việc 1", "Việc 0"]
