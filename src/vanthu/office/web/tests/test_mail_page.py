"""An e-mail that did not leave is shown to the clerk, who tries again or gives up."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from vanthu.office.dispatch import operations as dispatch
from vanthu.office.dispatch import ports
from vanthu.office.dispatch import queries as dispatched
from vanthu.office.dispatch.ports import MailNotSent
from vanthu.office.dispatch.states import MailState
from vanthu.office.outgoing.tests.test_mailing import FakeMailer, letter, mailer  # noqa: F401  (fixtures)
from vanthu.office.testing.cast import Cast
from vanthu.office.web.tests.conftest import Browse, text_of


@pytest.fixture
def failed(office: Cast, letter: Any) -> Any:  # noqa: F811
    refusing = FakeMailer()
    refusing.refusal = MailNotSent("VT-THU-TU-CHOI", "Không có hộp thư này.", final=True)
    with ports.provided(refusing):
        dispatch.send_mail_due(at=office.after(minutes=40))
    return letter


@pytest.mark.parametrize(("deed", "state"), [("gui-lai", MailState.WAITING), ("huy-gui", MailState.CANCELLED)])
def test_the_clerk_sees_why_an_email_did_not_leave_and_decides(
    office: Cast, browse: Browse, failed: Any, deed: str, state: str
) -> None:
    client = browse(office.chi)
    for page in (reverse("web:outgoing_document", kwargs={"document_id": failed.pk}), "/lien-thong"):
        shown = text_of(client.get(page))
        assert "Không có hộp thư này." in shown
        assert "VT-THU-TU-CHOI" in shown
    (mail,) = dispatched.mails(failed.pk).values()
    address = reverse("web:mail", kwargs={"document_id": failed.pk, "mail_id": mail.pk, "slug": deed})
    assert browse(office.an).post(address).status_code == 403
    client.post(address)
    assert dispatched.mail(mail.pk).state == state
    assert "Không có hộp thư này." not in text_of(client.get("/lien-thong"))
