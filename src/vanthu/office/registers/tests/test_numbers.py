"""Numbers of a year follow each other without gap; a document has one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from vanthu.office.audit import queries as audit
from vanthu.office.documents import operations as documents
from vanthu.office.registers import operations, queries
from vanthu.office.registers.states import RegisterKind
from vanthu.office.testing.cast import Cast


def document(cast: Cast) -> UUID:
    made = documents.create(
        direction="outgoing", type_name="Công văn", subject="thử", issuer_code="H99.02", issuer_name="Sở", at=cast.at
    )
    return made.pk


def take(cast: Cast, document_id: UUID, on: date | None = None, **other: Any) -> int:
    values = {"kind": RegisterKind.OUTGOING, "on": on or cast.at.date(), "by": cast.chi, "at": cast.at, **other}
    return operations.take_number(document_id=document_id, **values)


def test_numbers_begin_at_one_and_go_up_by_one(in_snv: Cast) -> None:
    assert [take(in_snv, document(in_snv)) for _ in range(3)] == [1, 2, 3]


def test_a_new_year_begins_at_one_again(in_snv: Cast) -> None:
    take(in_snv, document(in_snv))
    assert take(in_snv, document(in_snv), on=date(2027, 1, 1)) == 1
    assert [row.number for row in queries.numbers(RegisterKind.OUTGOING, 2026)] == [1]


def test_a_document_keeps_its_number_also_when_asked_again_next_year(in_snv: Cast) -> None:
    take(in_snv, document(in_snv))
    ours = document(in_snv)
    assert take(in_snv, ours) == take(in_snv, ours) == take(in_snv, ours, on=date(2027, 1, 1)) == 2
    assert queries.numbers(RegisterKind.OUTGOING, 2027) == []


def test_outgoing_incoming_and_other_series_count_apart(in_snv: Cast) -> None:
    ours = document(in_snv)
    assert take(in_snv, ours) == 1
    assert take(in_snv, ours, kind=RegisterKind.INCOMING) == 1
    assert take(in_snv, document(in_snv), series="quyết định") == 1


def test_agencies_count_apart(cast: Cast) -> None:
    for office in (cast.snv, cast.syt):
        with cast.office(office):
            assert take(cast, document(cast), by=None) == 1


def test_a_number_is_not_dated_before_the_one_in_front_of_it(in_snv: Cast) -> None:
    take(in_snv, document(in_snv))
    with pytest.raises(operations.NumberBackdated) as refused:
        take(in_snv, document(in_snv), on=in_snv.at.date() - timedelta(days=1))
    assert "08/03/2026" in refused.value.sentence
    assert take(in_snv, document(in_snv)) == 2


def test_a_number_taken_is_a_fact_with_who_and_when(in_snv: Cast) -> None:
    ours = document(in_snv)
    take(in_snv, ours)
    row = queries.number_of(ours, RegisterKind.OUTGOING)
    assert row is not None
    assert (row.taken_by, row.taken_at, row.taken_on) == (in_snv.chi, in_snv.at, in_snv.at.date())
    (fact,) = audit.facts_about([row.pk])
    assert (fact.verb, fact.details["number"], fact.details["document"]) == ("take_number", 1, str(ours))
