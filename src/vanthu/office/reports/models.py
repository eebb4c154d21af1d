"""Registers in print: who asked for which part of which register, and the file that came of it."""

from __future__ import annotations

from django.db import models

from vanthu.office.kernel.scope import AgencyScoped
from vanthu.office.reports.states import BookKey, PrintFormat, PrintState
from vanthu.runtime.ids import new_id
from vanthu.runtime.leases import LeasedRow


class RegisterPrint(AgencyScoped, LeasedRow):
    """One print; a row of work for the worker and the record of what was printed (ND30-A16.2b)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.CharField("sổ", max_length=10, choices=BookKey.choices)
    format = models.CharField("dạng tệp", max_length=5, choices=PrintFormat.choices)
    chosen = models.JSONField("phạm vi", default=dict)
    volume = models.CharField("quyển số", max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=PrintState.choices, default=PrintState.WAITING)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    rows = models.PositiveIntegerField("số dòng", null=True)
    pages = models.PositiveIntegerField("số trang", null=True)
    error_code = models.CharField(max_length=40, blank=True)
    error_sentence = models.TextField(blank=True)

    class Meta(AgencyScoped.Meta):
        indexes = (models.Index(fields=["agency", "-asked_at"]), models.Index(fields=["finished_at", "due_at"]))

    @property
    def file_name(self) -> str:
        """The name under which it is downloaded: "so-van-ban-di-2026.pdf"."""
        names = {
            BookKey.OUTGOING: "so-van-ban-di",
            BookKey.INCOMING: "so-van-ban-den",
            BookKey.POST: "so-gui-buu-dien",
            BookKey.COPIES: "so-su-dung-ban-luu",
            BookKey.FOLLOW_UP: "so-theo-doi-giai-quyet",
        }
        return f"{names[BookKey(self.book)]}-{self.chosen.get('year') or 'tat-ca'}.{self.format}"
