"""What a wrong addressee finds after registering: it goes back, its entry stays with the reason (ND30-A21)."""

from __future__ import annotations

import pytest

from vanthu.office.assignments import queries as assignments
from vanthu.office.incoming import operations, policies
from vanthu.office.incoming.states import Channel, IncomingState
from vanthu.office.incoming.tests.stories import registered, statuses
from vanthu.office.kernel.permission import NotAllowed
from vanthu.office.registers import queries as registers
from vanthu.office.registers.states import RegisterKind
from vanthu.office.reports.queries import coming
from vanthu.office.testing.cast import Cast

BY_OTHER_WAYS = [Channel.PAPER, Channel.EMAIL, Channel.HAND]


@pytest.mark.parametrize("channel", BY_OTHER_WAYS)
def test_the_clerk_sends_back_what_nobody_works_with_and_a_leader_what_was_assigned(
    in_snv: Cast, channel: Channel
) -> None:
    incoming, people = registered(in_snv, channel=channel), in_snv.everybody().items()
    assert {name for name, one in people if policies.may(one, "send_back", incoming, at=in_snv.at)} == {"chi", "dung"}
    incoming = operations.assign(incoming.pk, lead_unit_id=in_snv.ccvc.pk, by=in_snv.dung, at=in_snv.after(minutes=20))
    assert {name for name, one in people if policies.may(one, "send_back", incoming, at=in_snv.at)} == {"dung"}


def test_its_entry_stays_with_the_reason_and_the_work_on_it_ends(in_snv: Cast) -> None:
    incoming = registered(in_snv, channel=Channel.PAPER)
    operations.assign(incoming.pk, lead_unit_id=in_snv.ccvc.pk, by=in_snv.dung, at=in_snv.after(minutes=20))
    done = operations.send_back(incoming.pk, reason="  Gửi nhầm cơ quan ", by=in_snv.dung, at=in_snv.after(minutes=30))
    assert (done.state, done.refusal_reason, done.arrival_number) == (IncomingState.SENT_BACK, "Gửi nhầm cơ quan", 1)
    assert assignments.leads([incoming.pk])[incoming.pk].state == "withdrawn"
    (line,) = coming.lines(registers.taken(RegisterKind.INCOMING).select_related("document__incoming"))
    assert line.row[-1] == "Đã trả lại ngày 09/03/2026: Gửi nhầm cơ quan"


def test_what_came_through_the_axis_is_taken_back_by_its_issuer_only(in_snv: Cast) -> None:
    incoming = registered(in_snv)
    assert "send_back" not in {verb.name for verb in policies.verbs(in_snv.chi, incoming, at=in_snv.at)}
    with pytest.raises(NotAllowed, match="đã được báo tiếp nhận"):
        operations.send_back(incoming.pk, reason="Gửi nhầm", by=in_snv.chi, at=in_snv.at)
    assert [code for code, _said in statuses(incoming)] == ["03"]


def test_a_reason_is_never_missing(in_snv: Cast) -> None:
    incoming = registered(in_snv, channel=Channel.HAND)
    with pytest.raises(operations.ReasonMissing):
        operations.send_back(incoming.pk, reason=" ", by=in_snv.chi, at=in_snv.at)
