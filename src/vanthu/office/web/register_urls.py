"""The addresses of the registers: books, numbers, prints and series."""

from __future__ import annotations

from django.urls import URLPattern, path

from vanthu.office.reports.states import BookKey
from vanthu.office.web.views import numbers, paper_entry, prints, registers, series

pages: list[URLPattern] = [
    path("so/van-ban-di", registers.book, {"key": BookKey.OUTGOING}, name="outgoing_register"),
    path("so/van-ban-den", registers.book, {"key": BookKey.INCOMING}, name="incoming_register"),
    path("so/gui-buu-dien", registers.book, {"key": BookKey.POST}, name="post_register"),
    path("so/ban-luu", registers.book, {"key": BookKey.COPIES}, name="copies_register"),
    path("so/theo-doi", registers.book, {"key": BookKey.FOLLOW_UP}, name="follow_up_register"),
    path("so/ban-sao", registers.book, {"key": BookKey.COPYING}, name="copying_register"),
    path("so/ban-in", prints.prints, name="prints"),
    path("so/ban-in/<uuid:print_id>", prints.download, name="print_download"),
    path("so/in/<str:key>", prints.order, name="print_order"),
    path("so/van-ban-giay", paper_entry.enter, name="paper_entry"),
    path("so/day-so", series.series, name="series"),
    path("so/day-so/lap", series.open_series, name="series_open"),
    path("so/day-so/<uuid:series_id>/ngung", series.end_series, name="series_end"),
    path("so/ghi/<slug:slug>", numbers.new, name="register_new"),
    path("so/ghi/<slug:slug>/<uuid:row_id>", numbers.verb, name="register_verb"),
]
