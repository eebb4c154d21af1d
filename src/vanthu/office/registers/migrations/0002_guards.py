"""A number is never deleted and moves from reserved to taken or cancelled, never back; a register only counts up (ND30-A15.1, A22.2)."""

from django.db import migrations

from vanthu.office.kernel.triggers import Guard, guards

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


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_initial")]

    operations = [
        guards(
            Guard("registers_register", "DELETE", "a register is never deleted"),
            Guard(
                "registers_register",
                "UPDATE",
                "a register counts up by one and stays the same register",
                when="NEW.agency_id <> OLD.agency_id OR NEW.kind <> OLD.kind OR NEW.series <> OLD.series "
                "OR NEW.year <> OLD.year OR NEW.last_number <> OLD.last_number + 1",
            ),
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
        )
    ]
