import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

import vanthu.runtime.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("username", models.CharField(max_length=100, unique=True, verbose_name="tên đăng nhập")),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Agency",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=35, unique=True, verbose_name="mã định danh")),
                ("old_code", models.CharField(blank=True, max_length=35, verbose_name="mã định danh cũ")),
                ("name", models.CharField(max_length=200, verbose_name="tên cơ quan")),
                ("abbreviation", models.CharField(max_length=30, verbose_name="chữ viết tắt")),
                ("governing_name", models.CharField(blank=True, max_length=200, verbose_name="cơ quan chủ quản")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("ministry", "Bộ, ngành"),
                            ("province", "Tỉnh, thành phố"),
                            ("department", "Sở, ban, ngành cấp tỉnh"),
                            ("district", "Huyện (đến 30/6/2025)"),
                            ("commune", "Xã, phường, đặc khu"),
                        ],
                        max_length=20,
                        verbose_name="cấp",
                    ),
                ),
                ("place", models.CharField(max_length=100, verbose_name="địa danh")),
                ("address", models.CharField(blank=True, max_length=250, verbose_name="địa chỉ")),
                ("email", models.CharField(blank=True, max_length=100)),
                ("telephone", models.CharField(blank=True, max_length=50, verbose_name="điện thoại")),
                ("fax", models.CharField(blank=True, max_length=50)),
                ("website", models.CharField(blank=True, max_length=100)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên đơn vị")),
                ("abbreviation", models.CharField(max_length=30, verbose_name="chữ viết tắt")),
                ("ordinal", models.PositiveSmallIntegerField(default=0)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="organizations.unit",
                    ),
                ),
            ],
            options={
                "ordering": ("ordinal", "name"),
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "abbreviation"), name="one_unit_per_abbreviation")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Position",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=150, verbose_name="chức vụ")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("head", "Người đứng đầu cơ quan"),
                            ("deputy", "Cấp phó của người đứng đầu cơ quan"),
                            ("unit_head", "Người đứng đầu đơn vị"),
                            ("unit_deputy", "Cấp phó của người đứng đầu đơn vị"),
                            ("other", "Chức vụ khác"),
                        ],
                        max_length=12,
                        verbose_name="cấp",
                    ),
                ),
                ("collective", models.CharField(blank=True, max_length=200, verbose_name="tập thể")),
                ("collective_types", models.JSONField(default=list)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="positions",
                        to="organizations.unit",
                    ),
                ),
            ],
            options={
                "ordering": ("level", "title"),
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True), ("level", "head")),
                        fields=("agency",),
                        name="one_head_of_an_agency",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("agency", "title"),
                        name="one_position_per_title",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("full_name", models.CharField(max_length=100, verbose_name="họ và tên")),
                ("position", models.CharField(max_length=100, verbose_name="chức vụ")),
                (
                    "signing_authority",
                    models.CharField(blank=True, max_length=200, verbose_name="quyền hạn, chức vụ khi ký"),
                ),
                (
                    "signing_authority_reason",
                    models.CharField(blank=True, max_length=500, verbose_name="lý do ghi riêng"),
                ),
                ("email", models.CharField(blank=True, max_length=100)),
                ("mobile", models.CharField(blank=True, max_length=50, verbose_name="di động")),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="persons",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="organizations.unit",
                    ),
                ),
            ],
            options={
                "ordering": ("full_name",),
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
            name="PositionHeld",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("acting", models.BooleanField(default=False, verbose_name="quyền")),
                ("fields", models.JSONField(default=list, verbose_name="lĩnh vực phụ trách")),
                ("valid_from", models.DateTimeField()),
                ("valid_to", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="positions_held",
                        to="organizations.person",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="held_by", to="organizations.position"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["agency", "person"], name="organizatio_agency__bd538b_idx")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
    ]
