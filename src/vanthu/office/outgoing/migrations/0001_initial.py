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
            name="ApprovalRoute",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="tên quy trình")),
                ("types", models.JSONField(default=list, verbose_name="loại văn bản")),
                ("basis", models.CharField(blank=True, max_length=300, verbose_name="căn cứ")),
                ("is_default", models.BooleanField(default=False)),
                ("valid_from", models.DateTimeField()),
                ("valid_to", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.person",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.unit",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["agency", "valid_to"], name="outgoing_ap_agency__321647_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("agency",),
                        name="one_default_route_of_an_agency",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="DraftComment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                ("part", models.CharField(max_length=60, verbose_name="phần của dự thảo")),
                ("quote", models.TextField(verbose_name="đoạn được góp ý")),
                ("before", models.CharField(blank=True, max_length=80)),
                ("after", models.CharField(blank=True, max_length=80)),
                ("text", models.TextField(verbose_name="góp ý")),
                ("at", models.DateTimeField()),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.person",
                    ),
                ),
            ],
            options={
                "ordering": ("at", "pk"),
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
            name="CommentAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.TextField(verbose_name="trả lời")),
                ("at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="outgoing.draftcomment"
                    ),
                ),
            ],
            options={
                "ordering": ("at", "pk"),
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
            name="OutgoingDocument",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="outgoing",
                        serialize=False,
                        to="documents.document",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Dự thảo"),
                            ("in_approval", "Đang trình"),
                            ("approved", "Đã duyệt, chờ ký"),
                            ("signed", "Đã ký, chờ cấp số"),
                            ("numbered", "Đã cấp số, chờ đóng dấu"),
                            ("sealed", "Đã đóng dấu, chờ phát hành"),
                            ("issued", "Đã phát hành"),
                            ("withdrawn", "Đã hủy dự thảo"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("composed", "Soạn trên hệ thống"), ("uploaded", "Tải tệp PDF lên")],
                        default="composed",
                        max_length=10,
                    ),
                ),
                ("addressed_to", models.JSONField(default=list, verbose_name="kính gửi")),
                ("legal_bases", models.JSONField(default=list, verbose_name="căn cứ")),
                ("body", models.TextField(blank=True, verbose_name="nội dung")),
                ("particulars", models.JSONField(default=dict, verbose_name="mục riêng của loại văn bản")),
                ("places", models.JSONField(default=list, verbose_name="nơi nhận")),
                (
                    "typist_and_copies",
                    models.CharField(blank=True, max_length=40, verbose_name="người soạn thảo, số bản"),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                ("source_file", models.CharField(blank=True, max_length=64)),
                ("source_file_name", models.CharField(blank=True, max_length=200)),
                ("slots", models.JSONField(default=dict)),
                ("capacity", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("state_since", models.DateTimeField()),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("numbered_at", models.DateTimeField(blank=True, null=True)),
                ("sealed_at", models.DateTimeField(blank=True, null=True)),
                ("issued_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "drafter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                    ),
                ),
                (
                    "signer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
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
                "indexes": [
                    models.Index(fields=["agency", "created_at", "document"], name="outgoing_ou_agency__ad38cf_idx"),
                    models.Index(
                        fields=["agency", "state", "created_at", "document"], name="outgoing_ou_agency__2cccee_idx"
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="IssuedUpdate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reason", models.TextField(verbose_name="lý do")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="hạn trả lời mới")),
                ("page_amount", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="số trang đúng")),
                ("added", models.JSONField(default=list, verbose_name="nơi nhận thêm")),
                ("told", models.JSONField(default=list, verbose_name="nơi được báo")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                    ),
                ),
                (
                    "outgoing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="updates",
                        to="outgoing.outgoingdocument",
                    ),
                ),
            ],
            options={
                "ordering": ("at",),
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
            name="FormCheck",
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
                ("revision", models.PositiveIntegerField()),
                ("asked_at", models.DateTimeField()),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("rules", models.CharField(blank=True, max_length=16)),
                ("report", models.JSONField(null=True)),
                ("error_code", models.CharField(blank=True, max_length=40)),
                ("error_sentence", models.TextField(blank=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "outgoing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="form_checks",
                        to="outgoing.outgoingdocument",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["finished_at", "due_at"], name="outgoing_fo_finishe_ccea9b_idx"),
                    models.Index(fields=["agency", "sha256"], name="outgoing_fo_agency__2e803e_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("outgoing", "revision"), name="one_form_check_per_revision")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ExpectedReply",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=35)),
                ("name", models.CharField(max_length=300)),
                ("due_on", models.DateField(verbose_name="hạn trả lời")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "answer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "outgoing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="outgoing.outgoingdocument",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at", None)),
                        fields=["agency", "due_on"],
                        name="replies_waited_for",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("outgoing", "code"), name="a_recipient_answers_once")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="DraftRevision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                ("content", models.JSONField()),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                    ),
                ),
                (
                    "outgoing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="outgoing.outgoingdocument",
                    ),
                ),
            ],
            options={
                "ordering": ("revision",),
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("outgoing", "revision"), name="one_content_per_revision")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="DraftPicture",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="tên hình")),
                ("added_at", models.DateTimeField()),
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
                    "outgoing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pictures",
                        to="outgoing.outgoingdocument",
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("outgoing", "name"), name="a_picture_has_its_own_name")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="draftcomment",
            name="outgoing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="outgoing.outgoingdocument"
            ),
        ),
        migrations.CreateModel(
            name="Cosigner",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200, verbose_name="ký với tư cách")),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                    ),
                ),
                (
                    "outgoing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cosigners",
                        to="outgoing.outgoingdocument",
                    ),
                ),
            ],
            options={
                "ordering": ("ordinal",),
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("outgoing", "person"), name="a_cosigner_is_named_once")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ApprovalStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("ordinal", models.PositiveSmallIntegerField()),
                ("stage", models.PositiveSmallIntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("content", "Kiểm tra nội dung"),
                            ("form", "Kiểm tra thể thức, kỹ thuật trình bày"),
                            ("opinion", "Cho ý kiến"),
                            ("signature", "Ký ban hành"),
                        ],
                        max_length=10,
                    ),
                ),
                ("role", models.CharField(blank=True, max_length=200, verbose_name="vai trò")),
                ("duty", models.CharField(blank=True, max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Chờ"),
                            ("approved", "Đồng ý"),
                            ("returned", "Trả lại"),
                            ("skipped", "Bỏ qua"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("opinion", models.TextField(blank=True, verbose_name="ý kiến")),
                ("content_hash", models.CharField(blank=True, max_length=64)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "instead_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.person",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                    ),
                ),
                (
                    "substituted",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.person",
                    ),
                ),
                (
                    "outgoing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="outgoing.outgoingdocument",
                    ),
                ),
            ],
            options={
                "ordering": ("round", "ordinal"),
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("outgoing", "round", "ordinal"), name="steps_are_in_order")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ApprovalRound",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("revision", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("content_hash", models.CharField(max_length=64)),
                ("pdf", models.CharField(max_length=64)),
                ("opened_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "route",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="outgoing.approvalroute",
                    ),
                ),
                (
                    "outgoing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="outgoing.outgoingdocument",
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("outgoing", "number"), name="one_round_per_number")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Recipient",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField()),
                ("code", models.CharField(blank=True, max_length=35)),
                ("name", models.CharField(max_length=300)),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="địa chỉ")),
                ("email", models.CharField(blank=True, max_length=200)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "outgoing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recipients",
                        to="outgoing.outgoingdocument",
                    ),
                ),
            ],
            options={
                "ordering": ("ordinal",),
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=("outgoing", "code"),
                        name="a_recipient_is_named_once",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="RouteCheck",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("stage", models.PositiveSmallIntegerField()),
                ("ordinal", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("content", "Kiểm tra nội dung"),
                            ("form", "Kiểm tra thể thức, kỹ thuật trình bày"),
                            ("opinion", "Cho ý kiến"),
                            ("signature", "Ký ban hành"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("unit_head", "Trưởng đơn vị soạn thảo"),
                            ("duty", "Người giữ nhiệm vụ"),
                            ("position", "Người giữ chức vụ"),
                            ("person", "Người được giao đích danh"),
                        ],
                        max_length=10,
                    ),
                ),
                ("duty", models.CharField(blank=True, max_length=20)),
                ("substitutes", models.JSONField(default=list)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.person",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.position",
                    ),
                ),
                (
                    "route",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="outgoing.approvalroute"
                    ),
                ),
            ],
            options={
                "ordering": ("stage", "ordinal"),
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
            model_name="draftcomment",
            index=models.Index(fields=["outgoing", "at"], name="outgoing_dr_outgoin_4e22fa_idx"),
        ),
    ]
