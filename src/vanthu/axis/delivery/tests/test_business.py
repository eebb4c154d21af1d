"""Where a document stands with each recipient, and everything about one package on one page."""

from datetime import timedelta

import pytest

from vanthu.axis.delivery import operations, queries
from vanthu.axis.delivery.models import BusinessStatus, Delivery
from vanthu.axis.delivery.policies import Report, applied
from vanthu.axis.delivery.tests.cast import caller, listed, mark, submit
from vanthu.axis.registry import operations as registry
from vanthu.axis.testing.fixtures import AT
from vanthu.axis.testing.messages import document, status
from vanthu.standards import edxml
from vanthu.standards.vxp import MessageType

MINUTE = timedelta(minutes=1)
needs_cast = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]


@pytest.mark.parametrize(
    ("codes", "code", "change"),
    [
        ([], "", ""),
        (["01"], "01", ""),
        (["01", "02"], "02", ""),
        (["01", "03", "04", "05", "06"], "06", ""),
        (["03"], "03", ""),
        (["03", "06"], "06", ""),
        (["06", "05", "04", "03", "01"], "06", ""),
        (["03", "03", "01", "03"], "03", ""),
        (["02", "05"], "02", ""),
        (["01", "13"], "01", "asked"),
        (["01", "13", "15"], "01", "agreed"),
        (["03", "13", "16", "05"], "05", "declined"),
        (["03", ""], "03", "asked"),
        (["03", "", "15"], "03", "agreed"),
        (["03", "13", "16", ""], "03", "asked"),
        (["03", "13", "16", "", "15"], "03", "agreed"),
        (["03", "13", "15", "13"], "03", "agreed"),
        (["03", "13", "16", "13"], "03", "asked"),
        (["03", "13", "16", "13", "15"], "03", "agreed"),
        (["03", "13", "15", "13", "15"], "03", "agreed"),
        (["03", "", "15", ""], "03", "asked"),
        (["03", "", "15", "13"], "03", "asked"),
        (["03", "13", "15", ""], "03", "asked"),
        (["15"], "", "agreed"),
        (["01", "07"], "01", ""),
    ],
)
def test_the_table_of_statuses(codes, code, change):
    reports = [Report(item, AT + MINUTE * place, AT + MINUTE * place) for place, item in enumerate(codes)]
    state = applied(reports)
    assert (state.code, state.change) == (code, change)


@pytest.mark.parametrize(
    ("codes", "final"), [(["02"], True), (["06"], True), (["05"], False), (["05", "13", "15"], True), (["01"], False)]
)
def test_which_states_are_the_end(codes, final):
    assert applied([Report(code, AT + MINUTE * place) for place, code in enumerate(codes)]).final is final


def test_an_unknown_code_is_shown_beside_what_is_known():
    state = applied([Report("03", AT), Report("07", AT + MINUTE), Report("07", AT + 2 * MINUTE)])
    assert (state.code, state.unknown) == ("03", ("07",))
    assert state.label == "Đã tiếp nhận; mã trạng thái khác: 07"


def test_answers_that_overtook_each_other_count_in_the_order_in_which_they_were_given():
    asked = Report("13", AT)
    agreed, declined = Report("15", AT + 2 * MINUTE, AT + 2 * MINUTE), Report("16", AT + 3 * MINUTE, AT + MINUTE)
    assert applied([asked, agreed, declined]).change == "agreed"


def test_an_old_answer_that_comes_again_answers_no_new_question():
    declined = Report("16", AT + MINUTE, AT + MINUTE, "đang xử lý")
    again = Report("16", AT + 5 * MINUTE, AT + MINUTE, "đang xử lý")
    assert applied([Report("13", AT), declined, Report("", AT + 3 * MINUTE), again]).change == "asked"


def test_an_old_wish_that_comes_again_asks_for_nothing_new():
    wish, declined = Report("13", AT, AT, "gửi nhầm"), Report("16", AT + MINUTE, AT + MINUTE)
    again = Report("13", AT + 5 * MINUTE, AT, "gửi nhầm")
    assert applied([wish, declined, again]).change == "declined"


class TestThroughTheAxis:
    pytestmark = needs_cast

    def test_each_recipient_has_its_own_standing(self):
        message = document("H37.02", "G09", "H37.05")
        hub_id = submit(message)
        submit(status("G09", message, "01"), "BO", at=AT + MINUTE)
        submit(status("G09", message, "03"), "BO", at=AT + 2 * MINUTE)
        submit(status("H37.05", message, "02"), at=AT + 3 * MINUTE)
        standing = {row.to_code: row.business.label for row in queries.history_of(hub_id).recipients}
        assert standing == {"G09": "Đã tiếp nhận", "H37.05": "Từ chối tiếp nhận (trả lại)"}

    def test_the_history_of_a_package_tells_every_time_and_every_attempt(self):
        message = document("H37.02", "G09", other=edxml.OtherInfo(priority=3))
        hub_id = submit(message)
        (item,) = listed("BO")
        operations.hand_out(item.doc_id, caller("BO"), at=AT + MINUTE)
        operations.hand_out(item.doc_id, caller("BO"), at=AT + 2 * MINUTE)
        mark(Delivery.objects.get(), "fail", at=AT + 3 * MINUTE)
        mark(Delivery.objects.get(), "done", at=AT + 4 * MINUTE)
        history = queries.history_of(hub_id)
        (row,) = history.recipients
        assert [(event.kind, event.at) for event in row.events] == [
            ("initial", AT), ("fetched", AT + MINUTE), ("fetched", AT + 2 * MINUTE),
            ("fail", AT + 3 * MINUTE), ("done", AT + 4 * MINUTE),
        ]  # fmt: skip
        assert (row.sent_at, row.arrived_at, row.done_at) == (AT, AT + MINUTE, AT + 4 * MINUTE)
        assert (row.transfer, row.transfer_label, row.system_id, row.urgency) == ("done", "Hoàn thành", "BO", 3)
        assert (history.system_id, history.package.document_id) == ("TINH", message.document_id)

    def test_a_status_code_nobody_knows_is_carried_kept_and_shown(self):
        message = document("H37.02", "G09")
        hub_id = submit(message)
        submit(status("G09", message, "07"), "BO")
        (row,) = queries.history_of(hub_id).recipients
        assert row.business.unknown == ("07",)
        assert [line.code for line in row.statuses] == ["07"]
        assert len(listed("TINH", MessageType.STATUS)) == 1

    def test_a_wish_to_take_back_goes_to_the_recipient_and_its_answer_comes_home(self):
        message = document("H37.02", "G09", "H37.05")
        hub_id = submit(message)
        about = edxml.ResponseFor("G09", message.code.text, message.document_id, message.promulgation_date)
        submit(status("H37.02", message, "13", response_for=about, description="Gửi nhầm"), at=AT + MINUTE)
        assert len(listed("BO", MessageType.STATUS)) == 1
        assert change_of(hub_id) == {"G09": "asked", "H37.05": ""}
        submit(status("G09", message, "15"), "BO", at=AT + 2 * MINUTE)
        assert change_of(hub_id) == {"G09": "agreed", "H37.05": ""}

    @pytest.mark.parametrize("where", ["response_for", "business"])
    def test_a_recall_is_linked_to_the_document_wherever_it_names_it(self, where):
        message = document("H37.02", "G09")
        hub_id = submit(message)
        named = edxml.ResponseFor("H37.02", message.code.text, message.document_id, message.promulgation_date)
        recall = document(
            "H37.02", "G09",
            business=edxml.Business(
                edxml.BusinessType.RECALL, "Nhầm", document_id=message.document_id if where == "business" else None
            ),
            response_for=(named,) if where == "response_for" else (),
        )  # fmt: skip
        recall_id = submit(recall, at=AT + MINUTE)
        (link,) = queries.history_of(recall_id).concerns
        assert (link.document_id, link.package.id) == (message.document_id, hub_id)
        assert [other.package.id for other in queries.history_of(hub_id).concerned_by] == [recall_id]
        assert change_of(hub_id) == {"G09": "asked"}
        submit(status("G09", message, "16", description="Đang giải quyết"), "BO", at=AT + 2 * MINUTE)
        assert change_of(hub_id) == {"G09": "declined"}

    def test_a_replacement_names_several_documents_and_also_ones_the_axis_never_saw(self):
        old = document("H37.02", "G09")
        submit(old)
        items = tuple(edxml.ReplacementInfo(name) for name in (old.document_id, "H37.02,2019/01/01,1/CŨ"))
        new = document("H37.02", "G09", business=edxml.Business(edxml.BusinessType.REPLACE, "Thay", replacements=items))
        links = queries.history_of(submit(new)).concerns
        assert [(link.document_id, link.package is not None) for link in links] == [
            (old.document_id, True), ("H37.02,2019/01/01,1/CŨ", False),
        ]  # fmt: skip

    def test_the_successor_of_a_recipient_reports_for_it(self):
        message = document("H37.02", "H37.05")
        hub_id = submit(message)
        registry.replace_agency("H37.05", "G09", by="test", at=AT)
        submit(status("G09", message, "06"), "BO")
        (row,) = queries.history_of(hub_id).recipients
        assert row.business.code == "06"

    def test_a_status_repeated_in_the_same_bytes_is_one_and_in_others_is_two_of_the_same(self):
        message = document("H37.02", "G09")
        hub_id = submit(message)
        report = status("G09", message, "03")
        assert submit(report, "BO") == submit(report, "BO")
        submit(status("G09", message, "03", description="Nhắc lại"), "BO")
        assert BusinessStatus.objects.count() == 2
        assert queries.history_of(hub_id).recipients[0].business.code == "03"

    def test_a_status_about_a_document_that_never_passed_here_is_carried_all_the_same(self):
        hub_id = submit(status("G09", document("H37.02", "G09")), "BO")
        (link,) = queries.history_of(hub_id).concerns
        assert link.package is None


def change_of(hub_id):
    return {row.to_code: row.business.change for row in queries.history_of(hub_id).recipients}
