"""A file marked secret is stopped before anything of it is stored (QD28-A1)."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from vanthu.office.outgoing import operations
from vanthu.office.outgoing.models import OutgoingDocument
from vanthu.office.outgoing.tests.stories import draft, fields
from vanthu.office.testing.cast import Cast
from vanthu.standards.letter.tests.test_secrecy import page

MARKED = page(below_number="*TỐI MẬT*")
UNMARKED = page(body="Tăng cường bảo mật; văn bản MẬT soạn trên máy riêng.")


def kept() -> int:
    return apps.get_model("files", "StoredFile").objects.count()


def upload(cast: Cast) -> Any:
    return operations.upload_draft(fields(cast), MARKED, "mat.pdf", by=cast.an, at=cast.at)


def replace(cast: Cast) -> Any:
    return operations.replace_pdf(draft(cast).pk, MARKED, "mat.pdf", by=cast.an, at=cast.at)


def attach(cast: Cast) -> Any:
    return operations.attach(draft(cast).pk, MARKED, "mat.pdf", media_type="application/pdf", by=cast.an, at=cast.at)


@pytest.mark.parametrize("way_in", [upload, replace, attach])
def test_a_marked_file_is_refused_with_the_rule_and_nothing_is_stored(office: Cast, way_in: Any) -> None:
    before = kept()
    with pytest.raises(operations.UploadSecret) as refused:
        way_in(office)
    assert "«mat.pdf»" in refused.value.sentence
    assert "«TỐI MẬT»" in refused.value.sentence
    assert "Điều 1 Quyết định 28/2018/QĐ-TTg" in refused.value.sentence
    assert kept() == before
    assert not OutgoingDocument.objects.filter(source="uploaded").exists()


def test_the_words_in_the_text_stop_nothing(office: Cast) -> None:
    operations.attach(
        draft(office).pk, UNMARKED, "bao-mat.pdf", media_type="application/pdf", by=office.an, at=office.at
    )
    assert kept() == 1
