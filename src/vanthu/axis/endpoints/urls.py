"""Addresses of the axis."""

from django.urls import include, path

from vanthu.axis.endpoints import views

urlpatterns = [
    path("vxp/<str:operation>", views.vxp, name="vxp"),
    path("health", views.health, name="health"),
    path("", include("vanthu.axis.console.urls")),
]
handler404 = "vanthu.axis.endpoints.views.not_found"
handler500 = "vanthu.axis.endpoints.views.server_error"
