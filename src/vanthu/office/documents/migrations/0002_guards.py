"""Versions and signed attachments only ever come; a frozen document keeps its identity, its metadata and its attachments."""

from django.db import migrations

from vanthu.office.kernel.triggers import Guard, guards, never_changed

OF_FROZEN = "EXISTS (SELECT 1 FROM documents_document d WHERE d.id = {row}.document_id AND d.frozen_at IS NOT NULL)"


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        guards(
            *never_changed("documents_version"),
            *never_changed("documents_signedattachment"),
            Guard(
                "documents_document", "UPDATE", "a frozen document does not change", when="OLD.frozen_at IS NOT NULL"
            ),
            Guard(
                "documents_document", "DELETE", "a frozen document is never deleted", when="OLD.frozen_at IS NOT NULL"
            ),
            Guard(
                "documents_attachment",
                "INSERT",
                "a frozen document takes no attachment",
                when=OF_FROZEN.format(row="NEW"),
            ),
            Guard(
                "documents_attachment",
                "UPDATE",
                "a frozen document keeps its attachments",
                when=f"{OF_FROZEN.format(row='OLD')} OR {OF_FROZEN.format(row='NEW')}",
            ),
            Guard(
                "documents_attachment",
                "DELETE",
                "a frozen document keeps its attachments",
                when=OF_FROZEN.format(row="OLD"),
            ),
        )
    ]
