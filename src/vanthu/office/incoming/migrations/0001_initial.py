import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import vanthu.runtime.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("documents", "0001_initial"),
        ("organizations", "0001_initial"),
        ("signatures", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="IncomingDocument",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="incoming",
                        serialize=False,
                        to="documents.document",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("arrived", "Đã đến, chờ vào sổ"),
                            ("refused", "Đã từ chối, trả lại"),
                            ("registered", "Đã vào sổ, chờ phân công"),
                            ("assigned", "Đã phân công"),
                            ("in_progress", "Đang xử lý"),
                            ("completed", "Đã hoàn thành"),
                            ("given_back", "Đã trả lại theo yêu cầu lấy lại"),
                        ],
                        default="arrived",
                        max_length=12,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("axis", "Trục liên thông"), ("paper", "Bản giấy"), ("email", "Thư điện tử")],
                        max_length=10,
                    ),
                ),
                ("arrived_at", models.DateTimeField()),
                (
                    "legal_value",
                    models.CharField(
                        choices=[
                            ("original", "Có giá trị như bản gốc"),
                            ("reference", "Để tham khảo"),
                            ("paper", "Bản giấy là bản gốc"),
                        ],
                        max_length=10,
                    ),
                ),
                ("arrival_number", models.PositiveIntegerField(blank=True, null=True, verbose_name="số đến")),
                ("registered_at", models.DateTimeField(blank=True, null=True)),
                ("refused_at", models.DateTimeField(blank=True, null=True)),
                ("refusal_reason", models.TextField(blank=True, verbose_name="lý do trả lại")),
                ("assigned_at", models.DateTimeField(blank=True, null=True)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("completed_at", models.DateTimeField(blank=True, null=True)),
                ("result", models.TextField(blank=True, verbose_name="kết quả giải quyết")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "possible_duplicate_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.person",
                    ),
                ),
                (
                    "verdict",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="signatures.verdictkept",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["agency", "arrived_at", "document"], name="incoming_in_agency__729209_idx"),
                    models.Index(
                        fields=["agency", "state", "arrived_at", "document"], name="incoming_in_agency__be82f6_idx"
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="IssuerWish",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("take_back", "Lấy lại"), ("update", "Cập nhật"), ("replace", "Thay thế")],
                        default="take_back",
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(verbose_name="lý do")),
                ("asked_by", models.CharField(max_length=300, verbose_name="bên yêu cầu")),
                ("changes", models.JSONField(default=dict, verbose_name="dữ liệu mới")),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("accepted", models.BooleanField(null=True)),
                ("opinion", models.TextField(blank=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.person",
                    ),
                ),
                (
                    "incoming",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wishes",
                        to="incoming.incomingdocument",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=("incoming", "kind"),
                        name="one_open_wish_of_a_kind",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="EarlyWish",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("take_back", "Lấy lại"), ("update", "Cập nhật"), ("replace", "Thay thế")],
                        max_length=10,
                    ),
                ),
                ("issuer_code", models.CharField(max_length=35)),
                ("wire_id", models.CharField(max_length=200, verbose_name="mã văn bản")),
                ("reason", models.TextField(verbose_name="lý do")),
                ("asked_by", models.CharField(max_length=300, verbose_name="bên yêu cầu")),
                ("came_at", models.DateTimeField()),
                ("taken_up_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["agency", "wire_id"], name="incoming_ea_agency__2caa54_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "notice", "wire_id"), name="an_early_wish_is_kept_once")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
    ]
