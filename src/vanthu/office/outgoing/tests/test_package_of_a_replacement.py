"""What a document that deals with another says of it on the wire (QCVN 102)."""

from __future__ import annotations

import pytest
from django.apps import apps

from vanthu.office.assignments import operations as assignments
from vanthu.office.assignments import queries as tasks
from vanthu.office.documents import operations as documents
from vanthu.office.documents.states import LinkKind
from vanthu.office.files import queries as files
from vanthu.office.outgoing import operations
from vanthu.office.outgoing.tests.stories import draft, issued, sealed
from vanthu.office.testing.cast import Cast
from vanthu.standards import edxml

Transmission = apps.get_model("exchange", "Transmission")


def sent(outgoing: object) -> edxml.DocumentMessage:
    row = Transmission.objects.filter(document_id=outgoing.pk).first()  # type: ignore[attr-defined]
    found = edxml.read_envelope(files.path_of(row.package_id)).message
    assert isinstance(found, edxml.DocumentMessage)
    return found


@pytest.mark.slow
def test_a_replacement_names_the_replaced_document_and_for_whom(office: Cast) -> None:
    old = issued(office, recipients=(("H99.05", "Sở Y tế"),))
    new = sealed(office, body="Nội dung mới.\nCông văn này thay thế Công văn số 01/SNV-CCVC./.")
    documents.link(new.pk, old.pk, LinkKind.REPLACES)
    operations.issue(new.pk, by=office.chi, at=office.after(hours=2))
    told = sent(new).business
    assert (told.type, told.reason) == (edxml.BusinessType.REPLACE, "Thay thế Công văn số 01/SNV-CCVC ngày 09/3/2026")
    assert told.replacements == (edxml.ReplacementInfo("H99.02,2026/03/09,01/SNV-CCVC", ("H99.05",)),)
    assert sent(old).business.type is edxml.BusinessType.NEW


@pytest.mark.slow
def test_a_correction_is_a_new_document_that_refers_to_the_other(office: Cast) -> None:
    old = draft(office)
    documents.give_identity(old.pk, number="125", notation="SNV", issued_on=office.at.date(), wire_id="w")
    new = sealed(office)
    documents.link(new.pk, old.pk, LinkKind.CORRECTS)
    apps.get_model("outgoing", "OutgoingDocument").objects.filter(pk=old.pk).update(state="issued")
    operations.issue(new.pk, by=office.chi, at=office.after(hours=2))
    message = sent(new)
    assert (message.business.type, message.other.reference_codes) == (edxml.BusinessType.NEW, "125/SNV")


@pytest.mark.slow
def test_an_answer_carries_the_code_under_which_a_superior_follows_the_task(office: Cast) -> None:
    new = sealed(office)
    work = assignments.give(
        title="Báo cáo", code="VPCP-2026-118", lead_unit_id=office.ccvc.pk, by=office.dung, at=office.at
    )
    (task,) = tasks.tasks_in(work.pk)
    assignments.link(task.pk, document=new.document, by=office.dung, at=office.at)
    operations.issue(new.pk, by=office.chi, at=office.after(hours=2))
    assert sent(new).task_codes == ("VPCP-2026-118",)
