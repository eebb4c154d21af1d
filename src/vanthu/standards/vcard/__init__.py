"""Contacts as vCard 4.0 (RFC 6350)."""

from vanthu.standards.vcard.writing import MEDIA_TYPE, Contact, cards, dialled

__all__ = ["MEDIA_TYPE", "Contact", "cards", "dialled"]
