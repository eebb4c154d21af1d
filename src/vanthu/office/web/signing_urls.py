"""The addresses of signing with a program on the signer's machine."""

from __future__ import annotations

from django.urls import URLPattern, path

from vanthu.office.web.views import signing_programs as programs

pages: list[URLPattern] = [
    path("ky-so/thiet-bi", programs.keys, name="signing_keys"),
    path("ky-so/cong-cu/<slug:slug>", programs.call, name="call_program"),
    path("ky-so/phien/<uuid:errand_id>", programs.progress, name="program_progress"),
    path("ky-so/tep/<str:secret>", programs.file, name="file_to_sign"),
    path("ky-so/nop/<str:secret>", programs.upload, name="signed_file"),
]
