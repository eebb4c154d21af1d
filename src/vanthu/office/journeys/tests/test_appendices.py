"""Attachments in files of their own bear the agency's signature, shown as text, before the document is sealed (S4)."""

from __future__ import annotations

import io
from typing import Any

import pypdfium2
import pytest

from vanthu.office.copies.tests.stories import scan
from vanthu.office.documents import queries as documents
from vanthu.office.files import queries as files
from vanthu.office.journeys import signing
from vanthu.office.outgoing import operations as outgoing
from vanthu.office.outgoing import queries
from vanthu.office.outgoing.operations import AppendixNotSignable, AppendixNotSigned
from vanthu.office.outgoing.operations.appendices import require_signed
from vanthu.office.outgoing.states import OutgoingState
from vanthu.office.outgoing.tests import stories
from vanthu.office.outgoing.tests.conftest import office
from vanthu.office.signatures import operations as signatures
from vanthu.office.signatures.ports import DeviceFailed
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import SEAL_PIN
from vanthu.standards.letter.reading import read_pages

__all__ = ["office"]

TABLE = ("so-lieu.xlsx", b"PK no pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def signed_with(cast: Cast, *contents: tuple[str, bytes]) -> Any:
    """A letter with these attachments, signed by Dũng."""
    begun = stories.draft(cast)
    for name, content in contents:
        outgoing.attach(begun.pk, content, name, media_type="application/pdf", by=cast.an, at=cast.at)
    return stories.signed(cast, begun=begun)


def test_each_pdf_is_signed_before_the_seal_and_what_was_approved_stays(office: Cast) -> None:
    document = signed_with(office, ("phu-luc-1.pdf", scan()), ("phu-luc-2.pdf", stories.made_elsewhere()))
    signing.number_and_seal(document.pk, pin=SEAL_PIN, by=office.chi, at=office.after(minutes=25))
    for one in documents.attachments(document.pk):
        before, after = files.read(one.file_id), files.read(one.sent_file.sha256)
        assert after != before
        assert after.startswith(before)
        text = " ".join(line.text for line in read_pages(after)[0].lines)
        assert "Số: 01/SNV-CCVC; 09/03/2026; 08:25:00 +07:00" in text
    issued = outgoing.issue(document.pk, by=office.chi, at=office.after(minutes=30))
    assert issued.state == OutgoingState.ISSUED


def test_after_a_failure_of_the_device_the_rest_is_signed_and_nothing_twice(
    office: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = signed_with(office, ("phu-luc-1.pdf", scan()), ("phu-luc-2.pdf", stories.made_elsewhere()))
    provide, calls = signatures.provide, iter([True, False])

    def breaks(*args: Any, **values: Any) -> Any:
        if not next(calls):
            raise DeviceFailed(sentence="Thiết bị đã bị rút ra.")
        return provide(*args, **values)

    with monkeypatch.context() as patch:
        patch.setattr(signatures, "provide", breaks)
        with pytest.raises(DeviceFailed):
            signing.number_and_seal(document.pk, pin=SEAL_PIN, by=office.chi, at=office.after(minutes=25))
    first, second = (one.sent_file.sha256 != one.file_id for one in documents.attachments(document.pk))
    assert (first, second, queries.get(office.chi, document.pk, at=office.at).state) == (True, False, "numbered")
    kept = documents.attachments(document.pk)[0].sent_file.sha256
    done = signing.number_and_seal(document.pk, pin=SEAL_PIN, by=office.chi, at=office.after(minutes=26))
    assert (done.done, documents.attachments(document.pk)[0].sent_file.sha256) == (True, kept)
    require_signed(document, at=office.after(minutes=27))


def test_what_others_signed_and_what_is_no_pdf_goes_along_as_it_is(office: Cast) -> None:
    signed_elsewhere = stories.latest_pdf(stories.signed(office))
    document = signed_with(office, ("cua-noi-khac.pdf", signed_elsewhere), TABLE[:2])
    signing.number_and_seal(document.pk, pin=SEAL_PIN, by=office.chi, at=office.after(minutes=25))
    assert all(one.sent_file.sha256 == one.file_id for one in documents.attachments(document.pk))
    require_signed(document, at=office.after(minutes=27))


def test_without_the_agencys_signature_on_every_appendix_nothing_is_issued(office: Cast) -> None:
    begun = stories.draft(office)
    outgoing.attach(begun.pk, scan(), "phu-luc.pdf", media_type="application/pdf", by=office.an, at=office.at)
    with pytest.raises(AppendixNotSigned) as refusal:
        require_signed(begun, at=office.at)
    assert "«phu-luc.pdf»" in refusal.value.sentence


def test_a_file_that_could_not_be_signed_is_not_attached(office: Cast) -> None:
    opened, out = pypdfium2.PdfDocument(scan()), io.BytesIO()
    opened[0].set_rotation(90)
    opened.save(out)
    turned = out.getvalue()
    begun = stories.draft(office)
    with pytest.raises(AppendixNotSignable) as refusal:
        outgoing.attach(begun.pk, turned, "xoay.pdf", media_type="application/pdf", by=office.an, at=office.at)
    assert "bị xoay" in refusal.value.sentence
    assert documents.attachments(begun.pk) == []
