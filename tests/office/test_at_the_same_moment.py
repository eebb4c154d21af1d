"""Sixteen people do the same thing at the same moment."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from vanthu.office.audit import queries as audit
from vanthu.office.documents import operations as documents
from vanthu.office.exchange.states import RECEIVED_MOVES, ReceivedState
from vanthu.office.files import operations as files
from vanthu.office.kernel.moves import MovedMeanwhile, move
from vanthu.office.registers import operations as registers
from vanthu.office.registers import queries
from vanthu.office.registers.states import RegisterKind
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.threads import at_once
from vanthu.runtime.transactions import write

PEOPLE, LETTERS = 16, 6


class Failure(Exception):
    """Something went wrong after the number was taken."""


def a_document(cast: Cast) -> Any:
    return documents.create(
        direction="outgoing", type_name="Công văn", subject="thử", issuer_code="H99.02", issuer_name="Sở", at=cast.at
    )


def take(cast: Cast, document: Any) -> int:
    return registers.take_number(
        kind=RegisterKind.OUTGOING, document_id=document.pk, on=cast.at.date(), by=cast.chi, at=cast.at
    )


def take_and_fail(cast: Cast, document: Any) -> None:
    with write():
        take(cast, document)
        raise Failure


def test_numbers_have_no_gap_and_no_twin_whatever_fails_in_between(committed_cast: Cast) -> None:
    cast = committed_cast

    def number_letters(person: int) -> list[int]:
        taken = []
        with cast.in_snv():
            for letter in range(LETTERS):
                document = a_document(cast)
                if (person + letter) % 4 == 0:
                    with pytest.raises(Failure):
                        take_and_fail(cast, document)
                taken.append(take(cast, document))
        return taken

    results = at_once(PEOPLE, number_letters)
    assert [result for result in results if isinstance(result, Exception)] == []
    together = sorted(number for result in results if isinstance(result, list) for number in result)
    assert together == list(range(1, PEOPLE * LETTERS + 1))
    with cast.in_snv():
        assert [taken.number for taken in queries.numbers(RegisterKind.OUTGOING, 2026)] == together
    assert audit.verify_chain(cast.snv.pk) is None


def test_one_document_gets_one_number_however_often_it_is_asked_for(committed_cast: Cast) -> None:
    cast = committed_cast
    with cast.in_snv():
        document = a_document(cast)

    def number_it(_: int) -> int:
        with cast.in_snv():
            return take(cast, document)

    assert at_once(PEOPLE, number_it) == [1] * PEOPLE


def test_sixteen_moves_at_once_make_exactly_one(committed_cast: Cast) -> None:
    cast = committed_cast
    model: Any = apps.get_model("exchange", "ReceivedPackage")
    with cast.in_snv():
        file = files.keep(b"package", media_type="application/xml", at=cast.at)
        package = model.objects.create(
            hub_id="1", message_type="edoc", package=file, arrived_at=cast.at, due_at=cast.at
        )

    def take_it(_: int) -> None:
        with cast.in_snv(), write():
            move(model.objects.get(pk=package.pk), "take", RECEIVED_MOVES)

    results = at_once(PEOPLE, take_it)
    assert results.count(None) == 1
    assert sum(isinstance(result, MovedMeanwhile) for result in results) == PEOPLE - 1
    with cast.in_snv():
        assert model.objects.get().state == ReceivedState.TAKEN


def test_facts_recorded_at_once_form_one_chain(committed_cast: Cast) -> None:
    from vanthu.office.audit import operations

    cast = committed_cast

    def record(person: int) -> None:
        with cast.in_snv(), write():
            operations.record(verb="look", subject=cast.ccvc, by=cast.an, at=cast.at, person=person)

    before = _facts(cast)
    assert at_once(PEOPLE, record) == [None] * PEOPLE
    assert _facts(cast) == before + PEOPLE
    assert audit.verify_chain(cast.snv.pk) is None


def test_the_same_bytes_kept_at_once_are_one_file(committed_cast: Cast) -> None:
    results = at_once(8, lambda _: files.keep(b"the same", media_type="text/plain", at=committed_cast.at).pk)
    assert len(set(map(str, results))) == 1
    assert apps.get_model("files", "StoredFile").objects.count() == 1


def _facts(cast: Cast) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT length FROM audit_chain ORDER BY length DESC LIMIT 1")
        return int(cursor.fetchone()[0])
