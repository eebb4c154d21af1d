"""Registers (sổ đăng ký), the series of their numbers, the numbers they gave, and the lines clerks write themselves."""

from __future__ import annotations

from django.db import models

from vanthu.office.kernel.scope import AgencyScoped
from vanthu.office.registers.states import (
    GENERAL,
    LoanState,
    NumberState,
    NumberWay,
    PostState,
    RegisterKind,
    SeriesScope,
)
from vanthu.runtime.ids import new_id


class Series(AgencyScoped):
    """One series of numbers an agency has decided on, valid for a time (ND30-A15.1c). `code` names its registers."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=RegisterKind.choices)
    code = models.CharField("mã", max_length=40)
    name = models.CharField("tên dãy số", max_length=100)
    scope = models.CharField("dùng cho", max_length=10, choices=SeriesScope.choices)
    types = models.JSONField("loại văn bản", default=list)
    body_name = models.CharField("hội đồng, ban", max_length=200, blank=True)
    notations = models.JSONField("phần ký hiệu riêng", default=list)
    """Of a series of secret documents: parts of a ký hiệu by which such a document is known, e.g. "M"."""
    valid_from = models.DateField("áp dụng từ")
    valid_to = models.DateField("áp dụng đến", null=True, blank=True)
    legal_basis = models.CharField("căn cứ", max_length=200)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(AgencyScoped.Meta):
        ordering = ("kind", "valid_from", "code")
        constraints = (
            models.UniqueConstraint(fields=["agency", "kind", "code", "valid_from"], name="one_series_per_time"),
        )

    def __str__(self) -> str:
        return self.name


class Register(AgencyScoped):
    """One series of numbers of one year. `last_number` is read and written only under the lock of this row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=RegisterKind.choices)
    series = models.CharField(max_length=40, default=GENERAL)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta(AgencyScoped.Meta):
        constraints = (
            models.UniqueConstraint(fields=["agency", "kind", "series", "year"], name="one_register_per_series"),
        )


class NumberTaken(AgencyScoped):
    """A number given to a document or kept for one. Never deleted, never given again (ND30-A15.1, A22.2)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="numbers")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=NumberState.choices, default=NumberState.TAKEN)
    way = models.CharField(max_length=10, choices=NumberWay.choices, default=NumberWay.SYSTEM)
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    """None while the number is reserved, and for ever when it was cancelled unused."""
    taken_on = models.DateField()
    """The day of the number; the days of a register never go down."""
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField("giữ đến ngày", null=True, blank=True)
    reason = models.CharField("lý do", max_length=500, blank=True)
    """Why it was reserved, entered later, or cancelled; the facts tell the whole story."""
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(AgencyScoped.Meta):
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["register", "number"], name="a_number_is_given_once"),
            models.UniqueConstraint(fields=["register", "document"], name="a_document_has_one_number"),
        )
        indexes = (models.Index(fields=["agency", "taken_on", "number"], name="numbers_by_day"),)


class PaperEntry(AgencyScoped):
    """What the register tells of a paper document that never was in the system: unit, recipients, copies."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    taken = models.OneToOneField(NumberTaken, on_delete=models.PROTECT, related_name="paper")
    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    recipients = models.JSONField("nơi nhận", default=list)
    copies = models.PositiveIntegerField("số lượng bản", default=1)
    sent_on = models.DateField("ngày chuyển", null=True, blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")

    class Meta(AgencyScoped.Meta):
        pass


class PostEntry(AgencyScoped):
    """A line of sổ gửi văn bản đi bưu điện (ND30-PLIV)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField("ngày chuyển")
    recipient = models.CharField("nơi nhận", max_length=300)
    envelopes = models.PositiveIntegerField("số lượng bì")
    remark = models.CharField("ghi chú", max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=PostState.choices, default=PostState.SENT)
    signed_by = models.CharField("người ký nhận", max_length=100, blank=True)
    signed_on = models.DateField("ngày ký nhận", null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")

    class Meta(AgencyScoped.Meta):
        indexes = (models.Index(fields=["agency", "sent_on", "id"], name="post_by_day"),)


class CopyLoan(AgencyScoped):
    """A line of sổ sử dụng bản lưu (ND30-PLIV, A19): who borrowed a kept original, by whose leave."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    lent_on = models.DateField("ngày tháng")
    borrower = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    file_code = models.CharField("số và ký hiệu hồ sơ", max_length=100, blank=True)
    permitted_by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    remark = models.CharField("ghi chú", max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=LoanState.choices, default=LoanState.OUT)
    signed_at = models.DateTimeField("ký nhận", null=True, blank=True)
    returned_on = models.DateField("ngày trả", null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")

    class Meta(AgencyScoped.Meta):
        indexes = (models.Index(fields=["agency", "lent_on", "id"], name="loans_by_day"),)
        constraints = (
            models.UniqueConstraint(
                fields=["document"], condition=models.Q(state=LoanState.OUT), name="one_borrower_at_a_time"
            ),
        )
