import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import vanthu.runtime.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("files", "0001_initial"),
        ("organizations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("outgoing", "Văn bản đi"), ("incoming", "Văn bản đến"), ("copy", "Bản sao")],
                        max_length=10,
                    ),
                ),
                ("type_name", models.CharField(max_length=100, verbose_name="tên loại")),
                ("number", models.CharField(blank=True, max_length=50, verbose_name="số")),
                ("notation", models.CharField(blank=True, max_length=50, verbose_name="ký hiệu")),
                ("subject", models.CharField(max_length=2000, verbose_name="trích yếu")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="ngày ban hành")),
                ("issuer_code", models.CharField(max_length=35)),
                ("issuer_name", models.CharField(max_length=200, verbose_name="cơ quan ban hành")),
                ("wire_id", models.CharField(blank=True, max_length=200, verbose_name="mã văn bản")),
                (
                    "urgency",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "Thường"), (1, "KHẨN"), (2, "THƯỢNG KHẨN"), (3, "HỎA TỐC")],
                        default=0,
                        verbose_name="mức độ khẩn",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="hạn trả lời")),
                ("signer_name", models.CharField(blank=True, max_length=100, verbose_name="người ký")),
                ("signer_position", models.CharField(blank=True, max_length=200, verbose_name="chức vụ người ký")),
                ("page_amount", models.PositiveSmallIntegerField(default=1, verbose_name="số trang")),
                ("created_at", models.DateTimeField()),
                ("frozen_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
            ],
            options={
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
            name="Attachment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField()),
                ("file_name", models.CharField(max_length=200)),
                ("description", models.CharField(blank=True, max_length=500)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attachments", to="documents.document"
                    ),
                ),
            ],
            options={
                "ordering": ("ordinal",),
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
            name="DocumentType",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=100)),
                ("abbreviation", models.CharField(blank=True, max_length=10)),
                ("wire_type", models.PositiveSmallIntegerField()),
                ("wire_detail", models.PositiveSmallIntegerField()),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("legal_basis", models.CharField(max_length=100)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("code", "valid_from"), name="one_type_per_time")],
            },
        ),
        migrations.AddField(
            model_name="document",
            name="type",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.documenttype"
            ),
        ),
        migrations.CreateModel(
            name="Link",
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
                        choices=[
                            ("answers", "Trả lời văn bản"),
                            ("replaces", "Thay thế văn bản"),
                            ("recalls", "Thu hồi văn bản"),
                            ("amends", "Sửa đổi, bổ sung văn bản"),
                            ("repeals", "Bãi bỏ văn bản"),
                            ("corrects", "Đính chính văn bản"),
                            ("updates", "Cập nhật văn bản"),
                            ("copies", "Sao từ văn bản"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="documents.document"
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="linked_from", to="documents.document"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("source", "target", "kind"), name="one_link_per_kind")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("composed", "Soạn trên hệ thống"),
                            ("source", "Tệp DOCX tải lên"),
                            ("uploaded", "Tải lên"),
                            ("leader_signed", "Lãnh đạo đã ký số"),
                            ("numbered", "Đã cấp số, ngày tháng"),
                            ("sealed", "Đã ký số của cơ quan"),
                            ("received", "Bản nhận được"),
                        ],
                        max_length=20,
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="documents.document"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.person",
                    ),
                ),
            ],
            options={
                "ordering": ("ordinal",),
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("document", "ordinal"), name="one_version_per_ordinal")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="SignedAttachment",
            fields=[
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="signed",
                        serialize=False,
                        to="documents.attachment",
                    ),
                ),
                ("signed_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.person",
                    ),
                ),
            ],
            options={
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
            name="ContentDestroyed",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="content_destroyed",
                        serialize=False,
                        to="documents.document",
                    ),
                ),
                ("why", models.TextField()),
                ("at", models.DateTimeField()),
                ("swept_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["swept_at"], name="documents_c_swept_a_0aea39_idx")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="SearchLine",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="line",
                        serialize=False,
                        to="documents.document",
                    ),
                ),
                ("words", models.TextField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["agency", "direction", "-created_at"], name="documents_d_agency__734d9b_idx"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["agency", "issuer_code", "wire_id"], name="documents_d_agency__13da03_idx"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["agency", "number"], name="documents_d_agency__647db0_idx"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("urgency__gt", 0)), fields=["agency", "urgency"], name="urgent_documents"
            ),
        ),
    ]
