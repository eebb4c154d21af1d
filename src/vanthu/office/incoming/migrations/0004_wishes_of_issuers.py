"""What issuers want of documents they sent: beside taking back now also updating and replacing."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incoming", "0003_take_back")]

    operations = [
        migrations.RemoveConstraint("takebackrequest", "asked_back_once_at_a_time"),
        migrations.RenameModel("TakeBackRequest", "IssuerWish"),
        migrations.AlterField(
            "issuerwish",
            "incoming",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="wishes", to="incoming.incomingdocument"
            ),
        ),
    ]
