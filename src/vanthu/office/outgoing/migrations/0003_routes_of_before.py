"""Steps of before routes were data get their stage and duty; every agency gets the route of the law as a row (ND30-A12)."""

from typing import Any

from django.db import migrations
from django.db.models import F
from django.utils import timezone

NAME, BASIS = "Quy trình mặc định theo Nghị định 30", "Điều 12 Nghị định 30/2020/NĐ-CP"
CHECKS = (("content", "unit_head", ""), ("form", "duty", "clerk"))
ROLES = {"content": "Trưởng đơn vị soạn thảo", "form": "Văn thư", "signature": "Người ký"}


def load(apps: Any, schema_editor: Any) -> None:
    steps = apps.get_model("outgoing", "ApprovalStep").of_all_agencies
    steps.filter(stage=0).update(stage=F("ordinal"))
    for kind, role in ROLES.items():
        steps.filter(kind=kind, role="").update(role=role)
    steps.filter(kind="form").update(duty="clerk")
    for agency in apps.get_model("organizations", "Agency").objects.all():
        _default(apps, agency.pk)


def _default(apps: Any, agency_id: Any) -> None:
    route, made = apps.get_model("outgoing", "ApprovalRoute").of_all_agencies.get_or_create(
        agency_id=agency_id,
        is_default=True,
        defaults={"name": NAME, "basis": BASIS, "types": [], "valid_from": timezone.now()},
    )
    for number, (kind, role, duty) in enumerate(CHECKS if made else (), start=1):
        apps.get_model("outgoing", "RouteCheck").of_all_agencies.create(
            agency_id=agency_id, route=route, stage=number, ordinal=number, kind=kind, role=role, duty=duty
        )


class Migration(migrations.Migration):
    dependencies = [("outgoing", "0002_approval_routes")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
