"""Documents issued with a day to answer by, before answers were followed, get their expected replies."""

from typing import Any

from django.db import migrations


def load(apps: Any, schema_editor: Any) -> None:
    issued = apps.get_model("outgoing", "OutgoingDocument").of_all_agencies.filter(
        state="issued", document__due_on__isnull=False
    )
    links = apps.get_model("documents", "Link").of_all_agencies.filter(kind="answers", source__direction="incoming")
    replies = apps.get_model("outgoing", "ExpectedReply").of_all_agencies
    for outgoing in issued.select_related("document").iterator():
        answers = {one.source.issuer_code: one.source for one in links.filter(target_id=outgoing.pk)}
        for recipient in outgoing.recipients.exclude(code=""):
            answer = answers.get(recipient.code)
            replies.create(
                agency_id=outgoing.agency_id,
                outgoing=outgoing,
                code=recipient.code,
                name=recipient.name,
                due_on=outgoing.document.due_on,
                answer=answer,
                answered_at=answer and answer.created_at,
            )


class Migration(migrations.Migration):
    dependencies = [("outgoing", "0009_cosigners"), ("documents", "0008_links_after_issuing")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
