"""Facts are only ever added, and whoever changes one is found out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.db import connection

from vanthu.office.audit import operations, queries
from vanthu.office.audit.models import Fact
from vanthu.office.kernel.triggers import never_changed
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.testing.cast import Cast


def around_the_guards(statement: str, *values: object) -> None:
    """What somebody with the database's own password could do."""
    with write(), connection.cursor() as cursor:
        for guard in never_changed("audit_fact"):
            for take_down in guard.remove(connection.vendor):
                cursor.execute(take_down)
        cursor.execute(statement, values)
        assert cursor.rowcount == 1


def key(fact: Fact) -> Any:
    return fact.pk if connection.vendor == "postgresql" else fact.pk.hex


def record(cast: Cast, **details: Any) -> Fact:
    with write():
        return operations.record(verb="look", subject=cast.ccvc, by=cast.an, at=cast.at, **details)


def test_a_fact_says_who_did_what_to_what_and_when(in_snv: Cast) -> None:
    fact = record(in_snv, reason="thử")
    (found,) = [one for one in queries.facts_about([in_snv.ccvc.pk]) if one.verb == "look"]
    assert (found.pk, found.by_name, found.at, found.details) == (
        fact.pk,
        "Nguyễn Văn An",
        in_snv.at,
        {"reason": "thử"},
    )
    assert found.subject_type == "organizations.Unit"


def test_what_no_person_did_the_system_did(in_snv: Cast) -> None:
    with write():
        assert operations.record(verb="x", subject=in_snv.ccvc, by=None, at=in_snv.at).by_name == "Hệ thống"


def test_details_read_back_from_the_database_give_the_same_hash(in_snv: Cast) -> None:
    record(
        in_snv, day=date(2026, 3, 9), id=UUID(int=7), ratio=0.1, big=10**20, several=("a", None), nested={"b": {1, 2}}
    )
    stored = Fact.objects.order_by("-ordinal")[0]
    assert stored.details["nested"] == {"b": [1, 2]}
    assert queries.digest(stored) == stored.hash


def test_a_fact_outside_a_transaction_is_a_programming_error(committed_cast: Cast) -> None:
    with committed_cast.in_snv(), pytest.raises(RuntimeError):
        operations.record(verb="look", subject=committed_cast.ccvc, by=None, at=committed_cast.at)


def test_an_untouched_chain_holds(in_snv: Cast) -> None:
    record(in_snv)
    assert queries.verify_chain(in_snv.snv.pk) is None


@pytest.mark.parametrize("column", ["verb", "by_name", "details", "at", "subject_id"])
def test_a_changed_fact_is_found_by_its_ordinal(in_snv: Cast, column: str) -> None:
    changed = record(in_snv, reason="thật")
    record(in_snv)
    value = {
        "details": '{"reason": "giả"}',
        "at": in_snv.after(days=-1),
        "subject_id": in_snv.an.pk if connection.vendor == "postgresql" else in_snv.an.pk.hex,
    }.get(column, "khác")
    around_the_guards(f"UPDATE audit_fact SET {column} = %s WHERE id = %s", value, key(changed))
    assert queries.verify_chain(in_snv.snv.pk) == changed.ordinal


def test_a_removed_fact_is_found_by_its_ordinal(in_snv: Cast) -> None:
    removed = record(in_snv)
    record(in_snv)
    around_the_guards("DELETE FROM audit_fact WHERE id = %s", key(removed))
    assert queries.verify_chain(in_snv.snv.pk) == removed.ordinal


def test_cutting_off_the_newest_fact_is_found(in_snv: Cast) -> None:
    newest = record(in_snv)
    around_the_guards("DELETE FROM audit_fact WHERE id = %s", key(newest))
    assert queries.verify_chain(in_snv.snv.pk) == newest.ordinal


def test_a_fact_rewritten_with_a_matching_hash_breaks_the_next_one(in_snv: Cast) -> None:
    changed, following = record(in_snv), record(in_snv)
    changed.verb = "khác"
    around_the_guards(
        "UPDATE audit_fact SET verb = %s, hash = %s WHERE id = %s", "khác", queries.digest(changed), key(changed)
    )
    assert queries.verify_chain(in_snv.snv.pk) == following.ordinal


def test_each_agency_has_a_chain_of_its_own(cast: Cast) -> None:
    with cast.in_snv():
        ours = record(cast)
    with cast.in_syt(), write():
        theirs = operations.record(verb="look", subject=cast.em, by=cast.em, at=cast.at)
        assert queries.facts_about([ours.subject_id]) == []
    assert (ours.ordinal, theirs.ordinal) != (1, 1)
    assert queries.verify_chain(cast.snv.pk) is None
    assert queries.verify_chain(cast.syt.pk) is None
