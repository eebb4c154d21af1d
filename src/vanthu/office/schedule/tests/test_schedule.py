"""The schedule: who decides, who is told, what clashes, what a week shows."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.notices import queries as notices
from vanthu.office.schedule import operations, policies, queries
from vanthu.office.schedule.models import Entry
from vanthu.office.schedule.operations import EntryFields
from vanthu.office.schedule.states import EntryState
from vanthu.office.testing.cast import Cast
from vanthu.runtime.clock import VIETNAM

MONDAY = date(2026, 3, 9)


def clock(hour: int, minute: int = 0, *, day: int = 10) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=VIETNAM)


def fields(cast: Cast, **changed: Any) -> EntryFields:
    values: dict[str, Any] = {
        "title": "Họp giao ban tuần",
        "starts_at": clock(8),
        "ends_at": clock(10),
        "place": "Phòng họp số 1",
        "chair_id": cast.dung.pk,
        "participant_ids": (cast.binh.pk, cast.an.pk),
        **changed,
    }
    return EntryFields(**values)


def told(person: Any) -> list[str]:
    return [one.title for one in reversed(notices.listing(person).rows)]


def test_what_a_specialist_proposes_waits_for_a_decision_and_only_he_and_the_keepers_see_it(in_snv: Cast) -> None:
    entry = operations.propose(fields(in_snv, participant_ids=()), by=in_snv.an, at=in_snv.at)
    assert entry.state == EntryState.PROPOSED
    seen = {name: entry in queries.visible_to(one, at=in_snv.at) for name, one in in_snv.everybody().items()}
    assert seen == {"an": True, "binh": False, "chi": True, "dung": True, "em": False, "giang": False}
    assert told(in_snv.dung) == []


def test_approved_it_is_seen_by_all_and_whoever_is_invited_is_told_once(in_snv: Cast) -> None:
    entry = operations.propose(fields(in_snv), by=in_snv.an, at=in_snv.at)
    operations.approve(entry.pk, by=in_snv.chi, at=in_snv.after(minutes=5))
    assert entry in queries.visible_to(in_snv.binh, at=in_snv.at)
    assert [told(one) for one in (in_snv.an, in_snv.binh, in_snv.dung, in_snv.chi)] == [
        ["Lịch công tác: Họp giao ban tuần"],
        ["Lịch công tác: Họp giao ban tuần"],
        ["Lịch công tác: Họp giao ban tuần"],
        [],
    ]
    with pytest.raises(MovedMeanwhile):
        operations.approve(entry.pk, by=in_snv.dung, at=in_snv.after(minutes=6))


def test_what_a_clerk_or_leader_puts_in_is_approved_thereby(in_snv: Cast) -> None:
    for keeper in (in_snv.chi, in_snv.dung):
        made = operations.propose(fields(in_snv), despite=True, by=keeper, at=in_snv.at)
        assert (made.state, made.decided_by) == (EntryState.APPROVED, keeper)


def test_a_person_or_a_room_is_not_taken_twice_unless_it_is_meant(in_snv: Cast) -> None:
    operations.propose(fields(in_snv), by=in_snv.chi, at=in_snv.at)
    clash = fields(in_snv, title="Tiếp đoàn", starts_at=clock(9), ends_at=clock(11), place="phong hop SO 01")
    with pytest.raises(operations.ScheduleConflict) as refused:
        operations.propose(clash, by=in_snv.chi, at=in_snv.at)
    sentence = str(refused.value)
    assert all(word in sentence for word in ("Phạm Tiến Dũng", "Phòng họp số 1", "Họp giao ban tuần", "08:00–10:00"))
    assert Entry.objects.count() == 1
    assert operations.propose(clash, despite=True, by=in_snv.chi, at=in_snv.at).pk


@pytest.mark.parametrize(("begin", "end"), [((10, 0), (11, 0)), ((7, 0), (8, 0))], ids=["right after", "right before"])
def test_one_meeting_after_the_other_is_no_clash(in_snv: Cast, begin: tuple[int, int], end: tuple[int, int]) -> None:
    operations.propose(fields(in_snv), by=in_snv.chi, at=in_snv.at)
    after = fields(in_snv, starts_at=clock(*begin), ends_at=clock(*end))
    assert operations.propose(after, by=in_snv.chi, at=in_snv.at).state == EntryState.APPROVED


def test_who_said_that_he_does_not_come_is_free(in_snv: Cast) -> None:
    entry = operations.propose(fields(in_snv), by=in_snv.chi, at=in_snv.at)
    operations.answer(entry.pk, coming=False, reason="Đi công tác, An dự thay", by=in_snv.binh, at=in_snv.at)
    assert told(in_snv.dung)[-1] == "Trần Thị Bình không dự: Họp giao ban tuần"
    other = fields(in_snv, chair_id=in_snv.binh.pk, participant_ids=(), place="")
    assert operations.propose(other, by=in_snv.chi, at=in_snv.at).state == EntryState.APPROVED


def test_only_who_is_invited_answers_and_an_absence_has_a_reason(in_snv: Cast) -> None:
    entry = operations.propose(fields(in_snv), by=in_snv.chi, at=in_snv.at)
    with pytest.raises(NotAllowed):
        operations.answer(entry.pk, coming=True, by=in_snv.chi, at=in_snv.at)
    with pytest.raises(operations.ScheduleAnswerReasonMissing):
        operations.answer(entry.pk, coming=False, reason="  ", by=in_snv.an, at=in_snv.at)
    assert operations.answer(entry.pk, coming=True, by=in_snv.an, at=in_snv.at).answer == "coming"
    assert list(queries.unanswered(in_snv.an, at=in_snv.at)) == []
    assert [one.entry for one in queries.unanswered(in_snv.binh, at=in_snv.at)] == [entry]


def test_a_new_time_asks_everybody_anew_and_a_new_place_does_not(in_snv: Cast) -> None:
    entry = operations.propose(fields(in_snv), by=in_snv.chi, at=in_snv.at)
    operations.answer(entry.pk, coming=True, by=in_snv.an, at=in_snv.at)
    operations.change(entry.pk, fields(in_snv, place="Hội trường"), by=in_snv.chi, at=in_snv.after(minutes=1))
    assert entry.participants.get(person=in_snv.an).answer == "coming"
    moved = fields(in_snv, starts_at=clock(14), ends_at=clock(16))
    operations.change(entry.pk, moved, by=in_snv.chi, at=in_snv.after(minutes=2))
    assert entry.participants.get(person=in_snv.an).answer == ""
    assert told(in_snv.an)[-1] == "Lịch thay đổi: Họp giao ban tuần"


def test_the_one_who_proposed_changes_it_only_until_it_is_approved(in_snv: Cast) -> None:
    entry = operations.propose(fields(in_snv), by=in_snv.an, at=in_snv.at)
    operations.change(entry.pk, fields(in_snv, title="Họp khác"), by=in_snv.an, at=in_snv.at)
    operations.approve(entry.pk, by=in_snv.dung, at=in_snv.at)
    with pytest.raises(NotAllowed, match="văn thư cơ quan quyết định"):
        operations.change(entry.pk, fields(in_snv), by=in_snv.an, at=in_snv.at)


def test_what_does_not_take_place_says_why_to_those_it_concerns(in_snv: Cast) -> None:
    proposed = operations.propose(fields(in_snv), by=in_snv.an, at=in_snv.at)
    with pytest.raises(operations.ScheduleReasonMissing):
        operations.decline(proposed.pk, reason="", by=in_snv.dung, at=in_snv.at)
    operations.decline(proposed.pk, reason="Trùng kỳ họp HĐND", by=in_snv.dung, at=in_snv.at)
    assert (told(in_snv.an), told(in_snv.binh)) == (["Không duyệt: Họp giao ban tuần"], [])
    standing = operations.propose(fields(in_snv), by=in_snv.chi, at=in_snv.at)
    operations.cancel(standing.pk, reason="Hoãn sang tuần sau", by=in_snv.chi, at=in_snv.at)
    assert told(in_snv.binh)[-1] == "Đã hủy: Họp giao ban tuần"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"title": " "}, operations.ScheduleIncomplete),
        ({"chair_id": None, "participant_ids": ()}, operations.ScheduleIncomplete),
        ({"ends_at": clock(8)}, operations.ScheduleTimeWrong),
        ({"ends_at": clock(8) + timedelta(days=32)}, operations.ScheduleTimeWrong),
        ({"starts_at": clock(8) - timedelta(days=60)}, operations.ScheduleTimeWrong),
    ],
    ids=["no title", "nobody there", "lasts nothing", "too long", "long past"],
)
def test_an_entry_that_says_too_little_or_nonsense_is_refused(
    in_snv: Cast, changed: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        operations.propose(fields(in_snv, **changed), by=in_snv.chi, at=in_snv.at)
    assert not Entry.objects.exists()


def test_people_of_other_agencies_are_not_invited_and_see_nothing(cast: Cast) -> None:
    with cast.in_snv():
        with pytest.raises(operations.ScheduleIncomplete):
            operations.propose(fields(cast, participant_ids=(cast.em.pk,)), by=cast.chi, at=cast.at)
        entry = operations.propose(fields(cast), by=cast.chi, at=cast.at)
        with pytest.raises(NotFound):
            operations.cancel(entry.pk, reason="x", by=cast.giang, at=cast.at)
    with cast.in_syt(), pytest.raises(NotFound):
        queries.get(cast.giang, entry.pk, at=cast.at)


def test_a_weekly_meeting_stands_in_every_week_or_in_none(in_snv: Cast) -> None:
    until = date(2026, 3, 31)
    made = operations.propose_weekly(fields(in_snv), until=until, by=in_snv.chi, at=in_snv.at)
    assert [queries.local(one.starts_at).day for one in made] == [10, 17, 24, 31]
    other = fields(in_snv, starts_at=clock(9, day=3), ends_at=clock(10, day=3))
    with pytest.raises(operations.ScheduleConflict):
        operations.propose_weekly(other, until=until, by=in_snv.chi, at=in_snv.at)
    assert Entry.objects.count() == 4
    assert len(told(in_snv.an)) == 1


def test_a_weekly_proposal_is_approved_and_later_cancelled_from_one_week_on_with_one_notice(in_snv: Cast) -> None:
    made = operations.propose_weekly(fields(in_snv), until=date(2026, 3, 31), by=in_snv.an, at=in_snv.at)
    first, second, third, fourth = (one.pk for one in made)
    operations.approve(first, by=in_snv.chi, at=in_snv.at)
    operations.approve(second, later=True, by=in_snv.chi, at=in_snv.at)
    operations.cancel(third, later=True, reason="Chuyển sang họp trực tuyến", by=in_snv.chi, at=in_snv.after(days=1))
    states = dict(Entry.objects.values_list("pk", "state"))
    assert [states[one] for one in (first, second, third, fourth)] == ["approved", "approved", "cancelled", "cancelled"]
    title = "Họp giao ban tuần"
    assert [(one.entry.pk, one.weeks) for one in queries.unanswered(in_snv.binh, at=in_snv.at)] == [(first, 2)]
    operations.answer(first, coming=True, later=True, by=in_snv.binh, at=in_snv.after(days=1))
    assert queries.unanswered(in_snv.binh, at=in_snv.at) == ()
    assert told(in_snv.binh) == [f"Lịch công tác: {title}", f"Lịch công tác: {title}", f"Đã hủy: {title}"]


def test_weeks_after_one_that_clashes_are_not_approved_behind_the_keepers_back(in_snv: Cast) -> None:
    made = operations.propose_weekly(fields(in_snv), until=date(2026, 3, 24), by=in_snv.an, at=in_snv.at)
    taken = fields(in_snv, title="Tiếp đoàn", starts_at=clock(9, day=24), ends_at=clock(11, day=24))
    operations.propose(taken, despite=True, by=in_snv.chi, at=in_snv.at)
    with pytest.raises(operations.ScheduleConflict):
        operations.approve(made[0].pk, later=True, by=in_snv.chi, at=in_snv.at)
    assert set(Entry.objects.filter(series=made[0].series).values_list("state", flat=True)) == {EntryState.PROPOSED}


def test_a_week_shows_morning_and_afternoon_and_what_changed_since_it_was_published(in_snv: Cast) -> None:
    morning = operations.propose(fields(in_snv), by=in_snv.chi, at=in_snv.at)
    after_noon = fields(in_snv, title="Tiếp dân", starts_at=clock(14), ends_at=clock(16))
    afternoon = operations.propose(after_noon, by=in_snv.chi, at=in_snv.at)
    operations.publish(date(2026, 3, 12), by=in_snv.chi, at=in_snv.after(hours=1))
    week = queries.week(in_snv.an, MONDAY, at=in_snv.at)
    assert [[list(half.entries) for half in day.halves] for day in week.days if not day.empty] == [
        [[morning], [afternoon]]
    ]
    assert (week.published_at, week.changed) == (in_snv.after(hours=1), frozenset())
    operations.cancel(afternoon.pk, reason="Lãnh đạo đi họp", by=in_snv.chi, at=in_snv.after(hours=2))
    later = queries.week(in_snv.an, MONDAY, at=in_snv.at)
    assert later.changed == {afternoon.pk}, "what was made known and is cancelled stays in sight"


def test_the_week_of_one_person_is_what_takes_his_time(in_snv: Cast) -> None:
    operations.propose(fields(in_snv), by=in_snv.chi, at=in_snv.at)
    of = {
        one: queries.week(in_snv.chi, MONDAY, at=in_snv.at, of=one.pk) for one in (in_snv.dung, in_snv.an, in_snv.chi)
    }
    assert [any(not day.empty for day in week.days) for week in of.values()] == [True, True, False]


def test_only_keepers_publish(in_snv: Cast) -> None:
    allowed = {name: bool(policies.may_publish(one, at=in_snv.at)) for name, one in in_snv.everybody().items()}
    assert allowed == {"an": False, "binh": False, "chi": True, "dung": True, "em": False, "giang": False}


def test_the_address_of_a_calendar_program_is_secret_and_can_be_changed(in_snv: Cast) -> None:
    first = operations.new_feed(by=in_snv.an, at=in_snv.at)
    feed = queries.feed_of(first)
    assert feed is not None
    assert feed.person == in_snv.an
    assert first not in feed.token_hash
    second = operations.new_feed(by=in_snv.an, at=in_snv.at)
    assert (queries.feed_of(first), queries.feed_of(second) is not None) == (None, True)
    operations.give_up_feed(by=in_snv.an, at=in_snv.at)
    assert queries.feed_of(second) is None
