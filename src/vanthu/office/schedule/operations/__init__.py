"""What is done with the schedule."""

from vanthu.office.schedule.operations.deciding import answer, approve, cancel, decline, publish
from vanthu.office.schedule.operations.errors import (
    ScheduleAnswerReasonMissing,
    ScheduleConflict,
    ScheduleIncomplete,
    ScheduleReasonMissing,
    ScheduleTimeWrong,
)
from vanthu.office.schedule.operations.feeding import give_up_feed, new_feed
from vanthu.office.schedule.operations.proposing import EntryFields, change, propose, propose_weekly

__all__ = [
    "EntryFields",
    "ScheduleAnswerReasonMissing",
    "ScheduleConflict",
    "ScheduleIncomplete",
    "ScheduleReasonMissing",
    "ScheduleTimeWrong",
    "answer",
    "approve",
    "cancel",
    "change",
    "decline",
    "give_up_feed",
    "new_feed",
    "propose",
    "propose_weekly",
    "publish",
]
