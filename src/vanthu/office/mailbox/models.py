"""E-mails that came, and the answers to them."""

from __future__ import annotations

from django.db import models

from vanthu.office.dispatch.states import MailState
from vanthu.office.kernel.scope import AgencyScoped
from vanthu.office.mailbox.states import Answer, ReceivedState, Source
from vanthu.runtime.ids import new_id
from vanthu.runtime.leases import LeasedRow
from vanthu.standards.mail import Kind


class MailReceived(AgencyScoped):
    """One e-mail: its exact bytes, what was read in them, and what became of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.CharField(max_length=10, choices=Source.choices)
    eml = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    """The bytes as they came; of an e-mail larger than the settings allow, its header."""
    fingerprint = models.CharField(max_length=64)
    """Of what the sender wrote, not of the way it came: a repetition has the same (`standards.mail`)."""
    message_id = models.CharField(max_length=300, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    sender_address = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=1000, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    text = models.TextField(blank=True)
    kind = models.CharField(max_length=12, choices=[(one.value, one.label) for one in Kind])
    official = models.BooleanField(default=False)
    """Whether it certainly comes from an address of a state agency (CT15, `.gov.vn`)."""
    origin = models.CharField(max_length=600)
    """Why it counts as official or not, in a sentence."""
    checks = models.JSONField(default=dict)
    """DKIM, SPF, DMARC and ARC as found, by name."""
    findings = models.JSONField(default=list)
    """What was noticed: code and sentence."""
    files = models.JSONField(default=list)
    """Attachments in their order: sha256, name, media_type, size, and what the first page of a PDF says."""
    state = models.CharField(max_length=12, choices=ReceivedState.choices, default=ReceivedState.WAITING)
    arrived_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
    """How often it came."""
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField("lý do", blank=True)

    class Meta(AgencyScoped.Meta):
        constraints = (models.UniqueConstraint(fields=["agency", "fingerprint"], name="an_email_is_kept_once"),)
        indexes = (
            models.Index(fields=["agency", "state", "arrived_at", "id"]),
            models.Index(fields=["agency", "message_id"]),
            models.Index(fields=["document"]),
        )


class MailAnswer(AgencyScoped, LeasedRow):
    """What the sender of an e-mail is told; sent by the worker, at least once, with an end."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mail = models.ForeignKey(MailReceived, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=12, choices=Answer.choices)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.WAITING)
    created_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    error_code = models.CharField(max_length=40, blank=True)
    error_sentence = models.TextField(blank=True)

    class Meta(AgencyScoped.Meta):
        constraints = (models.UniqueConstraint(fields=["mail", "kind"], name="a_sender_is_told_once"),)
        indexes = (models.Index(fields=["finished_at", "due_at"]),)
