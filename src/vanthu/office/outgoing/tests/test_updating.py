"""News of an issued document: corrected data for who has it, the whole document for who is added (QCVN 102)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps

from vanthu.office.dispatch import queries as dispatched
from vanthu.office.dispatch.operations import WayReasonMissing
from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import LinkKind, VersionKind
from vanthu.office.exchange import operations as exchange
from vanthu.office.exchange import queries as exchange_queries
from vanthu.office.files import queries as files
from vanthu.office.kernel.permission import NotAllowed
from vanthu.office.outgoing import operations, policies, queries
from vanthu.office.outgoing.operations import Addressee, ReasonMissing, UpdateRefused
from vanthu.office.outgoing.tests.stories import RECIPIENTS
from vanthu.office.outgoing.tests.test_amending import begun, issue
from vanthu.office.outgoing.tests.test_recalling import heard
from vanthu.office.outgoing.tests.test_replies import DUE, answer, asking
from vanthu.office.testing.cast import Cast
from vanthu.standards import edxml
from vanthu.standards.edxml import BusinessType, ReceiverType

Transmission = apps.get_model("exchange", "Transmission")
LATER = date(2026, 4, 1)
BOTH = [code for code, _name in RECIPIENTS]
MORE = (("H99.08", "Sở Xây dựng"),)


def sent(cast: Cast, outgoing: Any = None) -> Any:
    """An issued letter that both recipients have."""
    outgoing = outgoing or asking(cast)
    documents.add_version(
        outgoing.pk, kind=VersionKind.SEALED, content=b"%PDF-1.7 sealed", file_name="a.pdf", by=None, at=cast.at
    )
    exchange.queue(outgoing.document, package=b"<new/>", recipients=RECIPIENTS, at=cast.at)
    _gone_out(cast)
    apps.get_model("exchange", "Correspondent").objects.create(
        code=MORE[0][0], name=MORE[0][1], synchronised_at=cast.at
    )
    return outgoing


def _gone_out(cast: Cast) -> None:
    Transmission.objects.update(state="sent", sent_at=cast.at, finished_at=cast.at)


def update(cast: Cast, outgoing: Any, **how: Any) -> None:
    values: dict[str, Any] = {"reason": "Lùi hạn báo cáo", "told": BOTH, **how}
    operations.update_issued(outgoing.pk, **values, by=cast.chi, at=cast.after(hours=2))


def package(code: str, business: int) -> edxml.DocumentMessage:
    row = Transmission.objects.filter(recipient_code=code, business=business).order_by("pk").last()
    found = edxml.read_envelope(files.path_of(row.package_id)).message
    assert isinstance(found, edxml.DocumentMessage)
    return found


def test_who_has_it_is_told_the_new_day_and_the_document_stays(office: Cast) -> None:
    outgoing = sent(office)
    update(office, outgoing, due_on=LATER)
    told = package("H99.05", BusinessType.UPDATE)
    assert (told.business.type, told.business.reason) == (BusinessType.UPDATE, "Lùi hạn báo cáo")
    assert told.business.document_id == told.document_id == "H99.02,2026/03/09,125/SNV-CCVC"
    assert told.business.document_info == edxml.BusinessDocumentInfo(document_info=True)
    assert told.due_date == LATER
    assert [one.organ_id for one in told.recipients] == BOTH
    assert document_queries.document(outgoing.pk).due_on == DUE
    assert queries.due_on(outgoing) == LATER
    assert {one.due_on for one in queries.replies(outgoing, at=office.at)} == {LATER}


def test_who_has_answered_keeps_his_day(office: Cast) -> None:
    outgoing = sent(office)
    answer(office, outgoing)
    update(office, outgoing, due_on=LATER)
    assert [one.due_on for one in queries.replies(outgoing, at=office.at)] == [DUE, LATER]


def test_the_added_get_the_unchanged_document_as_new_and_the_others_hear_of_it(office: Cast) -> None:
    outgoing = sent(office)
    update(office, outgoing, added=MORE)
    new = package("H99.08", BusinessType.NEW)
    assert (new.business.type, [one.organ_id for one in new.recipients]) == (BusinessType.NEW, ["H99.08"])
    told = package("H99.05", BusinessType.UPDATE).business.document_info
    assert told == edxml.BusinessDocumentInfo(
        document_receiver=True, receivers=(edxml.Receiver("H99.08", ReceiverType.ADDED),)
    )
    assert [one.name for one in queries.replies(outgoing, at=office.at)] == ["Sở Y tế", "Sở Tài chính", "Sở Xây dựng"]
    assert [one.code for one in exchange_queries.progress(outgoing.pk)] == [*BOTH, "H99.08"]


def test_adding_need_not_tell_the_others(office: Cast) -> None:
    outgoing = sent(office)
    update(office, outgoing, added=MORE, told=[])
    assert Transmission.objects.filter(business=BusinessType.UPDATE).count() == 0
    (kept,) = queries.updates(outgoing)
    assert (kept.added, kept.told, kept.by) == ([["H99.08", "Sở Xây dựng"]], [], office.chi)


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({}, "chưa nêu dữ liệu nào"),
        ({"due_on": date(2026, 3, 8)}, "08/03/2026 đã qua"),
        ({"page_amount": 0}, "từ 1 đến 999"),
        ({"due_on": LATER, "told": []}, "chưa chọn nơi nhận"),
        ({"due_on": LATER, "told": ["H99.99"]}, "không giữ văn bản"),
        ({"added": (RECIPIENTS[0],)}, "đã có trong nơi nhận"),
        ({"added": (("H99.77", "Sở đã giải thể"),)}, "đã ngừng nhận"),
        ({"added": (("H99.02", "Sở Nội vụ"),)}, "chính cơ quan ban hành"),
    ],
)
def test_what_cannot_be_told_is_refused_in_words(office: Cast, how: dict[str, Any], why: str) -> None:
    outgoing = sent(office)
    before = Transmission.objects.count()
    with pytest.raises(UpdateRefused, match=why):
        update(office, outgoing, **how)
    assert (Transmission.objects.count(), queries.updates(outgoing)) == (before, [])


def test_an_update_says_why(office: Cast) -> None:
    with pytest.raises(ReasonMissing):
        update(office, sent(office), due_on=LATER, reason=" ")


def test_only_the_clerk_updates_and_nothing_that_is_no_longer_in_force(office: Cast) -> None:
    outgoing = sent(office)
    people = office.everybody().items()
    assert {name for name, one in people if policies.may(one, "update", outgoing, at=office.at)} == {"chi"}
    made = begun(office, outgoing, LinkKind.REPLACES)
    documents.give_identity(made.pk, number="130", notation="SNV-CCVC", issued_on=office.at.date(), wire_id="w130")
    issue(office, made)
    with pytest.raises(NotAllowed, match="không còn hiệu lực"):
        update(office, outgoing, due_on=LATER)


def test_agreeing_to_an_update_is_not_giving_back(office: Cast) -> None:
    outgoing = sent(office)
    update(office, outgoing, due_on=LATER)
    heard(outgoing, "15", office.after(hours=3))
    assert [one.code for one in queries.to_take_back(outgoing.pk)] == BOTH
    operations.recall(outgoing.pk, reason="Ban hành nhầm", by=office.chi, at=office.after(hours=4))
    heard(outgoing, "15", office.after(hours=5))
    assert [one.code for one in queries.to_take_back(outgoing.pk)] == []


def test_who_is_asked_to_give_it_back_is_told_no_news(office: Cast) -> None:
    outgoing = sent(office)
    operations.recall(
        outgoing.pk, reason="Ban hành nhầm", recipients=["H99.05"], by=office.chi, at=office.after(hours=1)
    )
    with pytest.raises(UpdateRefused, match="đang được yêu cầu trả lại"):
        update(office, outgoing, due_on=LATER)
    update(office, outgoing, due_on=LATER, told=["H99.06"])
    assert [one.told_label for one in exchange_queries.progress(outgoing.pk)] == ["", "Chờ gửi"]


GUEST = Addressee("Công ty Ánh Dương", "12 đường Trần Phú", "vanthu@anhduong.vn")


@pytest.fixture
def mail_server(settings: Any) -> None:
    """A mail server is set up; nothing is sent in these tests."""
    mail = settings.OFFICE.mail.model_copy(update={"host": "127.0.0.1", "sender": "vanthu@snv.vn"})
    settings.OFFICE = settings.OFFICE.model_copy(update={"mail": mail})


@pytest.mark.usefixtures("mail_server")
def test_more_recipients_get_the_document_each_his_way(office: Cast) -> None:
    outgoing = sent(office)
    ways = {GUEST.name: ("email", "Công ty đề nghị nhận qua thư")}
    portal = Addressee("Cổng thông tin điện tử tỉnh")
    update(office, outgoing, told=(), added=MORE, others=(GUEST, portal), ways=ways)
    found = {one.name: (one.way, one.departs) for one in dispatched.sendings(outgoing.pk)}
    assert found == {
        "Sở Xây dựng": ("axis", False), GUEST.name: ("email", True), portal.name: ("portal", False),
    }  # fmt: skip
    assert [one.organ_id for one in package("H99.08", 0).recipients] == ["H99.08"], "the axis gets its own only"
    assert [row.sending.email for row in dispatched.mails(outgoing.pk).values()] == [GUEST.email]
    assert dispatched.publication_of(outgoing.pk) is not None
    assert [name for _code, name in queries.updates(outgoing)[0].added] == ["Sở Xây dựng", GUEST.name, portal.name]


def test_more_on_paper_goes_without_a_package_and_only_once(office: Cast) -> None:
    outgoing, before = sent(office), Transmission.objects.count()
    update(office, outgoing, told=(), others=(GUEST,))
    assert [one.way for one in dispatched.sendings(outgoing.pk)] == ["paper"]
    assert Transmission.objects.count() == before
    with pytest.raises(UpdateRefused, match="đã có trong nơi nhận"):
        update(office, outgoing, told=(), others=(GUEST,))


@pytest.mark.usefixtures("mail_server")
def test_an_organisation_of_the_axis_by_e_mail_is_a_departure_with_a_reason(office: Cast) -> None:
    outgoing = sent(office)
    apps.get_model("exchange", "Correspondent").objects.filter(code="H99.08").update(email="sxd@tinh.gov.vn")
    with pytest.raises(WayReasonMissing):
        update(office, outgoing, told=(), added=MORE, ways={"H99.08": ("email", "")})
    update(office, outgoing, told=(), added=MORE, ways={"H99.08": ("email", "Trục của tỉnh đang bảo trì")})
    (made,) = dispatched.sendings(outgoing.pk)
    assert (made.way, made.email, made.departs, made.reason) == (
        "email", "sxd@tinh.gov.vn", True, "Trục của tỉnh đang bảo trì",
    )  # fmt: skip
