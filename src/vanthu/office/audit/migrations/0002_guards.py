"""Facts only ever come; the end of a chain only moves forward."""

from django.db import migrations

from vanthu.office.kernel.triggers import Guard, guards, never_changed


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        guards(
            *never_changed("audit_fact"),
            Guard("audit_chain", "DELETE", "a chain of facts is never deleted"),
            Guard(
                "audit_chain",
                "UPDATE",
                "a chain of facts grows by one fact at a time",
                when="NEW.agency_id <> OLD.agency_id OR NEW.length <> OLD.length + 1",
            ),
        )
    ]
