"""What must never change is refused inside the database, also to whoever goes around the operations."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection
from django.db.migrations.loader import MigrationLoader

from vanthu.office.documents import operations as documents
from vanthu.office.kernel.triggers import Guard
from vanthu.office.registers import operations as registers
from vanthu.office.registers.states import RegisterKind
from vanthu.office.testing.cast import Cast
from vanthu.runtime.transactions import write


def listed() -> list[Guard]:
    migrations = MigrationLoader(None, ignore_no_migrations=True).disk_migrations.values()
    return [guard for one in migrations for operation in one.operations for guard in getattr(operation, "guards", ())]


@pytest.fixture
def frozen(in_snv: Cast) -> Any:
    """A document with everything a document has, frozen, and a verdict on its file."""
    document = documents.create(
        direction="outgoing", type_name="Công văn", subject="thử", issuer_code="H99.02", issuer_name="Sở", at=in_snv.at
    )
    version = documents.add_version(
        document.pk, kind="uploaded", content=b"no pdf", file_name="a.pdf", by=None, at=in_snv.at
    )
    documents.add_attachment(document.pk, content=b"x", file_name="b.txt", media_type="text/plain", at=in_snv.at)
    registers.take_number(
        kind=RegisterKind.OUTGOING, document_id=document.pk, on=in_snv.at.date(), by=None, at=in_snv.at
    )
    apps.get_model("signatures", "VerdictKept").objects.create(
        agency_id=in_snv.snv.pk, file_id=version.file_id, outcome="unsigned", findings={}, judged_at=in_snv.at
    )
    return documents.freeze(document.pk, at=in_snv.at)


def refused(statement: str) -> bool:
    try:
        with write(), connection.cursor() as cursor:
            cursor.execute(statement)
            assert cursor.rowcount > 0, "the statement met no row: it proves nothing"
    except IntegrityError:
        return True
    return False


def test_every_guard_that_a_migration_put_up_is_still_there(db: None) -> None:
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        there = {name for (name,) in cursor.fetchall()}
    assert len(listed()) >= 15
    assert [guard.name for guard in listed() if guard.name not in there] == []


@pytest.mark.parametrize(
    "table",
    ["audit_fact", "files_storedfile", "registers_numbertaken", "documents_version", "signatures_verdictkept"],
)
def test_rows_that_are_only_added_cannot_be_changed_or_deleted(frozen: Any, table: str) -> None:
    column = {"files_storedfile": "media_type", "documents_version": "file_name", "audit_fact": "verb"}.get(table)
    column = column or {"registers_numbertaken": "number", "signatures_verdictkept": "outcome"}[table]
    assert refused(f"UPDATE {table} SET {column} = {column}")
    assert refused(f"DELETE FROM {table}")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE registers_register SET last_number = last_number - 1",
        "UPDATE registers_register SET last_number = last_number + 2",
        "UPDATE registers_register SET year = year + 1, last_number = last_number + 1",
        "DELETE FROM registers_register",
        "UPDATE audit_chain SET length = length - 1",
        "DELETE FROM audit_chain",
        "UPDATE documents_document SET subject = 'khác'",
        "UPDATE documents_document SET number = '99'",
        "UPDATE documents_document SET frozen_at = NULL",
        "DELETE FROM documents_document",
        "UPDATE documents_attachment SET file_name = 'khác'",
        "DELETE FROM documents_attachment",
    ],
)
def test_registers_chains_and_frozen_documents_hold(frozen: Any, statement: str) -> None:
    assert refused(statement)


def test_a_document_that_is_not_frozen_can_still_be_changed(in_snv: Cast) -> None:
    documents.create(
        direction="outgoing", type_name="Công văn", subject="thử", issuer_code="H99.02", issuer_name="Sở", at=in_snv.at
    )
    assert not refused("UPDATE documents_document SET subject = 'khác'")


def test_a_frozen_document_takes_no_attachment_even_around_the_operations(frozen: Any) -> None:
    attachment = apps.get_model("documents", "Attachment").objects.get()
    attachment.pk = None
    attachment._state.adding = True
    with pytest.raises(IntegrityError), write():
        attachment.save(force_insert=True)
