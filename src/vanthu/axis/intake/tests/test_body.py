"""The body of sendEdoc while it streams by."""

import hashlib
import io

import pytest

from vanthu.axis.intake.policies import ConnectionBroke, HashMismatch, PackageEmpty, PackageTooLarge, checked


class Trickle(io.BytesIO):
    """Gives a few bytes at a time, however many are asked for."""

    def read(self, size=-1, /):
        return super().read(min(size, 3))


def taken(body: bytes, *, of: bytes, limit: int = 1000, expected: int | None = None, source=io.BytesIO) -> bytes:
    claimed = hashlib.sha256(of).hexdigest()
    return b"".join(
        checked(source(body), hashlib.sha256(), claimed_hash=claimed, limit_bytes=limit, expected_bytes=expected)
    )


@pytest.mark.parametrize("source", [io.BytesIO, Trickle])
@pytest.mark.parametrize("file", [b"<edXML/>", b"x", b"ab", b"<edXML/>\r\n", b"<edXML/>\n", b"\r\n\r\nx"])
def test_the_crlf_behind_the_file_is_no_part_of_it(file, source):
    assert taken(file + b"\r\n", of=file, source=source) == file


@pytest.mark.parametrize("source", [io.BytesIO, Trickle])
@pytest.mark.parametrize("file", [b"<edXML/>", b"<edXML/>\r\n", b"a\r\n"])
def test_a_file_sent_without_crlf_behind_it_is_taken_as_it_is(file, source):
    assert taken(file, of=file, source=source) == file


def test_the_hash_may_be_spelled_without_zeros():
    digest = hashlib.sha256(b"edxml-test-0").digest()
    spelled = "".join(f"{byte:x}" for byte in digest)
    pieces = checked(
        io.BytesIO(b"edxml-test-0\r\n"), hashlib.sha256(), claimed_hash=spelled, limit_bytes=100, expected_bytes=14
    )
    assert b"".join(pieces) == b"edxml-test-0"


@pytest.mark.parametrize("body", [b"<edXML/>\r\n", b"<edXML/>", b"<edXML/>x\r\n\r\n"])
def test_another_hash_is_refused(body):
    with pytest.raises(HashMismatch):
        taken(body, of=b"something else")


@pytest.mark.parametrize("body", [b"", b"\r\n"])
def test_nothing_is_refused(body):
    with pytest.raises(PackageEmpty):
        taken(body, of=b"")


def test_the_limit_is_for_the_file_and_not_for_the_crlf():
    assert len(taken(b"x" * 1000 + b"\r\n", of=b"x" * 1000)) == 1000
    with pytest.raises(PackageTooLarge):
        taken(b"x" * 1001 + b"\r\n", of=b"x" * 1001)


def test_what_is_announced_too_large_is_refused_before_it_is_read():
    source = io.BytesIO(b"x" * 10)
    with pytest.raises(PackageTooLarge):
        b"".join(checked(source, hashlib.sha256(), claimed_hash="", limit_bytes=1000, expected_bytes=5000))
    assert source.tell() == 0


def test_a_body_shorter_than_announced_is_a_broken_connection():
    with pytest.raises(ConnectionBroke):
        taken(b"<edXML/>", of=b"<edXML/>", expected=500)
