"""Guards inside the database: what must never change is refused there too, whoever holds the connection.

A migration lists its guards with `guards(...)`. On SQLite a later migration that rebuilds a guarded table loses them
without a word, so it must list them again; a test looks for every guard after all migrations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from django.db import migrations

Event = Literal["INSERT", "UPDATE", "DELETE"]


@dataclass(frozen=True)
class Guard:
    """Refuses one kind of statement on the rows of a table for which `when` holds (SQL over OLD and NEW)."""

    table: str
    event: Event
    message: str
    when: str = "1 = 1"

    @property
    def name(self) -> str:
        """The name of the trigger."""
        return f"guard_{self.table}_{self.event.lower()}"

    def make(self, vendor: str) -> list[str]:
        """Return the statements that put the guard up; up already, it is replaced."""
        return [*self.remove(vendor), *(self._postgresql() if vendor == "postgresql" else self._sqlite())]

    def remove(self, vendor: str) -> list[str]:
        """Return the statements that take the guard down."""
        if vendor == "postgresql":
            return [
                f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
                f"DROP FUNCTION IF EXISTS {self.name}()",
            ]
        return [f"DROP TRIGGER IF EXISTS {self.name}"]

    def _sqlite(self) -> list[str]:
        heading = f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} FOR EACH ROW WHEN {self.when}"
        return [f"{heading} BEGIN SELECT RAISE(ABORT, '{self.message}'); END"]

    def _postgresql(self) -> list[str]:
        # A function of its own for each guard, because WHEN of a trigger may not look into another table.
        row = "OLD" if self.event == "DELETE" else "NEW"
        refusal = f"RAISE EXCEPTION '{self.message}' USING ERRCODE = 'integrity_constraint_violation'"
        body = f"BEGIN IF {self.when} THEN {refusal}; END IF; RETURN {row}; END"
        heading = f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table}"
        return [
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $guard$ {body} $guard$",
            f"{heading} FOR EACH ROW EXECUTE FUNCTION {self.name}()",
        ]


def never_changed(table: str) -> tuple[Guard, Guard]:
    """Guard a table whose rows are only ever added."""
    return (
        Guard(table, "UPDATE", f"rows of {table} never change"),
        Guard(table, "DELETE", f"rows of {table} are never deleted"),
    )


def guards(*wanted: Guard) -> migrations.RunPython:
    """Return the migration operation that puts the guards up, and takes them down backwards."""

    def put_up(apps: Any, schema_editor: Any) -> None:
        vendor = schema_editor.connection.vendor
        _run(schema_editor, [statement for guard in wanted for statement in guard.make(vendor)])

    def take_down(apps: Any, schema_editor: Any) -> None:
        vendor = schema_editor.connection.vendor
        _run(schema_editor, [statement for guard in wanted for statement in guard.remove(vendor)])

    operation = migrations.RunPython(put_up, take_down)
    operation.guards = wanted  # type: ignore[attr-defined]
    return operation


def _run(schema_editor: Any, statements: list[str]) -> None:
    for statement in statements:
        schema_editor.execute(statement, params=None)
