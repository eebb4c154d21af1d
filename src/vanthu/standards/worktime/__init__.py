"""Working days of state agencies in Vietnam, and the legal deadlines counted in them."""

from vanthu.standards.worktime.calendar import WorkCalendar
from vanthu.standards.worktime.deadlines import Deadline, registering_deadline, sending_deadline

__all__ = ["Deadline", "WorkCalendar", "registering_deadline", "sending_deadline"]
