import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import vanthu.runtime.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("documents", "0001_initial"),
        ("organizations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="NumberTaken",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("reserved", "Giữ chỗ"), ("taken", "Đã cấp"), ("cancelled", "Đã hủy")],
                        default="taken",
                        max_length=10,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("system", "Hệ thống cấp"),
                            ("reserved", "Dùng số giữ chỗ"),
                            ("paper", "Văn bản giấy vào sổ sau"),
                        ],
                        default="system",
                        max_length=10,
                    ),
                ),
                ("taken_on", models.DateField()),
                ("taken_at", models.DateTimeField()),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="giữ đến ngày")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="lý do")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
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
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.person",
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
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
            name="PaperEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("recipients", models.JSONField(default=list, verbose_name="nơi nhận")),
                ("copies", models.PositiveIntegerField(default=1, verbose_name="số lượng bản")),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="ngày chuyển")),
                ("entered_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                    ),
                ),
                (
                    "taken",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="paper", to="registers.numbertaken"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
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
            name="Register",
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
                            ("outgoing", "Sổ đăng ký văn bản đi"),
                            ("incoming", "Sổ đăng ký văn bản đến"),
                            ("copy", "Sổ đăng ký bản sao"),
                        ],
                        max_length=10,
                    ),
                ),
                ("series", models.CharField(default="chung", max_length=40)),
                ("year", models.PositiveSmallIntegerField()),
                ("last_number", models.PositiveIntegerField(default=0)),
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
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "kind", "series", "year"), name="one_register_per_series")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="numbertaken",
            name="register",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="numbers", to="registers.register"
            ),
        ),
        migrations.CreateModel(
            name="Series",
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
                            ("outgoing", "Sổ đăng ký văn bản đi"),
                            ("incoming", "Sổ đăng ký văn bản đến"),
                            ("copy", "Sổ đăng ký bản sao"),
                        ],
                        max_length=10,
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="mã")),
                ("name", models.CharField(max_length=100, verbose_name="tên dãy số")),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("general", "Các loại chưa có dãy số riêng"),
                            ("types", "Một loại hoặc một nhóm loại văn bản"),
                            ("body", "Hội đồng, ban dùng con dấu của cơ quan"),
                            ("legal", "Văn bản quy phạm pháp luật (mỗi loại một dãy)"),
                            ("copies", "Bản sao y, sao lục, trích sao"),
                            ("secret", "Văn bản mật (đăng ký ngoài hệ thống)"),
                        ],
                        max_length=10,
                        verbose_name="dùng cho",
                    ),
                ),
                ("types", models.JSONField(default=list, verbose_name="loại văn bản")),
                ("body_name", models.CharField(blank=True, max_length=200, verbose_name="hội đồng, ban")),
                ("notations", models.JSONField(default=list, verbose_name="phần ký hiệu riêng")),
                ("valid_from", models.DateField(verbose_name="áp dụng từ")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="áp dụng đến")),
                ("legal_basis", models.CharField(max_length=200, verbose_name="căn cứ")),
                ("made_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
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
                "ordering": ("kind", "valid_from", "code"),
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "kind", "code", "valid_from"), name="one_series_per_time")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="CopyLoan",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("lent_on", models.DateField(verbose_name="ngày tháng")),
                ("file_code", models.CharField(blank=True, max_length=100, verbose_name="số và ký hiệu hồ sơ")),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="ghi chú")),
                (
                    "state",
                    models.CharField(
                        choices=[("out", "Đang mượn"), ("returned", "Đã trả")], default="out", max_length=10
                    ),
                ),
                ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="ký nhận")),
                ("returned_on", models.DateField(blank=True, null=True, verbose_name="ngày trả")),
                ("made_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                    ),
                ),
                (
                    "permitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["agency", "lent_on", "id"], name="loans_by_day")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "out")), fields=("document",), name="one_borrower_at_a_time"
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="PostEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sent_on", models.DateField(verbose_name="ngày chuyển")),
                ("recipient", models.CharField(max_length=300, verbose_name="nơi nhận")),
                ("envelopes", models.PositiveIntegerField(verbose_name="số lượng bì")),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="ghi chú")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "Đã chuyển, chờ ký nhận"),
                            ("signed", "Đã ký nhận"),
                            ("struck", "Ghi nhầm, đã gạch"),
                        ],
                        default="sent",
                        max_length=10,
                    ),
                ),
                ("signed_by", models.CharField(blank=True, max_length=100, verbose_name="người ký nhận")),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="ngày ký nhận")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["agency", "sent_on", "id"], name="post_by_day")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            model_name="numbertaken",
            index=models.Index(fields=["agency", "taken_on", "number"], name="numbers_by_day"),
        ),
        migrations.AddConstraint(
            model_name="numbertaken",
            constraint=models.UniqueConstraint(fields=("register", "number"), name="a_number_is_given_once"),
        ),
        migrations.AddConstraint(
            model_name="numbertaken",
            constraint=models.UniqueConstraint(fields=("register", "document"), name="a_document_has_one_number"),
        ),
    ]
