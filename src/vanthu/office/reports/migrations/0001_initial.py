"""Registers in print."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import vanthu.runtime.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("files", "0002_guards"),
        ("organizations", "0002_positions"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegisterPrint",
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
                (
                    "book",
                    models.CharField(
                        choices=[
                            ("outgoing", "Sổ đăng ký văn bản đi"),
                            ("incoming", "Sổ đăng ký văn bản đến"),
                            ("post", "Sổ gửi văn bản đi bưu điện"),
                            ("copies", "Sổ sử dụng bản lưu"),
                            ("follow_up", "Sổ theo dõi giải quyết văn bản đến"),
                        ],
                        max_length=10,
                        verbose_name="sổ",
                    ),
                ),
                (
                    "format",
                    models.CharField(
                        choices=[("pdf", "PDF"), ("docx", "DOCX"), ("xlsx", "XLSX")],
                        max_length=5,
                        verbose_name="dạng tệp",
                    ),
                ),
                ("chosen", models.JSONField(default=dict, verbose_name="phạm vi")),
                ("volume", models.CharField(blank=True, max_length=20, verbose_name="quyển số")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Đang in"), ("done", "Đã xong"), ("failed", "Không in được")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("rows", models.PositiveIntegerField(null=True, verbose_name="số dòng")),
                ("pages", models.PositiveIntegerField(null=True, verbose_name="số trang")),
                ("error_code", models.CharField(blank=True, max_length=40)),
                ("error_sentence", models.TextField(blank=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["agency", "-asked_at"], name="reports_reg_agency__2f562b_idx"),
                    models.Index(fields=["finished_at", "due_at"], name="reports_reg_finishe_972fd4_idx"),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
    ]
