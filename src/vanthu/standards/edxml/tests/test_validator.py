from dataclasses import replace
from datetime import date

import pytest

from vanthu.standards import edxml
from vanthu.standards.edxml import BusinessType, Severity
from vanthu.standards.edxml.tests.packages import TODAY, attachment, codes, document, status


def errors(message) -> list[str]:
    found = edxml.validate(message, today=TODAY)
    return codes(item for item in found if item.severity is Severity.ERROR)


def warnings(message) -> list[str]:
    found = edxml.validate(message, today=TODAY)
    return codes(item for item in found if item.severity is Severity.WARNING)


def test_a_good_document_and_a_good_status_have_no_findings():
    assert edxml.validate(document(), today=TODAY) == ()
    assert edxml.validate(status(), today=TODAY) == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sender": edxml.Organization("", "Sở Nội vụ")}, "N.MessageHeader.From.OrganId"),
        ({"recipients": ()}, "N.MessageHeader.To"),
        ({"recipients": (edxml.Organization("", "Sở Y tế"),)}, "N.MessageHeader.To.OrganId"),
        ({"recipients": (edxml.Organization("H37.05"), edxml.Organization(" h37.05"))}, "M.MessageHeader.To.OrganId"),
        ({"code": edxml.Code("", "SNV")}, "N.MessageHeader.Code.CodeNumber"),
        ({"code": edxml.Code("1", "")}, "N.MessageHeader.Code.CodeNotation"),
        ({"subject": ""}, "N.MessageHeader.Subject"),
        ({"promulgation_date": None}, "N.MessageHeader.PromulgationInfo.PromulgationDate"),
        ({"promulgation_date": date(2026, 3, 10)}, "R.MessageHeader.PromulgationInfo.PromulgationDate"),
        ({"other": edxml.OtherInfo(priority=5)}, "R.MessageHeader.OtherInfo.Priority"),
        ({"attachments": ()}, "N.AttachmentEncoded.Attachment"),
        ({"reference_ids": ()}, "M.Body.Manifest"),
        ({"reference_ids": ("other",)}, "M.Body.Manifest"),
        ({"business": edxml.Business(BusinessType.RECALL, "nhầm")}, "N.TraceHeaderList.Bussiness.DocumentId"),
        ({"business": edxml.Business(BusinessType.UPDATE, "nhầm")}, "N.TraceHeaderList.Bussiness.DocumentId"),
        (
            {"business": edxml.Business(BusinessType.REPLACE, "nhầm", document_id="x")},
            "N.TraceHeaderList.Bussiness.ReplacementInfoList.ReplacementInfo",
        ),
    ],
)
def test_a_hub_refuses(changes, code):
    assert code in errors(document(**changes))


def test_today_is_no_future_and_priority_four_is_known():
    assert errors(document(promulgation_date=TODAY, other=edxml.OtherInfo(priority=4))) == []


def test_a_message_that_says_nothing_lacks_everything_a_hub_needs():
    empty = edxml.DocumentMessage(edxml.Organization(""), (), "", edxml.Code())
    assert set(errors(empty)) == {
        "N.MessageHeader.From.OrganId",
        "N.MessageHeader.To",
        "N.MessageHeader.Code.CodeNumber",
        "N.MessageHeader.Code.CodeNotation",
        "N.MessageHeader.Subject",
        "N.MessageHeader.PromulgationInfo.PromulgationDate",
        "N.AttachmentEncoded.Attachment",
    }


def test_a_recall_may_name_the_document_in_either_place_and_come_without_files():
    in_response = document(
        business=edxml.Business(BusinessType.RECALL, "nhầm"),
        response_for=(edxml.ResponseFor("H37", "1/A", "x", TODAY),),
    )
    in_business = document(business=edxml.Business(BusinessType.RECALL, "nhầm", document_id="x"), attachments=())
    assert errors(in_response) == errors(in_business) == []
    assert warnings(in_business) == ["N.AttachmentEncoded.Attachment"]


def test_a_recall_without_reason_is_a_warning():
    recall = document(business=edxml.Business(BusinessType.RECALL, document_id="x"))
    assert warnings(recall) == ["N.TraceHeaderList.Bussiness.BussinessDocReason"]


@pytest.mark.parametrize(
    ("length", "severity"), [(500, None), (501, Severity.WARNING), (2000, Severity.WARNING), (2001, Severity.ERROR)]
)
def test_a_long_subject_is_a_warning_and_from_four_times_an_error(length, severity):
    found = edxml.validate(document(subject="ữ" * length), today=TODAY)
    assert [(item.code, item.severity) for item in found] == (
        [("R.MessageHeader.Subject", severity)] if severity else []
    )


def test_each_recipient_is_measured_on_its_own():
    recipients = (
        edxml.Organization("H37.05", "Sở Y tế"),
        edxml.Organization("H" * 36, "B"),
        edxml.Organization("C", ""),
    )
    found = edxml.validate(document(recipients=recipients), today=TODAY)
    assert [(item.code, item.path) for item in found] == [
        ("N.MessageHeader.To.OrganName", "MessageHeader.To[3].OrganName"),
        ("R.MessageHeader.To.OrganId", "MessageHeader.To[2].OrganId"),
    ]
    assert "36" in found[1].sentence
    assert "35" in found[1].sentence


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"document_id": ""}, "N.MessageHeader.DocumentId"),
        ({"signer": None}, "N.MessageHeader.SignerInfo.FullName"),
        ({"trace": ()}, "N.TraceHeaderList.TraceHeader"),
        ({"document_type": edxml.DocumentType(18, "Công văn")}, "R.MessageHeader.DocumentType.Type"),
        ({"document_type": edxml.DocumentType(2)}, "N.MessageHeader.DocumentType.TypeName"),
        ({"steering_type": 7}, "R.MessageHeader.SteeringType"),
        ({"due_date": date(2026, 3, 8)}, "M.MessageHeader.DueDate"),
        ({"to_places": ("x" * 140,) * 8}, "R.MessageHeader.ToPlaces"),
        ({"response_for": (edxml.ResponseFor("", "1/A", "x", TODAY),)}, "N.MessageHeader.ResponseFor.OrganId"),
        ({"attachments": (attachment(), attachment("b.pdf"))}, "M.AttachmentEncoded.Attachment.ContentId"),
    ],
)
def test_what_is_only_a_warning(changes, code):
    assert warnings(document(**changes)) == [code]
    assert errors(document(**changes)) == []


@pytest.mark.parametrize("code", ["07", "12", "14", "99", "x"])
def test_an_unknown_status_code_is_only_a_warning_because_others_may_know_it(code):
    assert warnings(status(status_code=code)) == ["R.MessageHeader.StatusCode"]
    assert errors(status(status_code=code)) == []


def test_a_status_must_say_which_document_and_what():
    message = status(response_for=edxml.ResponseFor(), status_code="")
    assert set(errors(message)) == {"N.MessageHeader.ResponseFor", "N.MessageHeader.StatusCode"}
    partly = status(response_for=edxml.ResponseFor(code="1/A"))
    assert set(errors(partly)) == {"N.MessageHeader.ResponseFor.OrganId", "N.MessageHeader.ResponseFor.DocumentId"}


@pytest.mark.parametrize("code", edxml.StatusCode)
def test_a_refusal_and_taking_back_need_a_reason(code):
    found = warnings(status(status_code=code, description=None))
    assert found == (["N.MessageHeader.Description"] if code in {"02", "13", "16"} else [])


def test_errors_come_before_warnings():
    found = edxml.validate(document(subject="", signer=None, recipients=()), today=TODAY)
    order = [list(Severity).index(item.severity) for item in found]
    assert order == sorted(order)
    assert len(set(order)) == 2


def test_an_unknown_profile_is_a_mistake_of_the_caller():
    with pytest.raises(KeyError):
        edxml.validate(document(), profile="qcvn_1999", today=TODAY)


def test_amounts_of_more_than_three_digits_are_a_warning():
    assert warnings(document(other=replace(document().other, page_amount=1000))) == [
        "R.MessageHeader.OtherInfo.PageAmount"
    ]
