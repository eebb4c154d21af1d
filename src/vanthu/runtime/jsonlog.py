"""Log lines as JSON objects, one a line, for whoever collects them."""

from __future__ import annotations

import json
import logging
from datetime import datetime

from vanthu.runtime.clock import VIETNAM


class JsonLines(logging.Formatter):
    """Writes moment, level, logger, message, process, and of a failure its kind and where it came from.

    Nothing else of a record is written: neither arguments nor local values, in which content of documents could be.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line."""
        members: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, VIETNAM).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        if record.exc_info and record.exc_info[0] is not None:
            members["error"] = record.exc_info[0].__name__
            members["trace"] = _places(record)
        return json.dumps(members, ensure_ascii=False)


def _places(record: logging.LogRecord) -> list[str]:
    """Return the places of a failure without the sentence of the exception, which may quote what was sent."""
    places, step = [], record.exc_info[2] if record.exc_info else None
    while step is not None:
        code = step.tb_frame.f_code
        places.append(f"{code.co_filename}:{step.tb_lineno} {code.co_name}")
        step = step.tb_next
    return places
