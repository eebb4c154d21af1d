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
        ("registers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mail",
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
                ("files", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Chờ gửi thư"),
                            ("sent", "Đã gửi thư"),
                            ("failed", "Không gửi được thư"),
                            ("cancelled", "Đã hủy gửi thư"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("error_code", models.CharField(blank=True, max_length=40)),
                ("error_sentence", models.TextField(blank=True)),
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
            name="MailAttempt",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("begun_at", models.DateTimeField()),
                ("succeeded", models.BooleanField()),
                ("error_code", models.CharField(blank=True, max_length=40)),
                ("error_sentence", models.TextField(blank=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "mail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attempts", to="dispatch.mail"
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
            name="Sending",
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
                ("way", models.CharField(max_length=10, verbose_name="cách gửi")),
                ("by_rule", models.CharField(max_length=10)),
                ("why", models.CharField(max_length=600, verbose_name="vì sao")),
                ("departs", models.BooleanField(default=False)),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="lý do gửi khác")),
                ("decided_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sendings", to="documents.document"
                    ),
                ),
            ],
            options={
                "ordering": ("ordinal",),
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("departs", True)),
                        fields=["agency", "decided_at"],
                        name="ways_departed_from",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("document", "ordinal"), name="one_sending_per_recipient")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("posted_on", models.DateField(verbose_name="ngày gửi")),
                ("receipt", models.CharField(blank=True, max_length=60, verbose_name="mã bưu gửi")),
                ("noted_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registers.postentry"
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                    ),
                ),
                (
                    "sending",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="postings", to="dispatch.sending"
                    ),
                ),
            ],
            options={
                "ordering": ("noted_at",),
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="mail",
            name="sending",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="mail", to="dispatch.sending"
            ),
        ),
        migrations.CreateModel(
            name="WayChoice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("recipient", models.CharField(max_length=300)),
                ("by_rule", models.CharField(max_length=10)),
                ("way", models.CharField(max_length=10)),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="lý do")),
                ("chosen_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
                (
                    "chosen_by",
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
            ],
            options={
                "ordering": ("chosen_at", "id"),
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["document", "chosen_at"], name="dispatch_wa_documen_bdeaab_idx")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="WayRule",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("way", models.CharField(max_length=10, verbose_name="cách gửi")),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("any", "Mọi nơi nhận"),
                            ("on_axis", "Nơi nhận ở trên trục liên thông"),
                            ("off_axis", "Nơi nhận không ở trên trục liên thông"),
                        ],
                        default="any",
                        max_length=10,
                        verbose_name="nhóm nơi nhận",
                    ),
                ),
                ("recipients", models.JSONField(default=list, verbose_name="nơi nhận")),
                ("types", models.JSONField(default=list, verbose_name="loại văn bản")),
                ("basis", models.CharField(max_length=300, verbose_name="căn cứ")),
                ("law", models.CharField(blank=True, max_length=20)),
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
            ],
            options={
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["agency", "valid_to"], name="dispatch_wa_agency__800fc0_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("law", ""), _negated=True),
                        fields=("agency", "law"),
                        name="a_rule_of_the_law_is_written_once",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="PaperPrint",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("copies", models.PositiveSmallIntegerField(verbose_name="số bản")),
                ("recipients", models.JSONField(default=list, verbose_name="cho nơi nhận")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="lý do")),
                ("printed_at", models.DateTimeField()),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "printed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                    ),
                ),
            ],
            options={
                "ordering": ("printed_at",),
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["agency", "printed_at"], name="dispatch_pa_agency__5f898c_idx")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("words", models.TextField()),
                ("published_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="lý do gỡ")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                    ),
                ),
                (
                    "withdrawn_by",
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=["published_at", "id"],
                        name="documents_made_public",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("document",),
                        name="a_document_is_public_once",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(fields=["finished_at", "due_at"], name="dispatch_ma_finishe_5cd8be_idx"),
        ),
    ]
