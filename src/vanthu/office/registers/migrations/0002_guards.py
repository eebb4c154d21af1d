"""A number is a row that is never deleted; a register only counts up (ND30-A15.1, A22.2)."""

from django.db import migrations

from vanthu.office.kernel.triggers import Guard, guards, never_changed


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_initial")]

    operations = [
        guards(
            *never_changed("registers_numbertaken"),
            Guard("registers_register", "DELETE", "a register is never deleted"),
            Guard(
                "registers_register",
                "UPDATE",
                "a register counts up by one and stays the same register",
                when="NEW.agency_id <> OLD.agency_id OR NEW.kind <> OLD.kind OR NEW.series <> OLD.series "
                "OR NEW.year <> OLD.year OR NEW.last_number <> OLD.last_number + 1",
            ),
        )
    ]
