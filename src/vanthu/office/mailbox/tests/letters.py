"""E-mails for tests, and an inbox that lies in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from vanthu.office.mailbox.ports import Lying
from vanthu.office.settings import Mailbox

OURS = "mx.snv.thunghiem.gov.vn"
PASSED = f"Authentication-Results: {OURS}; dmarc=pass header.from=syt.thunghiem.gov.vn\r\n".encode()
"""What the agency's own mail server writes above an e-mail of Sở Y tế that it found genuine."""
MAILBOX = Mailbox(agency="H99.02", host="imap.test", username="vt", password="x", trusted_servers=(OURS,))


def email(
    *,
    number: int = 1,
    sender: str = "vanthu@syt.thunghiem.gov.vn",
    files: tuple[tuple[str, bytes], ...] = (("45-SYT.pdf", b"%PDF-1.7 junk"),),
    **headers: str,
) -> bytes:
    """Return an e-mail as a server stores it."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = f"Sở Y tế <{sender}>", "vanthu@snv.thunghiem.example", "Gửi công văn"
    made["Date"], made["Message-ID"] = "Mon, 09 Mar 2026 08:00:00 +0700", f"<{number}@{sender.partition('@')[2]}>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content("Kính gửi Sở Nội vụ, công văn kèm theo.\n")
    for name, content in files:
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes().replace(b"\n", b"\r\n")


class FakeInbox:
    """An inbox in memory; `forget_numbers` does what a changed UIDVALIDITY does."""

    def __init__(self, *mails: bytes) -> None:
        self.mails = {str(place): mail for place, mail in enumerate(mails, start=1)}
        self.away: list[bytes] = []
        self.breaks_at = ""

    @contextmanager
    def opened(self, mailbox: Mailbox) -> Iterator[FakeInbox]:
        yield self

    def lying(self) -> list[Lying]:
        return [Lying(uid, len(mail)) for uid, mail in self.mails.items()]

    def bytes_of(self, uid: str) -> bytes:
        return self.mails[uid]

    def header_of(self, uid: str) -> bytes:
        return self.mails[uid].partition(b"\r\n\r\n")[0] + b"\r\n\r\n"

    def put_away(self, uid: str) -> None:
        if self.breaks_at == "put_away":
            raise KeyboardInterrupt
        self.away.append(self.mails.pop(uid))

    def forget_numbers(self) -> None:
        self.mails = {str(int(uid) + 1000): mail for uid, mail in self.mails.items()}
