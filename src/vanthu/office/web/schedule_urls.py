"""The addresses of the schedule."""

from __future__ import annotations

from django.urls import URLPattern, path

from vanthu.office.web.views import schedule

pages: list[URLPattern] = [
    path("lich/", schedule.week, name="schedule"),
    path("lich/them", schedule.add, name="schedule_add"),
    path("lich/in", schedule.printed, name="schedule_print"),
    path("lich/cong-bo", schedule.publish, name="schedule_publish"),
    path("lich/dien-thoai", schedule.telephone, name="schedule_telephone"),
    path("lich/nguon/<str:token>.ics", schedule.feed, name="schedule_feed"),
    path("lich/<uuid:entry_id>", schedule.entry, name="schedule_entry"),
    path("lich/<uuid:entry_id>/sua", schedule.rewrite, name="schedule_change"),
    path("lich/<uuid:entry_id>/<slug:slug>", schedule.verb, name="schedule_verb"),
]
