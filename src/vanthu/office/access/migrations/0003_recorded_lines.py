"""Leaders of before positions existed keep what stood above their signature, as lines recorded with a reason."""

from typing import Any

from django.db import migrations

REASON = "Chuyển từ dữ liệu có trước bảng chức vụ; khai báo chức vụ rồi bỏ dòng ghi riêng này"


def record(apps: Any, schema_editor: Any) -> None:
    held = apps.get_model("access", "DutyHeld").of_all_agencies.filter(duty="leader", valid_to__isnull=True)
    person = apps.get_model("organizations", "Person")
    for one in person.of_all_agencies.filter(pk__in=held.values("person_id"), signing_authority_reason=""):
        lines = one.signing_authority.strip() or one.position.upper()
        person.of_all_agencies.filter(pk=one.pk).update(signing_authority=lines, signing_authority_reason=REASON)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_authority"),
        ("organizations", "0002_positions"),
    ]

    operations = [migrations.RunPython(record, migrations.RunPython.noop)]
