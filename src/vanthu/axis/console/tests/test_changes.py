"""Who may change what; what one may not do alone takes two."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from vanthu.axis.console import policies, states
from vanthu.axis.console.models import Operator, Proposal
from vanthu.axis.console.operations import changes, proposals
from vanthu.axis.console.tests.conftest import NOW, Browse, Staff, Story, text_of
from vanthu.axis.delivery.models import Delivery
from vanthu.axis.evidence.models import Fact
from vanthu.axis.evidence.queries import verify_log
from vanthu.axis.registry import monitoring, operations
from vanthu.runtime.errors import VanThuError

pytestmark = pytest.mark.django_db
WHY = "Quyết định số 12/QĐ-UBND"


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("viewer", {policies.SEE}),
        ("operator", {policies.SEE, policies.CHANGE, policies.PROPOSE, policies.DECIDE}),
        ("unheard-of", set()),
    ],
)
@pytest.mark.parametrize("what", [policies.SEE, policies.CHANGE, policies.PROPOSE, policies.DECIDE])
def test_the_table_of_permissions(role: str, allowed: set[str], what: str) -> None:
    assert policies.may(Operator(name="x", role=role), what) == (what in allowed)
    assert not policies.may(Operator(name="x", role=role, active=False), what)


def test_who_only_looks_on_changes_nothing_whatever_he_posts(staff: Staff, cast: None, browse: Browse) -> None:
    before = Fact.objects.count()
    browser = browse(staff.chi)
    posts = [("co-quan/ma/H37", verb) for verb in ("khoa", "mo-khoa", "luu", "ma-khac", "dong", "thay")]
    posts += [("he-thong/id/BO", verb) for verb in ("luu", "ngung", "doi-ma", "ket-noi-lai")]
    values = {"reason": WHY, "name": "Tên khác", "alias": "X.1", "detail": "G09"}
    for address, verb in posts:
        page = browser.post(f"/quan-tri/{address}", {"viec": verb, **values}, follow=True)
        assert "chỉ được xem" in text_of(page), verb
    for address, more in (("co-quan/them", {"code": "Z1"}), ("he-thong/them", {"system_id": "Z1"})):
        assert browser.post(f"/quan-tri/{address}", {**values, **more}).status_code == 403
    assert Fact.objects.count() == before
    assert not Proposal.objects.exists()


def test_who_only_looks_on_sees_no_verbs(staff: Staff, cast: None, browse: Browse) -> None:
    assert "Lập đề nghị" not in text_of(browse(staff.chi).get("/quan-tri/co-quan/ma/H37"))
    assert "Lập đề nghị" in text_of(browse(staff.an).get("/quan-tri/co-quan/ma/H37"))


def test_an_agency_is_added_changed_named_locked_and_unlocked_and_each_is_a_fact_of_the_operator(
    staff: Staff, cast: None, browse: Browse
) -> None:
    browser = browse(staff.an)
    new = {"code": "H37.09", "name": "Sở Tài chính", "system": "TINH", "parent": "H37", "aliases": "000.00.09.H37 STC"}
    assert browser.post("/quan-tri/co-quan/them", {**new, "is_agency": "on"}).status_code == 302
    page = "/quan-tri/co-quan/ma/H37.09"
    changed = {"viec": "luu", "name": "Sở Tài chính – Kế hoạch", "system": "TINH", "parent": "H37", "is_agency": "on"}
    browser.post(page, changed)
    browser.post(page, {"viec": "ma-khac", "alias": "TC.CU"})
    browser.post(page, {"viec": "khoa", "reason": "Kiểm tra"})
    locked = monitoring.agency("TC.CU")
    assert locked
    assert (locked.code, locked.name, locked.state) == ("H37.09", "Sở Tài chính – Kế hoạch", "locked")
    browser.post(page, {"viec": "mo-khoa"})
    told = Fact.objects.filter(subject="H37.09", by="operator:an").order_by("number")
    assert list(told.values_list("kind", flat=True)) == [
        "agency.added",
        "agency.alias_added",
        "agency.alias_added",
        "agency.changed",
        "agency.alias_added",
        "agency.lock",
        "agency.unlock",
    ]
    text = text_of(browser.get("/quan-tri/nhat-ky"))
    assert "Tạm khóa cơ quan" in text
    assert "quản trị an" in text


def test_what_cannot_be_added_is_said_on_the_form(staff: Staff, cast: None, browse: Browse) -> None:
    browser = browse(staff.an)
    response = browser.post("/quan-tri/co-quan/them", {"code": "H37", "name": "Trùng"})
    assert "đã có trong danh mục" in text_of(response)
    response = browser.post("/quan-tri/he-thong/them", {"system_id": "BO", "name": "Trùng"})
    assert "đã được cấp" in text_of(response)


def test_a_new_secret_is_shown_once_and_never_again(staff: Staff, cast: None, browse: Browse) -> None:
    browser = browse(staff.an)
    shown = text_of(browser.post("/quan-tri/he-thong/them", {"system_id": "MOI", "name": "Mới"}))
    secret = shown.split('id="secret">')[1].split("<")[0]
    assert operations.systems.has_secret("MOI", secret)
    assert secret not in text_of(browser.get("/quan-tri/he-thong/id/MOI"))
    assert secret not in "".join(Fact.objects.values_list("data", flat=True))


def test_limits_and_webhook_of_a_system_are_changed_by_one(staff: Staff, cast: None, browse: Browse) -> None:
    browser = browse(staff.an)
    values = {"viec": "luu", "name": "Bộ", "rate_per_minute": "30", "webhook_url": "https://qlvb.example/bao"}
    browser.post("/quan-tri/he-thong/id/BO", values)
    found = monitoring.system("BO")
    assert found
    assert (found.rate_per_minute, found.max_package_mb, found.webhook_url) == (30, None, "https://qlvb.example/bao")
    page = browser.post("/quan-tri/he-thong/id/BO", {**values, "webhook_url": "ftp://x"}, follow=True)
    assert "VT-TRUC-WEBHOOK" in text_of(page)
    with pytest.raises(ValueError, match="not for one person"):
        changes.change_system(staff.an, "BO", {"active": False}, at=NOW)


def propose(staff: Staff, action: str = states.CLOSE, subject: str = "H37.05", detail: str = "") -> UUID:
    return proposals.propose(staff.an, action, subject, detail=detail, reason=WHY, at=NOW)


def test_another_person_confirms_and_it_happens(staff: Staff, cast: None) -> None:
    key = propose(staff)
    assert monitoring.agency("H37.05").state == "open"  # type: ignore[union-attr]
    proposals.confirm(staff.binh, key, note="Đã đối chiếu", at=NOW)
    assert monitoring.agency("H37.05").state == "closed"  # type: ignore[union-attr]
    told = list(Fact.objects.order_by("number").values_list("kind", "by"))[-3:]
    assert told == [
        ("proposal.made", "operator:an"),
        ("agency.close", "operator:binh"),
        ("proposal.confirmed", "operator:binh"),
    ]
    assert verify_log().intact


def test_the_same_person_is_refused_by_the_operation_and_by_the_table(staff: Staff, cast: None) -> None:
    key = propose(staff)
    for verb in (proposals.confirm, proposals.reject):
        with pytest.raises(proposals.SamePerson):
            verb(staff.an, key, note="", at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=key).update(state=states.CONFIRMED, decided_by=staff.an, decided_at=NOW)
    assert Proposal.objects.get(pk=key).state == states.OPEN
    assert monitoring.agency("H37.05").state == "open"  # type: ignore[union-attr]


def test_who_only_looks_on_neither_proposes_nor_decides(staff: Staff, cast: None) -> None:
    key = propose(staff)
    with pytest.raises(policies.MayNot):
        proposals.confirm(staff.chi, key, at=NOW)
    with pytest.raises(policies.MayNot):
        proposals.propose(staff.chi, states.CLOSE, "H37", reason=WHY, at=NOW)


def test_a_confirmation_cannot_be_replayed_and_a_rejection_is_final(staff: Staff, cast: None) -> None:
    key = propose(staff, states.ROTATE, "BO", "60")
    secret = proposals.confirm(staff.binh, key, at=NOW)
    assert operations.systems.has_secret("BO", secret)
    for verb in (proposals.confirm, proposals.reject):
        with pytest.raises(proposals.ProposalDecided):
            verb(staff.binh, key, note="", at=NOW)
    assert operations.systems.has_secret("BO", secret)
    other = propose(staff, states.ROTATE, "BO", "60")
    proposals.reject(staff.binh, other, note="Không cần", at=NOW)
    with pytest.raises(proposals.ProposalDecided):
        proposals.confirm(staff.binh, other, at=NOW)
    assert operations.systems.has_secret("BO", secret)


def test_a_proposal_nobody_decides_runs_out_and_can_be_made_again(staff: Staff, cast: None) -> None:
    key = propose(staff)
    late = NOW + timedelta(hours=48)
    with pytest.raises(proposals.ProposalDecided, match="Hết hiệu lực"):
        proposals.confirm(staff.binh, key, at=late)
    again = proposals.propose(staff.binh, states.CLOSE, "H37.05", reason=WHY, at=late)
    assert Proposal.objects.get(pk=key).state == states.LAPSED
    proposals.confirm(staff.an, again, at=late)
    assert monitoring.agency("H37.05").state == "closed"  # type: ignore[union-attr]


def test_the_same_is_proposed_once_at_a_time(staff: Staff, cast: None) -> None:
    propose(staff)
    with pytest.raises(proposals.ProposalOpen):
        proposals.propose(staff.binh, states.CLOSE, "H37.05", reason=WHY, at=NOW)


def test_one_takes_back_ones_own_proposal_only(staff: Staff, cast: None) -> None:
    key = propose(staff)
    with pytest.raises(proposals.ProposalDecided):
        proposals.withdraw(staff.binh, key, at=NOW)
    proposals.withdraw(staff.an, key, at=NOW)
    with pytest.raises(proposals.ProposalDecided):
        proposals.confirm(staff.binh, key, at=NOW)


def test_a_deed_that_fails_leaves_the_proposal_open(staff: Staff, cast: None) -> None:
    key = propose(staff)
    operations.close_agency("H37.05", by="cli:root", at=NOW)
    with pytest.raises(VanThuError, match="VT-TRUC-CO-QUAN-TRANG-THAI"):
        proposals.confirm(staff.binh, key, at=NOW)
    assert Proposal.objects.get(pk=key).state == states.OPEN


@pytest.mark.parametrize(
    ("action", "subject", "detail"),
    [
        (states.CLOSE, "KHONG-CO", ""),
        (states.CLOSE, "G07", ""),
        (states.REPLACE, "H37.05", ""),
        (states.REPLACE, "H37.05", "H37.05"),
        (states.REPLACE, "H37.05", "G07"),
        (states.ROTATE, "KHONG-CO", ""),
        (states.ROTATE, "BO", "nhiều"),
        (states.ROTATE, "BO", "10081"),
        (states.ROTATE, "BO", "99999999999999999999"),
        (states.EXPIRE, "00000000-0000-7000-8000-000000000000", ""),
        ("xóa hết", "BO", ""),
    ],
)
def test_what_cannot_be_done_cannot_be_proposed(
    action: str, subject: str, detail: str, staff: Staff, cast: None
) -> None:
    with pytest.raises(proposals.ProposalInvalid):
        propose(staff, action, subject, detail)


def test_a_reason_must_be_given(staff: Staff, cast: None) -> None:
    with pytest.raises(proposals.ProposalInvalid, match="lý do"):
        proposals.propose(staff.an, states.CLOSE, "H37.05", reason="  ", at=NOW)


def test_a_delivery_is_given_up_and_let_wait_again_by_two(staff: Staff, story: Story, browse: Browse) -> None:
    row = Delivery.objects.get(package=story.late)
    an, binh = browse(staff.an), browse(staff.binh)
    an.post(f"/quan-tri/giao/{row.pk}/de-nghi", {"viec": states.EXPIRE, "reason": WHY})
    key = Proposal.objects.get().pk
    assert "không được tự quyết định" in text_of(an.post(f"/quan-tri/de-nghi/{key}", {"viec": "xac-nhan"}, follow=True))
    binh.post(f"/quan-tri/de-nghi/{key}", {"viec": "xac-nhan"})
    row.refresh_from_db()
    assert (row.state, row.rank, row.description) == ("expired", None, WHY)
    key = proposals.propose(staff.binh, states.REOPEN, str(row.pk), reason="Nơi nhận đã sửa xong", at=NOW)
    proposals.confirm(staff.an, key, at=NOW)
    row.refresh_from_db()
    assert (row.state, row.warned_at) == ("initial", None)
    assert row.rank is not None
    assert "Dừng giao" in text_of(an.get(f"/quan-tri/goi-tin/{story.late}"))


def test_what_is_done_can_neither_be_given_up_nor_opened_again(staff: Staff, story: Story) -> None:
    row = Delivery.objects.get(package=story.done, state="done")
    for action in (states.EXPIRE, states.REOPEN):
        with pytest.raises(proposals.ProposalInvalid):
            propose(staff, action, str(row.pk))


def test_an_agency_is_replaced_by_two_and_a_system_stopped_by_one_over_the_pages(
    staff: Staff, cast: None, browse: Browse
) -> None:
    an, binh = browse(staff.an), browse(staff.binh)
    an.post("/quan-tri/co-quan/ma/H37.05", {"viec": "thay", "detail": "H37.02", "reason": WHY})
    an.post("/quan-tri/he-thong/id/SDK", {"viec": "ngung", "reason": ""})
    assert monitoring.system("SDK").active, "not without a reason"  # type: ignore[union-attr]
    an.post("/quan-tri/he-thong/id/SDK", {"viec": "ngung", "reason": WHY})
    assert not monitoring.system("SDK").active  # type: ignore[union-attr]
    assert "1" in text_of(binh.get("/quan-tri/")).split("Đề nghị")[1][:60]
    for proposal in Proposal.objects.all():
        binh.post(f"/quan-tri/de-nghi/{proposal.pk}", {"viec": "xac-nhan"})
    found = monitoring.agency("H37.05")
    assert found
    assert (found.state, found.replaced_by) == ("closed", "H37.02")
    an.post("/quan-tri/he-thong/id/SDK", {"viec": "ket-noi-lai"})
    assert monitoring.system("SDK").active  # type: ignore[union-attr]


def test_one_operator_stops_a_system_at_once_with_a_reason_and_lets_it_in_again(staff: Staff, cast: None) -> None:
    assert changes.stop_system(staff.an, "BO", "Lộ mã bí mật", at=NOW)
    assert not monitoring.system("BO").active  # type: ignore[union-attr]
    fact = Fact.objects.latest("number")
    assert (fact.kind, fact.by) == ("system.changed", staff.an.by)
    assert "Lộ mã bí mật" in fact.data
    assert not changes.stop_system(staff.an, "BO", "Lần nữa", at=NOW)
    assert changes.activate_system(staff.binh, "BO", at=NOW)
    assert monitoring.system("BO").active  # type: ignore[union-attr]
    with pytest.raises(policies.MayNot):
        changes.stop_system(staff.chi, "BO", WHY, at=NOW)
    with pytest.raises(operations.UnknownSystem):
        changes.stop_system(staff.an, "KHONG-CO", WHY, at=NOW)
