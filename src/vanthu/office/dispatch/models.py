"""Cách gửi: the rules that decide it, who departed from them and why, and how each issued document went."""

from __future__ import annotations

from django.db import models

from vanthu.office.dispatch.states import ON_PAPER, Group, MailState, Way
from vanthu.office.kernel.scope import AgencyScoped
from vanthu.runtime.ids import new_id
from vanthu.runtime.leases import LeasedRow


class WayRule(AgencyScoped):
    """Which way documents of certain types go to certain recipients; never changed, only ended (CT07-3c)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    way = models.CharField("cách gửi", max_length=10)
    group = models.CharField("nhóm nơi nhận", max_length=10, choices=Group.choices, default=Group.ANY)
    recipients = models.JSONField("nơi nhận", default=list)
    """Codes, or the beginnings of names; empty for the whole group."""
    types = models.JSONField("loại văn bản", default=list)
    """Codes of types; empty for all."""
    basis = models.CharField("căn cứ", max_length=300)
    law = models.CharField(max_length=20, blank=True)
    """Which rule of the law it is (`queries.LAWFUL`); empty for one that the agency set itself."""
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    set_by = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(AgencyScoped.Meta):
        indexes = (models.Index(fields=["agency", "valid_to"]),)
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "law"], condition=~models.Q(law=""), name="a_rule_of_the_law_is_written_once"
            ),
        )


class WayChoice(AgencyScoped):
    """Somebody chose the way for one recipient of a document not issued yet; the latest choice holds.

    `way` is the rule's own when he went back to it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=300)
    """The code; of whoever is not on the axis, the name."""
    by_rule = models.CharField(max_length=10)
    way = models.CharField(max_length=10)
    reason = models.CharField("lý do", max_length=500, blank=True)
    chosen_by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta(AgencyScoped.Meta):
        ordering = ("chosen_at", "id")
        indexes = (models.Index(fields=["document", "chosen_at"]),)


class Sending(AgencyScoped):
    """How one issued document goes to one recipient, why so, and who departed from the rule."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="sendings")
    ordinal = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=35, blank=True)
    """Of the axis; empty for whoever is not on it."""
    name = models.CharField(max_length=300)
    address = models.CharField("địa chỉ", max_length=300, blank=True)
    email = models.CharField(max_length=200, blank=True)
    way = models.CharField("cách gửi", max_length=10)
    by_rule = models.CharField(max_length=10)
    why = models.CharField("vì sao", max_length=600)
    """The rule in words, with its basis."""
    departs = models.BooleanField(default=False)
    """Whether it went another way than the rule's; then `reason` says why (QD28-A5.2)."""
    reason = models.CharField("lý do gửi khác", max_length=500, blank=True)
    decided_by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    """Who departed from the rule; else who issued."""
    decided_at = models.DateTimeField()

    class Meta(AgencyScoped.Meta):
        ordering = ("ordinal",)
        indexes = (
            models.Index(fields=["agency", "decided_at"], condition=models.Q(departs=True), name="ways_departed_from"),
        )
        constraints = (models.UniqueConstraint(fields=["document", "ordinal"], name="one_sending_per_recipient"),)

    @property
    def label(self) -> str:
        """The way in words."""
        return str(Way(self.way).label)

    @property
    def on_paper(self) -> bool:
        """Whether a bản chính giấy goes to this recipient."""
        return self.way in ON_PAPER

    @property
    def rule_label(self) -> str:
        """The way of the rule in words."""
        return str(Way(self.by_rule).label)


class PaperPrint(AgencyScoped):
    """A bản chính giấy was printed from the document signed digitally, to be sealed by hand (ND30-A18.5)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    copies = models.PositiveSmallIntegerField("số bản")
    recipients = models.JSONField("cho nơi nhận", default=list)
    """Names."""
    reason = models.CharField("lý do", max_length=500, blank=True)
    """Why on paper what the rules send without (QD28-A5.3)."""
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")

    class Meta(AgencyScoped.Meta):
        ordering = ("printed_at",)
        indexes = (models.Index(fields=["agency", "printed_at"]),)


class Posting(AgencyScoped):
    """The paper for one recipient was handed to the post: its line in the post register, and the receipt."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sending = models.ForeignKey(Sending, on_delete=models.PROTECT, related_name="postings")
    entry = models.OneToOneField("registers.PostEntry", on_delete=models.PROTECT, related_name="+")
    posted_on = models.DateField("ngày gửi")
    receipt = models.CharField("mã bưu gửi", max_length=60, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")

    class Meta(AgencyScoped.Meta):
        ordering = ("noted_at",)


class Mail(AgencyScoped, LeasedRow):
    """One issued document to one recipient by e-mail; sent by the worker, at least once, with an end."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sending = models.OneToOneField(Sending, on_delete=models.PROTECT, related_name="mail")
    files = models.JSONField(default=list)
    """SHA-256, file name and media type of each attached file, the signed document first."""
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.WAITING)
    created_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    """When trying ends; the e-mail is then `failed` and shown to the clerk."""
    sent_at = models.DateTimeField(null=True, blank=True)
    error_code = models.CharField(max_length=40, blank=True)
    error_sentence = models.TextField(blank=True)

    class Meta(AgencyScoped.Meta):
        indexes = (models.Index(fields=["finished_at", "due_at"]),)


class MailAttempt(AgencyScoped):
    """One try to send one e-mail."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mail = models.ForeignKey(Mail, on_delete=models.PROTECT, related_name="attempts")
    begun_at = models.DateTimeField()
    succeeded = models.BooleanField()
    error_code = models.CharField(max_length=40, blank=True)
    error_sentence = models.TextField(blank=True)

    class Meta(AgencyScoped.Meta):
        ordering = ("begun_at",)


class Publication(AgencyScoped):
    """An issued document is public: anybody may find and read it until it is taken down."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    words = models.TextField()
    """What it is found by: number, notation, type, subject, issuer (`kernel.words.line`)."""
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("lý do gỡ", max_length=500, blank=True)
    recalled = models.BooleanField("đã thu hồi", default=False)
    """Taken down because the document was recalled: its page then says so instead of being gone."""

    class Meta(AgencyScoped.Meta):
        indexes = (
            models.Index(
                fields=["published_at", "id"], condition=models.Q(withdrawn_at=None), name="documents_made_public"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["document"], condition=models.Q(withdrawn_at=None), name="a_document_is_public_once"
            ),
        )
