"""Thông báo nội bộ: who may make it known, who reads it, who has not, how it ends."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from vanthu.office.access import operations as access
from vanthu.office.access.states import Duty
from vanthu.office.announcements import operations, policies, queries
from vanthu.office.announcements.models import Announcement, Reader
from vanthu.office.announcements.operations import AnnouncementFields, AnnouncementIncomplete
from vanthu.office.audit import queries as audit
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.notices import queries as notices
from vanthu.office.organizations import operations as organizations
from vanthu.office.testing.cast import Cast


def fields(**changed: Any) -> AnnouncementFields:
    return AnnouncementFields(**{"title": "Nghỉ lễ 30/4", "text": "Nghỉ từ thứ Năm.", "whole_agency": True, **changed})


def announced(cast: Cast, **changed: Any) -> Announcement:
    return operations.announce(fields(**changed), by=cast.chi, at=cast.at)


def to_unit(cast: Cast, **changed: Any) -> Announcement:
    return announced(cast, whole_agency=False, unit_ids=(cast.ccvc.pk,), **changed)


def told(person: Any) -> list[str]:
    return [one.title for one in reversed(notices.listing(person).rows)]


def test_heads_the_office_and_whoever_has_the_duty_make_things_known(in_snv: Cast) -> None:
    may = {name: bool(policies.may_announce(one, at=in_snv.at)) for name, one in in_snv.everybody().items()}
    assert may == {"an": False, "binh": True, "chi": True, "dung": True, "em": False, "giang": False}
    with pytest.raises(NotAllowed):
        operations.announce(fields(), by=in_snv.an, at=in_snv.at)
    access.give_duty(in_snv.an, Duty.ANNOUNCER, by=None, at=in_snv.at)
    assert policies.may_announce(in_snv.an, at=in_snv.at)


def test_everybody_is_told_once_but_the_author(in_snv: Cast) -> None:
    announced(in_snv)
    assert [told(one) for one in (in_snv.an, in_snv.binh, in_snv.dung)] == [["Nghỉ lễ 30/4"]] * 3
    assert told(in_snv.chi) == []


def test_nobody_but_recipients_author_and_heads_reads_it(in_snv: Cast) -> None:
    made = announced(in_snv, whole_agency=False, person_ids=(in_snv.an.pk,))
    seen = {name: made in queries.visible_to(one, at=in_snv.at) for name, one in in_snv.everybody().items()}
    assert seen == {"an": True, "binh": False, "chi": True, "dung": True, "em": False, "giang": False}
    with pytest.raises(NotFound):
        operations.open_(made.pk, by=in_snv.binh, at=in_snv.at)


def test_another_agency_never_reads_it(in_snv: Cast) -> None:
    made = announced(in_snv)
    with in_snv.in_syt():
        assert queries.unread(in_snv.em, at=in_snv.at) == []
        with pytest.raises(NotFound):
            operations.open_(made.pk, by=in_snv.giang, at=in_snv.at)


def test_it_waits_until_it_is_opened_or_confirmed_where_that_is_asked(in_snv: Cast) -> None:
    plain, strict = announced(in_snv, title="Một"), announced(in_snv, title="Hai", must_confirm=True)
    for one in (plain, strict):
        operations.open_(one.pk, by=in_snv.an, at=in_snv.after(minutes=1))
    assert queries.unread(in_snv.an, at=in_snv.at) == [strict]
    operations.confirm(strict.pk, by=in_snv.an, at=in_snv.after(minutes=2))
    assert queries.unread(in_snv.an, at=in_snv.at) == []
    assert notices.unread(in_snv.an) == 0, "reading the thing reads what was told of it"
    with pytest.raises(NotAllowed):
        operations.confirm(plain.pk, by=in_snv.an, at=in_snv.after(minutes=2))
    with pytest.raises(NotAllowed):
        operations.confirm(strict.pk, by=in_snv.an, at=in_snv.after(minutes=3))


def test_opening_is_kept_once_with_its_moment_and_a_fact(in_snv: Cast) -> None:
    made = announced(in_snv)
    for minutes in (1, 2):
        operations.open_(made.pk, by=in_snv.an, at=in_snv.after(minutes=minutes))
    assert Reader.objects.get(person=in_snv.an).opened_at == in_snv.after(minutes=1)
    assert [one.verb for one in audit.facts_about([made.pk])] == ["announce", "open_announcement"]


def test_who_has_read_it_is_counted_with_the_names_of_those_who_have_not(in_snv: Cast) -> None:
    made = announced(in_snv)
    operations.open_(made.pk, by=in_snv.an, at=in_snv.at)
    operations.open_(made.pk, by=in_snv.chi, at=in_snv.at)  # its author is no reader
    found = queries.reading(made, at=in_snv.at)
    assert (len(found.read), found.total) == (1, 3)
    assert [one.person.full_name for one in found.missing] == ["Phạm Tiến Dũng", "Trần Thị Bình"]
    assert queries.watches(in_snv.dung, made, at=in_snv.at)
    assert not queries.watches(in_snv.an, made, at=in_snv.at)


def test_those_who_have_not_read_it_are_reminded_once_a_day(in_snv: Cast) -> None:
    made = announced(in_snv)
    operations.open_(made.pk, by=in_snv.an, at=in_snv.at)
    assert operations.urge(made.pk, by=in_snv.chi, at=in_snv.after(hours=1)) == 2
    assert (len(told(in_snv.binh)), len(told(in_snv.an))) == (2, 1)
    with pytest.raises(operations.UrgedToday):
        operations.urge(made.pk, by=in_snv.dung, at=in_snv.after(hours=2))
    assert operations.urge(made.pk, by=in_snv.dung, at=in_snv.after(days=1)) == 2
    with pytest.raises(NotAllowed):
        operations.urge(made.pk, by=in_snv.an, at=in_snv.after(days=2))
    for one in (in_snv.binh, in_snv.dung):
        operations.open_(made.pk, by=one, at=in_snv.after(days=2))
    with pytest.raises(operations.EverybodyRead):
        operations.urge(made.pk, by=in_snv.chi, at=in_snv.after(days=3))


def test_who_joins_a_unit_later_sees_what_still_stands(in_snv: Cast) -> None:
    stands, over = to_unit(in_snv), to_unit(in_snv, title="Đã qua", stands_until=in_snv.at.date())
    new = organizations.create_person(
        full_name="Vũ Hà", position="Chuyên viên", unit_id=in_snv.ccvc.pk, by=None, at=in_snv.after(days=3)
    )
    later = in_snv.after(days=3)
    assert queries.unread(new, at=later) == [stands]
    assert new in [one.person for one in queries.reading(stands, at=later).missing]
    with pytest.raises(NotFound):
        operations.open_(over.pk, by=new, at=later)
    operations.open_(stands.pk, by=new, at=later)
    assert queries.unread(new, at=later) == []
    assert over in queries.visible_to(in_snv.an, at=later), "whoever was told may read it for good"


def test_a_unit_means_the_units_below_it_too(in_snv: Cast) -> None:
    below = organizations.create_unit(
        name="Tổ Tuyển dụng", abbreviation="TD", parent_id=in_snv.ccvc.pk, by=None, at=in_snv.at
    )
    new = organizations.create_person(
        full_name="Vũ Hà", position="Chuyên viên", unit_id=below.pk, by=None, at=in_snv.at
    )
    made = to_unit(in_snv)
    assert told(new) == ["Nghỉ lễ 30/4"]
    assert queries.unread(new, at=in_snv.at) == [made]


def test_what_is_withdrawn_stays_to_be_read_and_whoever_was_told_hears_why(in_snv: Cast) -> None:
    made = announced(in_snv)
    with pytest.raises(operations.AnnouncementReasonMissing):
        operations.withdraw(made.pk, reason=" ", by=in_snv.chi, at=in_snv.at)
    operations.withdraw(made.pk, reason="Nhầm ngày", by=in_snv.chi, at=in_snv.at)
    assert told(in_snv.an)[-1] == "Đã thu hồi thông báo: Nghỉ lễ 30/4"
    assert operations.open_(made.pk, by=in_snv.an, at=in_snv.at).text == "Nghỉ từ thứ Năm."
    assert queries.unread(in_snv.binh, at=in_snv.at) == []
    with pytest.raises(MovedMeanwhile):
        operations.archive(made.pk, reason="Xong", by=in_snv.chi, at=in_snv.at)


def test_what_is_archived_waits_for_nobody_and_nobody_is_told(in_snv: Cast) -> None:
    made = announced(in_snv)
    operations.archive(made.pk, reason="Đã nghỉ xong", by=in_snv.dung, at=in_snv.at)
    assert told(in_snv.an) == ["Nghỉ lễ 30/4"]
    assert queries.listing(in_snv.an, at=in_snv.at).rows == ()
    assert queries.listing(in_snv.an, "da-thoi", at=in_snv.at).rows == (made,)


def test_what_was_not_read_stands_first_in_the_list(in_snv: Cast) -> None:
    first, second, third = (announced(in_snv, title=title) for title in ("Một", "Hai", "Ba"))
    operations.open_(third.pk, by=in_snv.an, at=in_snv.at)
    assert queries.listing(in_snv.an, at=in_snv.at).rows == (second, first, third)
    page = queries.listing(in_snv.an, at=in_snv.at, size=2)
    assert queries.listing(in_snv.an, at=in_snv.at, size=2, after=page.after).rows == (third,)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": " "}, "tiêu đề"),
        ({"text": ""}, "nội dung"),
        ({"whole_agency": False}, "nơi nhận"),
        ({"stands_until": date(2026, 3, 8)}, "hết hiệu lực"),
    ],
    ids=["title", "text", "recipients", "day"],
)
def test_what_is_not_complete_is_refused(in_snv: Cast, changed: dict[str, Any], words: str) -> None:
    with pytest.raises(AnnouncementIncomplete, match=words):
        operations.announce(fields(**changed), by=in_snv.chi, at=in_snv.at)


def test_a_unit_of_another_agency_is_not_addressed(in_snv: Cast) -> None:
    with pytest.raises((NotFound, AnnouncementIncomplete)):
        announced(in_snv, whole_agency=False, unit_ids=(in_snv.van_phong_syt.pk,))


def test_files_go_with_it_and_only_its_readers_open_them(in_snv: Cast) -> None:
    made = operations.announce(
        fields(whole_agency=False, person_ids=(in_snv.an.pk,)),
        [(b"x", "lich.pdf", "application/pdf")],
        by=in_snv.chi,
        at=in_snv.at + timedelta(minutes=1),
    )
    (file,) = queries.files(made)
    assert queries.file(in_snv.an, file.pk, at=in_snv.at).name == "lich.pdf"
    with pytest.raises(NotFound):
        queries.file(in_snv.binh, file.pk, at=in_snv.at)
