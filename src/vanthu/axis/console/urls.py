"""The addresses of the console, and those that machines ask."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from vanthu.axis.console.views import deciding, machines, numbers, registering, session, watching

_pages: list[URLPattern | URLResolver] = [
    path("", watching.overview, name="overview"),
    path("hien-tai", watching.live, name="live"),
    path("tim", watching.search, name="search"),
    path("goi-tin/<uuid:package_id>", watching.package, name="package"),
    path("goi-tin/<uuid:package_id>/bien-nhan", watching.receipt, name="receipt"),
    path("giao/<uuid:delivery_id>/de-nghi", deciding.propose_delivery, name="propose_delivery"),
    path("giao/<slug:kind>", watching.deliveries, name="deliveries"),
    path("tu-choi", watching.refusals, name="refusals"),
    path("so-lieu", numbers.numbers, name="statistics"),
    path("nhat-ky", watching.journal, name="journal"),
    path("cap-tren", watching.parent, name="parent"),
    path("cap-tren/<uuid:number>", deciding.stuck, name="stuck"),
    path("kiem-toan", watching.audit, name="audit"),
    path("co-quan", registering.agencies, name="agencies"),
    path("co-quan/them", registering.add_agency, name="add_agency"),
    path("co-quan/ma/<path:code>", registering.agency, name="agency"),
    path("he-thong", registering.systems, name="systems"),
    path("he-thong/them", registering.add_system, name="add_system"),
    path("he-thong/id/<path:system_id>", registering.system, name="system"),
    path("de-nghi", deciding.proposals, name="proposals"),
    path("de-nghi/<uuid:proposal_id>", deciding.decide, name="decide"),
    path("dang-nhap", session.login, name="login"),
    path("dang-xuat", session.logout, name="logout"),
    path("mat-khau", session.password, name="password"),
    path("giao-dien", session.look, name="look"),
    re_path(r"^.*$", watching.not_there),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("quan-tri/", include((_pages, "console"))),
    path("metrics", machines.metrics, name="metrics"),
    path("ready", machines.ready, name="ready"),
]
