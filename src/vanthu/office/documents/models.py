"""What is common to every văn bản: identity, metadata, versions of its file, attachments and links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from vanthu.office.documents.states import Direction, LinkKind, Urgency, VersionKind
from vanthu.office.kernel.scope import AgencyScoped
from vanthu.runtime.ids import new_id

if TYPE_CHECKING:
    from vanthu.office.files.models import StoredFile


class DocumentType(models.Model):
    """A type of văn bản with its abbreviation and wire codes; law as data, valid for a time (ND30-A7)."""

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    abbreviation = models.CharField(max_length=10, blank=True)
    wire_type = models.PositiveSmallIntegerField()
    wire_detail = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    legal_basis = models.CharField(max_length=100)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["code", "valid_from"], name="one_type_per_time"),)

    def __str__(self) -> str:
        return self.name


class Document(AgencyScoped):
    """One official document as the agency knows it (data items of QD28-A10)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    direction = models.CharField(max_length=10, choices=Direction.choices)
    type = models.ForeignKey(DocumentType, null=True, on_delete=models.PROTECT, related_name="+")
    type_name = models.CharField("tên loại", max_length=100)
    number = models.CharField("số", max_length=50, blank=True)
    notation = models.CharField("ký hiệu", max_length=50, blank=True)
    subject = models.CharField("trích yếu", max_length=2000)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issuer_code = models.CharField(max_length=35)
    issuer_name = models.CharField("cơ quan ban hành", max_length=200)
    wire_id = models.CharField("mã văn bản", max_length=200, blank=True)
    """The DocumentId of the exchanged package; opaque, compared after trimming."""
    urgency = models.PositiveSmallIntegerField("mức độ khẩn", choices=Urgency.choices, default=Urgency.NORMAL)
    due_on = models.DateField("hạn trả lời", null=True, blank=True)
    signer_name = models.CharField("người ký", max_length=100, blank=True)
    signer_position = models.CharField("chức vụ người ký", max_length=200, blank=True)
    page_amount = models.PositiveSmallIntegerField("số trang", default=1)
    created_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, blank=True)
    """Once set, identity and metadata no longer change (a trigger sees to it)."""

    class Meta(AgencyScoped.Meta):
        indexes = (
            models.Index(fields=["agency", "direction", "-created_at"]),
            models.Index(fields=["agency", "issuer_code", "wire_id"]),
            models.Index(fields=["agency", "number"]),
            # Few documents are urgent, and those are looked for.
            models.Index(fields=["agency", "urgency"], condition=models.Q(urgency__gt=0), name="urgent_documents"),
        )

    def __str__(self) -> str:
        return f"{self.code_text or self.type_name}: {self.subject}"

    @property
    def code_text(self) -> str:
        """Số và ký hiệu together, "125/SNV-CCVC"; empty while there is no number."""
        return f"{self.number}/{self.notation}" if self.number else ""


class SearchLine(AgencyScoped):
    """What a document is found by in lists. A row of its own, since a frozen document changes no more."""

    document = models.OneToOneField(Document, primary_key=True, on_delete=models.CASCADE, related_name="line")
    words = models.TextField()
    """See `queries.found_by`. PostgreSQL has an index of its letters in threes."""


class ContentDestroyed(AgencyScoped):
    """The content of a document was destroyed here; what remains tells that it was there (QD28-A9, ND30-A18.4)."""

    document = models.OneToOneField(
        Document, primary_key=True, on_delete=models.PROTECT, related_name="content_destroyed"
    )
    why = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")
    swept_at = models.DateTimeField(null=True, blank=True)
    """When the bytes that nobody else needs were removed from the store."""

    class Meta(AgencyScoped.Meta):
        indexes = (models.Index(fields=["swept_at"]),)


class Version(AgencyScoped):
    """One state of a document's file; bytes never change, every step adds a version."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    ordinal = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=VersionKind.choices)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(AgencyScoped.Meta):
        ordering = ("ordinal",)
        constraints = (models.UniqueConstraint(fields=["document", "ordinal"], name="one_version_per_ordinal"),)


class Attachment(AgencyScoped):
    """A file that goes with a document (tệp đính kèm)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="attachments")
    ordinal = models.PositiveSmallIntegerField()
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    description = models.CharField(max_length=500, blank=True)

    class Meta(AgencyScoped.Meta):
        ordering = ("ordinal",)

    @property
    def sent_file(self) -> StoredFile:
        """The file as it is sent: with the agency's signature where it has one (S4)."""
        signed: SignedAttachment | None = getattr(self, "signed", None)
        return signed.file if signed else self.file


class SignedAttachment(AgencyScoped):
    """An attachment as sent: with the agency's signature, shown as text (ND30-PLI, S4). What was approved stays."""

    attachment = models.OneToOneField(Attachment, primary_key=True, on_delete=models.PROTECT, related_name="signed")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")


class TaskCode(AgencyScoped):
    """A code under which a superior follows what a document asks for (TaskCode of ResponseForTask, QCVN 102)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="task_codes")
    code = models.CharField("mã nhiệm vụ", max_length=100)

    class Meta(AgencyScoped.Meta):
        ordering = ("code",)
        indexes = (models.Index(fields=["agency", "code"]),)
        constraints = (models.UniqueConstraint(fields=["document", "code"], name="a_task_code_is_kept_once"),)


class Link(AgencyScoped):
    """One document refers to another of the same agency."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="links")
    target = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="linked_from")
    kind = models.CharField(max_length=20, choices=LinkKind.choices)

    class Meta(AgencyScoped.Meta):
        constraints = (models.UniqueConstraint(fields=["source", "target", "kind"], name="one_link_per_kind"),)
