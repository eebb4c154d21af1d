"""The addresses of programmes and plans of work."""

from __future__ import annotations

from django.urls import URLPattern, path

from vanthu.office.web.views import plans

pages: list[URLPattern] = [
    path("ke-hoach/", plans.listing, name="plans"),
    path("ke-hoach/lap", plans.make, name="make_plan"),
    path("ke-hoach/<uuid:plan_id>", plans.plan, name="plan"),
    path("ke-hoach/<uuid:plan_id>/sua", plans.change, name="change_plan"),
    path("ke-hoach/<uuid:plan_id>/chep", plans.copy, name="copy_plan"),
    path("ke-hoach/<uuid:plan_id>/them-viec", plans.add_item, name="plan_item"),
    path("ke-hoach/<uuid:plan_id>/ke-hoach.xlsx", plans.as_xlsx, name="plan_xlsx"),
]
