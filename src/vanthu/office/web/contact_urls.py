"""The addresses of the contact list."""

from __future__ import annotations

from django.urls import URLPattern, path

from vanthu.office.web.views import contacts

pages: list[URLPattern] = [
    path("danh-ba/", contacts.listing, name="contacts"),
    path("danh-ba/noi-nhan", contacts.correspondents, name="correspondents"),
    path("danh-ba/danh-ba.csv", contacts.as_csv, name="contacts_csv"),
    path("danh-ba/danh-ba.vcf", contacts.as_vcard, name="contacts_vcard"),
    path("danh-ba/don-vi/<uuid:unit_id>/sua", contacts.change_unit, name="change_unit_contact"),
    path("danh-ba/<uuid:person_id>.vcf", contacts.card, name="contact_vcard"),
    path("danh-ba/<uuid:person_id>/sua", contacts.change, name="change_contact"),
]
