"""A number moves from reserved to taken or cancelled and never back; agencies that count already get their series."""

from datetime import date
from typing import Any

from django.db import migrations

from vanthu.office.kernel.triggers import Guard, guards
from vanthu.runtime.ids import new_id

BASIS = "Nghị định 30/2020/NĐ-CP, điểm c khoản 1 Điều 15"

FORWARD = (
    "(OLD.state = 'reserved' AND NEW.state IN ('reserved', 'taken', 'cancelled')) "
    "OR (OLD.state = 'taken' AND NEW.state = 'cancelled')"
)
SAME_NUMBER = (
    "NEW.number = OLD.number AND NEW.register_id = OLD.register_id AND NEW.agency_id = OLD.agency_id "
    "AND NEW.taken_at = OLD.taken_at"
)
# A document comes once, with the move to "taken"; a cancelled number takes none.
DOCUMENT_ONCE = (
    "(NEW.document_id = OLD.document_id OR (OLD.document_id IS NULL AND NEW.document_id IS NULL) "
    "OR (OLD.document_id IS NULL AND NEW.state = 'taken'))"
)


def load(apps: Any, schema_editor: Any) -> None:
    """Write down the general series of every agency that gave numbers before series were data."""
    register, series = apps.get_model("registers", "Register"), apps.get_model("registers", "Series")
    counting: dict[Any, tuple[int, Any]] = {}
    for agency_id, year in register.of_all_agencies.filter(kind="outgoing").values_list("agency_id", "year"):
        counting[agency_id] = min(counting.get(agency_id, (year, None)), (year, None))
    first = apps.get_model("registers", "NumberTaken").of_all_agencies
    for agency_id, (year, _) in counting.items():
        began = first.filter(agency_id=agency_id).order_by("taken_at").values_list("taken_at", flat=True).first()
        if began is None:
            continue
        series.of_all_agencies.create(
            id=new_id(),
            agency_id=agency_id,
            kind="outgoing",
            code="chung",
            name="Dãy số chung",
            scope="general",
            types=[],
            notations=[],
            valid_from=date(year, 1, 1),
            legal_basis=BASIS,
            made_at=began,
        )


class Migration(migrations.Migration):
    dependencies = [("registers", "0003_series")]

    operations = [
        guards(
            Guard(
                "registers_numbertaken",
                "UPDATE",
                "a number moves forward only and stays the same number",
                when=f"NOT (({FORWARD}) AND {SAME_NUMBER} AND {DOCUMENT_ONCE})",
            ),
            Guard("registers_numbertaken", "DELETE", "rows of registers_numbertaken are never deleted"),
            Guard("registers_paperentry", "DELETE", "a paper entry is never deleted"),
            Guard("registers_paperentry", "UPDATE", "a paper entry never changes"),
            Guard("registers_postentry", "DELETE", "a line of the post register is struck, never deleted"),
            Guard("registers_copyloan", "DELETE", "a line of the register of kept copies is never deleted"),
            Guard("registers_series", "DELETE", "a series ends, it is never deleted"),
            Guard(
                "registers_series",
                "UPDATE",
                "a series only ends",
                when="OLD.valid_to IS NOT NULL OR NEW.code <> OLD.code OR NEW.scope <> OLD.scope "
                "OR NEW.agency_id <> OLD.agency_id OR NEW.valid_from <> OLD.valid_from",
            ),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
