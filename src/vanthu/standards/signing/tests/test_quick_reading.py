"""Reading quickly gives what pyHanko and asn1crypto give, whatever the bytes are."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic, misc

from vanthu.standards.signing import quick_reading as quick
from vanthu.standards.signing.tests.conftest import Desk

NAME_END = misc.PDF_WHITESPACE + misc.PDF_DELIMITERS
LETTERS = st.sampled_from("aAđĐ \u00a0\u200bếe\u0301ﬁß")
NAMES = st.builds(
    x509.Name.build,
    st.fixed_dictionaries(
        {"common_name": st.text(LETTERS, min_size=1, max_size=4), "country_name": st.sampled_from(["VN", "vn"])},
        optional={"organization_name": st.text(LETTERS, min_size=1, max_size=3)},
    ),
)


def outcome(read: Callable[[BytesIO], Any], data: bytes) -> tuple[str, Any, int]:
    """What comes of reading: a kind of value, its bytes and where the stream stands, or the name of the error."""
    stream = BytesIO(data)
    try:
        value = read(stream)
    except (misc.PdfError, ValueError) as error:
        return type(error).__name__, None, 0
    return type(value).__name__, getattr(value, "original_bytes", value), stream.tell()


@given(st.binary(max_size=200) | st.text("0123456789abcdefABCDEF \n\r\t%>g", max_size=200).map(str.encode))
@example(b"41 4>rest")
@example(b"41%comment\n42>")
@example(b"4" * 100 + b">")
@example(b"")
@settings(deadline=None)
def test_a_hexadecimal_string_is_read_as_pyhanko_reads_it(data: bytes) -> None:
    assert outcome(quick.read_hex_string, b"<" + data) == outcome(quick.read_hex_slowly, b"<" + data)


@given(st.binary(max_size=300), st.none() | st.integers(1, 200))
@example(b"x" * 64 + b" y", None)
@example(b"x" * 64, 64)
def test_letters_up_to_a_delimiter_are_read_as_pyhanko_reads_them(data: bytes, most: int | None) -> None:
    def told(read: Callable[..., Any]) -> tuple[Any, int]:
        stream = BytesIO(data)
        return read(NAME_END, stream, most), stream.tell()

    assert told(quick.read_until_class) == told(quick.read_until_slowly)


@given(st.binary(max_size=20) | st.text("AZaz09#+-_", max_size=20).map(str.encode))
def test_a_name_is_decoded_as_pyhanko_decodes_it(data: bytes) -> None:
    assert outcome(lambda _: quick.decode_name(data), b"") == outcome(lambda _: quick.decode_slowly(data), b"")


@given(NAMES, NAMES)
def test_names_of_certificates_are_one_when_asn1crypto_says_so(one: x509.Name, other: x509.Name) -> None:
    # Each as its own object, so that nothing kept from one comparison answers the other.
    plain, plain_other = x509.Name.load(one.dump()), x509.Name.load(other.dump())
    assert quick.same_name(one, other) == quick.same_name_slowly(plain, plain_other)
    assert quick.same_name(one, x509.Name.load(one.dump()))


def test_a_name_is_nothing_but_a_name() -> None:
    assert not quick.same_name(x509.Name.build({"common_name": "x"}), "x")


@pytest.mark.parametrize(
    ("module", "name"),
    [(misc, "_read_until_class"), (generic, "read_hex_string_from_stream"), (generic, "_decode_name")],
)
def test_whoever_loads_signing_reads_quickly(module: Any, name: str) -> None:
    import vanthu.standards.signing  # noqa: F401

    assert getattr(module, name).__module__ == quick.__name__


def test_a_certificate_is_found_in_a_list_when_pyhanko_finds_it(desk: Desk) -> None:
    certificates = [x509.Certificate.load(desk.pki.certificate(name).public_bytes(Encoding.DER))
                    for name in ("dung", "revoked", "people-ca")]  # fmt: skip
    told = {
        (certificate.subject.human_friendly, revoked.issuer.human_friendly): [
            find(certificate, certificate.issuer, revoked, revoked.issuer)
            for find in (quick.find_in_list, quick.find_in_list_slowly)
        ]
        for certificate in certificates
        for revoked in desk.trust.crls
    }
    assert all(str(ours) == str(theirs) for ours, theirs in told.values())
    assert any(ours[0] for ours, _ in told.values())


@given(st.binary(max_size=40))
def test_text_in_the_encoding_of_pdfs_is_read_as_pyhanko_reads_it(data: bytes) -> None:
    assert outcome(lambda _: quick.decode_pdfdocencoding(data), b"") == outcome(
        lambda _: quick.decode_pdfdocencoding_slowly(data), b""
    )


def test_for_comparing_everything_is_as_published(desk: Desk, issued: bytes) -> None:
    with quick.as_they_are():
        assert generic.read_object.__module__ == generic.__name__
        assert desk.verify(issued).outcome.value == "valid"
    assert generic.read_object.__module__ != generic.__name__
