"""An axis that kept a chain of digests goes on with the same facts as leaves."""

import hashlib
import json

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from vanthu.axis.evidence.operations import append
from vanthu.axis.evidence.queries import LogVerdict, log_name, verify_log
from vanthu.axis.testing.fixtures import AT
from vanthu.runtime.transactions import write

pytestmark = pytest.mark.django_db(transaction=True)
CHAINED, LEAVES = ("evidence", "0001_initial"), ("evidence", "0003_tiles_and_tree_heads")


def migrate(target: tuple[str, str]):
    executor = MigrationExecutor(connection)
    return executor.migrate([target]).apps


@pytest.fixture
def chained():
    """The tables as they were, with three facts in a chain."""
    apps = migrate(CHAINED)
    digest = "0" * 64
    for number in (1, 2, 3):
        parts = [digest, number, "agency.opened", "H37", '{"tên":"Sở"}', "cli:x", AT.isoformat()]
        digest = hashlib.sha256(json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
        names = ("number", "kind", "subject", "data", "by", "at")
        apps.get_model("evidence", "Fact").objects.create(**dict(zip(names, parts[1:], strict=True)), digest=digest)
    apps.get_model("evidence", "Head").objects.create(pk=1, number=3, digest=digest)
    yield apps
    apps.get_model("evidence", "Fact").objects.filter(number=2).update(by="cli:x")
    migrate(LEAVES)


def test_the_facts_of_a_chain_become_leaves_and_more_can_follow(chained):
    migrate(LEAVES)
    assert verify_log() == LogVerdict(3, None)
    assert len(log_name()) == 32
    with write():
        append("agency.opened", "H38", {}, by="cli:x", at=AT)
    assert verify_log() == LogVerdict(4, None)


def test_a_broken_chain_is_not_carried_over(chained):
    chained.get_model("evidence", "Fact").objects.filter(number=2).update(by="ai khác")
    with pytest.raises(RuntimeError, match="số 2"):
        migrate(LEAVES)
