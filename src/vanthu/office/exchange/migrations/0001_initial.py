import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import vanthu.runtime.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("documents", "0001_initial"),
        ("files", "0001_initial"),
        ("organizations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Correspondent",
            fields=[
                ("code", models.CharField(max_length=35, primary_key=True, serialize=False)),
                ("old_code", models.CharField(blank=True, max_length=35)),
                ("name", models.CharField(max_length=300)),
                ("parent_code", models.CharField(blank=True, max_length=35)),
                ("email", models.CharField(blank=True, max_length=200)),
                ("receives", models.BooleanField(default=True)),
                ("deleted", models.BooleanField(default=False)),
                ("version", models.PositiveBigIntegerField(default=0)),
                ("synchronised_at", models.DateTimeField()),
                ("search_text", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="ReceivedPackage",
            fields=[
                ("due_at", models.DateTimeField()),
                ("urgency", models.PositiveSmallIntegerField(default=0)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("lease", models.UUIDField(blank=True, null=True)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hub_id", models.CharField(max_length=100)),
                ("message_type", models.CharField(max_length=10)),
                ("from_code", models.CharField(blank=True, max_length=35)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("kept", "Đã lưu, chờ kiểm tra"),
                            ("taken", "Đã nhận vào hệ thống"),
                            ("refused", "Không nhận được vào hệ thống"),
                            ("duplicate", "Trùng gói đã nhận"),
                        ],
                        default="kept",
                        max_length=10,
                    ),
                ),
                ("arrived_at", models.DateTimeField()),
                ("findings", models.JSONField(default=list)),
                ("error_code", models.CharField(blank=True, max_length=40)),
                ("error_sentence", models.TextField(blank=True)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["finished_at", "due_at"], name="exchange_re_finishe_f898fb_idx")],
                "constraints": [models.UniqueConstraint(fields=("agency", "hub_id"), name="a_package_is_kept_once")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="StatusReceived",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("wire_id", models.CharField(max_length=200)),
                ("from_code", models.CharField(max_length=35)),
                ("from_name", models.CharField(blank=True, max_length=300)),
                ("status_code", models.CharField(max_length=10)),
                ("description", models.TextField(blank=True)),
                ("staff_name", models.CharField(blank=True, max_length=200)),
                ("reported_at", models.DateTimeField(blank=True, null=True)),
                ("received_at", models.DateTimeField()),
                ("hub_id", models.CharField(max_length=100)),
                ("taken_up_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
            ],
            options={
                "ordering": ("received_at",),
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("status_code", "13"), ("taken_up_at__isnull", True)),
                        fields=["received_at"],
                        name="wishes_not_taken_up",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("agency", "hub_id"), name="a_status_is_kept_once")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="StatusToSend",
            fields=[
                ("due_at", models.DateTimeField()),
                ("urgency", models.PositiveSmallIntegerField(default=0)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("lease", models.UUIDField(blank=True, null=True)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("recipient_code", models.CharField(max_length=35)),
                ("ordinal", models.PositiveSmallIntegerField()),
                ("status_code", models.CharField(max_length=10)),
                ("description", models.TextField(blank=True)),
                ("staff_name", models.CharField(blank=True, max_length=200)),
                ("staff_unit", models.CharField(blank=True, max_length=250)),
                ("staff_email", models.CharField(blank=True, max_length=100)),
                ("staff_mobile", models.CharField(blank=True, max_length=100)),
                ("happened_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Chờ gửi"),
                            ("sent", "Đã gửi lên trục"),
                            ("failed", "Không gửi được"),
                            ("cancelled", "Đã hủy gửi"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("hub_id", models.CharField(blank=True, max_length=100)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("error_code", models.CharField(blank=True, max_length=40)),
                ("error_sentence", models.TextField(blank=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "received",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="exchange.receivedpackage",
                    ),
                ),
            ],
            options={
                "ordering": ("ordinal",),
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["finished_at", "due_at"], name="exchange_st_finishe_8a8a27_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("document", "ordinal"), name="statuses_leave_in_order")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="StrayDelivery",
            fields=[
                ("hub_id", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("message_type", models.CharField(max_length=10)),
                ("from_code", models.CharField(blank=True, max_length=35)),
                ("to_code", models.CharField(blank=True, max_length=35)),
                ("error_code", models.CharField(max_length=40)),
                ("error_sentence", models.TextField()),
                ("noticed_at", models.DateTimeField()),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "package",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Transmission",
            fields=[
                ("due_at", models.DateTimeField()),
                ("urgency", models.PositiveSmallIntegerField(default=0)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("lease", models.UUIDField(blank=True, null=True)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("recipient_code", models.CharField(max_length=35)),
                ("recipient_name", models.CharField(max_length=300)),
                ("business", models.PositiveSmallIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Chờ gửi"),
                            ("sent", "Đã gửi lên trục"),
                            ("failed", "Không gửi được"),
                            ("cancelled", "Đã hủy gửi"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("hub_id", models.CharField(blank=True, max_length=100)),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField()),
                ("error_code", models.CharField(blank=True, max_length=40)),
                ("error_sentence", models.TextField(blank=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["finished_at", "due_at"], name="exchange_tr_finishe_1876fb_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document", "recipient_code", "package"), name="one_transmission_each"
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField()),
                ("succeeded", models.BooleanField()),
                ("hub_id", models.CharField(blank=True, max_length=100)),
                ("error_code", models.CharField(blank=True, max_length=40)),
                ("error_sentence", models.TextField(blank=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "transmission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attempts", to="exchange.transmission"
                    ),
                ),
            ],
            options={
                "ordering": ("begun_at",),
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("due_at", models.DateTimeField()),
                ("urgency", models.PositiveSmallIntegerField(default=0)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("lease", models.UUIDField(blank=True, null=True)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hub_id", models.CharField(max_length=100)),
                ("fetched_at", models.DateTimeField(blank=True, null=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("proved", models.BooleanField(default=False)),
                ("ends_at", models.DateTimeField()),
                ("error_sentence", models.TextField(blank=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["finished_at", "due_at"], name="exchange_re_finishe_3e6944_idx"),
                    models.Index(fields=["document"], name="exchange_re_documen_940128_idx"),
                ],
                "constraints": [models.UniqueConstraint(fields=("agency", "hub_id"), name="one_receipt_of_a_package")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
    ]
