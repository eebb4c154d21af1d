"""No business data is asked for without an agency, and nobody sees another agency's."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from vanthu.office.documents import operations as documents
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.scope import AgencyScoped, NoAgencyInForce, agency_in_force, current_agency
from vanthu.office.registers import operations as registers
from vanthu.office.registers.states import RegisterKind
from vanthu.office.testing.cast import Cast

SCOPED = [model for model in apps.get_models() if issubclass(model, AgencyScoped)]


def one_document(cast: Cast, code: str) -> Any:
    document = documents.create(
        direction="outgoing", type_name="Công văn", subject="thử", issuer_code=code, issuer_name="Sở", at=cast.at
    )
    documents.add_version(document.pk, kind="uploaded", content=b"%PDF-", file_name="a.pdf", by=None, at=cast.at)
    documents.add_attachment(document.pk, content=b"x", file_name="b.txt", media_type="text/plain", at=cast.at)
    registers.take_number(kind=RegisterKind.OUTGOING, document_id=document.pk, on=cast.at.date(), by=None, at=cast.at)
    return document


def test_there_are_scoped_models_of_many_domains() -> None:
    assert len(SCOPED) > 15


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model._meta.label)
def test_a_query_without_an_agency_in_force_raises(model: Any, db: None) -> None:
    for ask in (model.objects.count, model.objects.first, model.objects.create, model._default_manager.all):
        with pytest.raises(NoAgencyInForce):
            ask()


def test_another_agencys_rows_are_never_visible(cast: Cast) -> None:
    with cast.in_snv():
        ours = one_document(cast, "H99.02")
        seen_by_us = {model: set(model.objects.values_list("pk", flat=True)) for model in SCOPED}
    with cast.in_syt():
        one_document(cast, "H99.05")
        seen_by_them = {model: set(model.objects.values_list("pk", flat=True)) for model in SCOPED}
        with pytest.raises(NotFound):
            documents.freeze(ours.pk, at=cast.at)
        with pytest.raises(NotFound):
            documents.add_attachment(ours.pk, content=b"x", file_name="c", media_type="text/plain", at=cast.at)
    with_rows = [model for model in SCOPED if seen_by_us[model] and seen_by_them[model]]
    assert len(with_rows) >= 9, with_rows
    assert [model for model in SCOPED if seen_by_us[model] & seen_by_them[model]] == []


def test_rows_made_belong_to_the_agency_in_force(cast: Cast) -> None:
    with cast.in_syt():
        assert one_document(cast, "H99.05").agency_id == cast.syt.pk


def test_the_innermost_agency_wins_and_the_outer_one_comes_back(cast: Cast) -> None:
    with cast.in_snv():
        with agency_in_force(cast.syt.pk):
            assert current_agency() == cast.syt.pk
        assert current_agency() == cast.snv.pk
    with pytest.raises(NoAgencyInForce):
        current_agency()
