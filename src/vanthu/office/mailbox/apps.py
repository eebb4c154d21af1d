"""Django's entry for this domain."""

from django.apps import AppConfig


class MailboxConfig(AppConfig):
    """The domain `mailbox`."""

    name = "vanthu.office.mailbox"
    label = "mailbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read mailboxes over IMAP and ask the DNS unless somebody says otherwise."""
        from vanthu.office.mailbox import ports
        from vanthu.office.mailbox.adapters import dns, imap

        ports.provide(imap.opened, dns.txt)
