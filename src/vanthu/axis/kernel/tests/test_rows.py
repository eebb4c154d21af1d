"""Rows changed with statements of our own, on either database."""

from datetime import UTC, datetime

import pytest

from vanthu.axis.kernel.rows import changed
from vanthu.axis.registry.models import Agency, System

AT = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def _system(name: str) -> System:
    return System.objects.create(system_id=name, name=name, sealed_secret="-", created_at=AT)


def test_only_rows_that_fit_are_changed_each_in_its_own_way():
    systems = [_system(name) for name in "ABC"]
    agencies = [
        Agency.objects.create(code=system.system_id, name="-", system=system, created_at=AT, modified_at=AT)
        for system in systems
    ]
    wrong = [systems[0].pk, systems[1].pk, systems[0].pk]
    found = changed(
        Agency,
        [agency.pk for agency in agencies],
        where="system_id = given.column3 AND state <> 'closed'",
        same={"mail": "m", "parent_id": None},
        each={"name": ["một", "hai", "ba"], "(system_id)": wrong},
        told="system_id",
    )
    assert found == {agencies[0].pk: systems[0].pk, agencies[1].pk: systems[1].pk}
    kept = Agency.objects.order_by("code").values_list("name", "mail")
    assert list(kept) == [("một", "m"), ("hai", "m"), ("-", "")]
