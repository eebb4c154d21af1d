"""Ways of sending on the screen: in the form of a draft, in the dialog of issuing, on the page of the document."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from vanthu.office.dispatch import queries as dispatched
from vanthu.office.dispatch.states import Way
from vanthu.office.outgoing import operations, queries
from vanthu.office.outgoing.operations import Addressee
from vanthu.office.outgoing.tests import stories
from vanthu.office.testing.cast import Cast
from vanthu.office.web.forms import ways as forms
from vanthu.office.web.tests.conftest import Browse, text_of
from vanthu.office.web.tests.test_writing import typed

COMPANY = "|Công ty Cổ phần Ánh Dương|12 phố Huế|lienhe@anhduong.example"
WHY = "Nơi nhận đang bảo trì hệ thống"


def rows(*recipients: str, way: str = "", reason: str = "") -> dict[str, Any]:
    """Rows of recipients as the form sends them, the last with a way chosen."""
    blank = [""] * (len(recipients) - 1)
    return {"recipient": list(recipients), "way": [*blank, way], "way_reason": [*blank, reason]}


def test_a_recipient_that_is_not_on_the_axis_is_kept_with_address_and_email(office: Cast, browse: Browse) -> None:
    browse(office.an).post("/van-ban-di/soan", {**typed(office), **rows(COMPANY)})
    draft = queries.listing(office.an, at=office.at).rows[0]
    fields = queries.fields_of(queries.get(office.an, draft.document_id, at=office.at))
    assert (fields.recipients, fields.others) == (
        (),
        (Addressee("Công ty Cổ phần Ánh Dương", "12 phố Huế", "lienhe@anhduong.example"),),
    )


def test_each_recipient_shows_its_way_and_why_while_one_writes(office: Cast, browse: Browse) -> None:
    sent = {**typed(office), **rows("H99.05|Sở Y tế", COMPANY)}
    page = text_of(browse(office.an).post(reverse("web:recipient_rows"), sent))
    assert "Nơi nhận ở trên trục liên thông: điện tử qua trục" in page
    assert "Nơi nhận không ở trên trục liên thông: bản giấy" in page
    assert page.count('value="axis"') == 1, "nobody beside the axis is offered the axis"


def test_another_way_without_a_reason_is_not_saved(office: Cast, browse: Browse) -> None:
    sent = {**typed(office), **rows("H99.05|Sở Y tế", way=Way.PAPER)}
    answer = browse(office.an).post("/van-ban-di/soan", sent)
    assert answer.status_code == 422
    assert "Hãy ghi lý do gửi Sở Y tế bằng cách «bản giấy»" in text_of(answer)
    assert queries.listing(office.an, at=office.at).rows == ()


def test_another_way_with_its_reason_is_kept_and_shown_again(office: Cast, browse: Browse) -> None:
    client = browse(office.an)
    client.post("/van-ban-di/soan", {**typed(office), **rows("H99.05|Sở Y tế", way=Way.PAPER, reason=WHY)})
    draft = queries.listing(office.an, at=office.at).rows[0]
    again = text_of(client.get(reverse("web:rewrite", kwargs={"document_id": draft.document_id})))
    assert f'value="{WHY}"' in again
    shown = text_of(client.get(reverse("web:outgoing_document", kwargs={"document_id": draft.document_id})))
    assert f"khác quy định</span>: {WHY}" in shown or f"khác quy định: {WHY}" in shown


@pytest.fixture
def ready(office: Cast) -> Any:
    return stories.sealed(office, others=(Addressee("Công ty Cổ phần Ánh Dương"),))


def dialog(ready: Any) -> str:
    return reverse("web:outgoing_verb", kwargs={"document_id": ready.pk, "slug": "phat-hanh"})


def test_the_clerk_sees_each_way_and_why_before_issuing(office: Cast, browse: Browse, ready: Any) -> None:
    page = text_of(browse(office.chi).get(dialog(ready)))
    assert "Gửi tới 3 nơi" in page
    assert page.count("Vì sao") == 3


def test_the_clerk_departs_from_the_rule_with_a_reason_only(office: Cast, browse: Browse, ready: Any) -> None:
    client = browse(office.chi)
    sent = rows("H99.05|Sở Y tế", way=Way.BOTH)
    answer = client.post(dialog(ready), sent)
    assert answer.status_code == 422
    assert "Hãy ghi lý do gửi Sở Y tế" in text_of(answer)
    client.post(dialog(ready), {**sent, "way_reason": WHY})
    assert [(one.way, one.reason) for one in dispatched.sendings(ready.pk)] == [
        (Way.BOTH, WHY),
        (Way.AXIS, ""),
        (Way.PAPER, ""),
    ]
    page = text_of(client.get(reverse("web:outgoing_document", kwargs={"document_id": ready.pk})))
    assert f"Theo quy định: điện tử qua trục. Lê Thị Chi chọn khác: {WHY}" in page


def test_rows_of_a_form_are_read_as_they_were_written() -> None:
    targets = [
        dispatched.Target("Sở Y tế", code="H99.05"),
        dispatched.Target("Ông A|B", address="Số 1", email="a@b.vn"),
    ]
    values = [forms.value_of(one) for one in targets]
    assert forms.recipients_of(values) == [("H99.05", "Sở Y tế")]
    assert forms.others_of(values) == [Addressee("Ông A B", "Số 1", "a@b.vn")]


def test_an_issue_without_script_goes_by_the_rules(office: Cast, browse: Browse, ready: Any) -> None:
    browse(office.chi).post(dialog(ready), {})
    assert not any(one.departs for one in dispatched.sendings(ready.pk))
    with_them = operations.Addressee("Công ty Cổ phần Ánh Dương")
    assert queries.fields_of(queries.get(office.chi, ready.pk, at=office.at)).others == (with_them,)
