"""Write a message as a package."""

from __future__ import annotations

from typing import BinaryIO

from vanthu.standards.edxml.model import Message


def write(message: Message, out: BinaryIO) -> None:
    raise NotImplementedError


def write_bytes(message: Message) -> bytes:
    raise NotImplementedError
