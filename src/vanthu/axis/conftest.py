"""The tests of the axis run by themselves, under its own settings (see the Makefile); elsewhere they are left out."""

import os

if os.environ.get("DJANGO_SETTINGS_MODULE") == "vanthu.axis.settings":
    pytest_plugins = [
        "vanthu.runtime.testing.order",
        "vanthu.runtime.testing.postgres",
        "vanthu.runtime.testing.tables",
        "vanthu.axis.testing.fixtures",
        "vanthu.axis.testing.evidence",
    ]
else:
    collect_ignore_glob = ["*"]
