"""What is stuck: tried again by one operator, left for good by two."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from vanthu.axis.console.models import Proposal
from vanthu.axis.console.tests.conftest import NOW, Browse, Staff, Story, text_of
from vanthu.axis.delivery.models import Delivery
from vanthu.axis.evidence.models import Fact
from vanthu.axis.federation import states
from vanthu.axis.federation.models import Forwarding, Pulled
from vanthu.axis.jobs.auditing import audit
from vanthu.axis.registry import operations as registry
from vanthu.axis.registry import queries

pytestmark = pytest.mark.django_db
UP = "/quan-tri/cap-tren"


def refused(package: UUID) -> Forwarding:
    return Forwarding.objects.create(
        package_id=package, message_type="edoc", state=states.REFUSED, sentence="nơi nhận chưa đăng ký", due_at=NOW,
        created_at=NOW, finished_at=NOW, tries=3,
    )  # fmt: skip


def came_down(state: str) -> Pulled:
    return Pulled.objects.create(
        hub_id=f"hub-{state}", message_type="edoc", from_code="G09", to_code="H37.99", state=state, due_at=NOW,
        sentence="nơi nhận không tồn tại", listed_at=NOW, finished_at=NOW, tries=5,
    )  # fmt: skip


def test_a_failed_delivery_is_put_in_front_again(staff: Staff, story: Story, browse: Browse) -> None:
    row = Delivery.objects.get(package=story.failed)
    page = f"/quan-tri/goi-tin/{story.failed}"
    assert "Đưa lại lên đầu hàng chờ" in text_of(browse(staff.an).get(page))
    post = f"/quan-tri/giao/{row.pk}/de-nghi", {"viec": "dua-lai"}
    assert "chỉ được xem" in text_of(browse(staff.chi).post(*post, follow=True))
    assert "Đã đưa lại" in text_of(browse(staff.an).post(*post, follow=True))
    before, row = row.rank, Delivery.objects.get(pk=row.pk)
    assert row.state == "initial"
    assert row.rank is not None
    assert row.rank < (before or 0)
    assert Fact.objects.filter(subject=str(row.pk), by="operator:an").get().kind == "delivery.status"
    assert "gói giao" in text_of(browse(staff.an).post(*post, follow=True))
    assert "Đưa lại lên đầu hàng chờ" not in text_of(browse(staff.an).get(page))
    assert audit().intact


@pytest.mark.usefixtures("below_a_parent")
def test_a_delivery_that_failed_at_the_parent_is_sent_again_by_its_forwarding(
    staff: Staff, story: Story, browse: Browse
) -> None:
    registry.ensure_parent("Trục cấp trên", by="test", at=NOW)
    parent = queries.parent()
    assert parent
    row = Delivery.objects.get(package=story.failed)
    Delivery.objects.filter(pk=row.pk).update(mailbox=parent.id)
    told = browse(staff.an).post(f"/quan-tri/giao/{row.pk}/de-nghi", {"viec": "dua-lai"}, follow=True)
    assert "thất bại ở trục cấp trên" in text_of(told)


@pytest.mark.usefixtures("below_a_parent")
def test_what_the_parent_refused_is_sent_again_by_one(staff: Staff, story: Story, browse: Browse) -> None:
    row, browser = refused(story.late), browse(staff.an)
    assert "Gửi lại" in text_of(browser.get(UP))
    assert "Gửi lại" not in text_of(browse(staff.chi).get(UP))
    assert "thực hiện lại" in text_of(browser.post(f"{UP}/{row.pk}", {"viec": "gui-lai"}, follow=True))
    row.refresh_from_db()
    assert (row.state, row.tries, row.finished_at) == (states.WAITING, 0, None)
    assert Fact.objects.get(subject=str(row.pk)).kind == "forwarding.retry"
    assert "không có gói tin" in text_of(browser.post(f"{UP}/{row.pk}", {"viec": "gui-lai"}, follow=True)).lower()


@pytest.mark.usefixtures("below_a_parent")
@pytest.mark.parametrize(
    ("stuck", "again"), [(states.FAILED, states.KEPT), (states.UNAVAILABLE, states.LISTED)], ids=["judged", "not given"]
)
def test_what_came_down_and_could_not_be_put_down_is_taken_up_again(
    stuck: str, again: str, staff: Staff, cast: None, browse: Browse
) -> None:
    row = came_down(stuck)
    browse(staff.an).post(f"{UP}/{row.pk}", {"viec": "lay-lai"})
    row.refresh_from_db()
    assert (row.state, row.tries, row.finished_at, row.due_at) == (again, 0, None, NOW)


@pytest.mark.usefixtures("below_a_parent")
@pytest.mark.parametrize("kind", ["forwarding.dismiss", "pulled.dismiss"])
def test_leaving_it_for_good_takes_two(kind: str, staff: Staff, story: Story, browse: Browse) -> None:
    row: Forwarding | Pulled = refused(story.late) if kind == "forwarding.dismiss" else came_down(states.FAILED)
    an, binh = browse(staff.an), browse(staff.binh)
    an.post(f"{UP}/{row.pk}", {"viec": kind, "reason": "Cơ quan đã giải thể"})
    proposal = Proposal.objects.get()
    row.refresh_from_db()
    assert row.state in (states.REFUSED, states.FAILED)
    assert "Đang có đề nghị" in text_of(an.get(UP))
    assert "không được tự quyết định" in text_of(
        an.post(f"/quan-tri/de-nghi/{proposal.pk}", {"viec": "xac-nhan"}, follow=True)
    )
    assert "Đã xác nhận" in text_of(binh.post(f"/quan-tri/de-nghi/{proposal.pk}", {"viec": "xac-nhan"}, follow=True))
    row.refresh_from_db()
    assert row.state in (states.EXPIRED, states.DISMISSED)
    assert Fact.objects.get(subject=str(row.pk)).by == "operator:binh"
    assert str(row.pk) not in text_of(an.get(UP))
    an.post(f"{UP}/{row.pk}", {"viec": kind, "reason": "Lần nữa"})
    assert Proposal.objects.count() == 1


def test_the_last_audit_is_shown_and_what_it_found_comes_first(staff: Staff, story: Story, browse: Browse) -> None:
    from vanthu.axis.intake.models import Package
    from vanthu.axis.jobs.auditing import audited

    browser = browse(staff.chi)
    assert "Chưa kiểm toán lần nào" in text_of(browser.get("/quan-tri/"))
    audited(by="cli:root", at=NOW - timedelta(hours=2))
    assert "toàn vẹn" in text_of(browser.get("/quan-tri/"))
    Package.objects.filter(pk=story.done).update(title="Đổi trích yếu")
    audited(by="cli:root", at=NOW - timedelta(hours=1))
    assert "thấy 1 bản ghi bị sửa" in text_of(browser.get("/quan-tri/"))
    assert f"gói tin {story.done}" in text_of(browser.get("/quan-tri/kiem-toan"))
