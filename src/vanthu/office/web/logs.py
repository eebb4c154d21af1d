"""What must not stand in a log: the secret part of an address that is a key by itself."""

from __future__ import annotations

import logging
import re

_SECRET = re.compile(r"(/lich/nguon/|/ky-so/(?:tep|nop)/)[^/\s.\"']+")


class SecretsHidden(logging.Filter):
    """Hide the token of a calendar's address in whatever is logged about it, a wrong address (404) for one."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, without its secrets."""
        said = record.getMessage()
        hidden = _SECRET.sub(r"\1…", said)
        if hidden != said:
            record.msg, record.args = hidden, ()
        return True
