"""E-mails of every kind, read from bytes: letters, machines, broken ones, and who surely sent them."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from vanthu.standards.mail import Kind, fingerprint, judge, read

PDF = b"%PDF-1.7\n%%EOF"


def message(sender: str = "Văn thư Sở Y tế <vanthu@syt.thunghiem.gov.vn>", **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "vanthu@snv.thunghiem.gov.vn", "Gửi công văn 45/SYT-VP"
    made["Date"], made["Message-ID"] = "Mon, 09 Mar 2026 08:00:00 +0700", "<a1@syt.thunghiem.gov.vn>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content("Kính gửi văn thư,\nSở Y tế gửi công văn kèm theo.\n")
    return made


def with_pdf(**headers: str) -> EmailMessage:
    made = message(**headers)
    made.add_attachment(PDF, maintype="application", subtype="octet-stream", filename="Công văn số 45.pdf")
    return made


def test_a_letter_is_read_with_its_vietnamese_words_and_its_files() -> None:
    letter = read(with_pdf().as_bytes())
    assert (letter.sender_name, letter.sender_address) == ("Văn thư Sở Y tế", "vanthu@syt.thunghiem.gov.vn")
    assert letter.subject == "Gửi công văn 45/SYT-VP"
    assert letter.text.startswith("Kính gửi văn thư")
    assert [(file.name, file.media_type, file.content) for file in letter.files] == [
        ("Công văn số 45.pdf", "application/pdf", PDF)
    ]
    assert (letter.kind, letter.replies_wanted, letter.noticed) == (Kind.LETTER, True, ())


def test_a_file_that_only_calls_itself_pdf_is_none() -> None:
    made = message()
    made.add_attachment(b"MZ junk", maintype="application", subtype="pdf", filename="../cong-van.pdf")
    file = read(made.as_bytes()).files[0]
    assert (file.name, file.media_type) == ("cong-van.pdf", "application/octet-stream")


def test_html_alone_becomes_words() -> None:
    made = message()
    made.set_content("<style>p{}</style><p>Kính gửi&nbsp;<b>Sở</b></p><script>alert(1)</script>", subtype="html")
    assert read(made.as_bytes()).text == "Kính gửi\xa0Sở"


BOUNCE = b"\r\n".join(
    [
        b"From: MAILER-DAEMON@mx.example",
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=x",
        b"Auto-Submitted: auto-replied",
        b"",
        b"--x",
        b"",
        b"Khong gui duoc",
        b"--x",
        b"Content-Type: message/rfc822",
        b"",
        b"Message-ID: <id-1@snv>",
        b"",
        b"b",
        b"--x--",
    ]
)


def test_a_bounce_names_what_was_not_delivered() -> None:
    letter = read(BOUNCE)
    assert (letter.kind, letter.bounced_ids, letter.replies_wanted) == (Kind.BOUNCE, ("<id-1@snv>",), False)


@pytest.mark.parametrize(
    ("headers", "kind", "answered"),
    [
        ({"Auto-Submitted": "auto-replied"}, Kind.AUTOMATIC, False),
        ({"Auto-Submitted": "auto-generated"}, Kind.LETTER, False),
        ({"Auto-Submitted": "no"}, Kind.LETTER, True),
        ({"Precedence": "bulk"}, Kind.LETTER, False),
        ({"List-Id": "<tin.so.gov.vn>"}, Kind.LETTER, False),
        ({"Return-Path": "<>"}, Kind.BOUNCE, False),
    ],
    ids=["vacation", "generated", "by-a-person", "bulk", "list", "null-sender"],
)
def test_machines_are_told_from_people(headers: dict[str, str], kind: Kind, answered: bool) -> None:
    letter = read(message(**headers).as_bytes())
    assert (letter.kind, letter.replies_wanted) == (kind, answered)


def test_what_we_sent_ourselves_is_known() -> None:
    own = read(message(sender="vanthu@snv.thunghiem.gov.vn").as_bytes(), own_addresses=["VanThu@snv.thunghiem.gov.vn"])
    assert (own.kind, own.replies_wanted) == (Kind.OWN, False)


def codes(raw: bytes) -> set[str]:
    return {one.code for one in read(raw).noticed}


def test_a_thousand_files_are_counted_and_a_hundred_taken() -> None:
    made = message()
    made.make_mixed()
    parts = b"".join(b"--x\r\nContent-Type: a/b; name=f\r\n\r\n1\r\n" for _ in range(1000))
    raw = b"From: a@b.vn\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + parts + b"--x--\r\n"
    letter = read(raw)
    assert len(letter.files) == 100
    assert letter.noticed[0].sentence.startswith("Thư có 1000 tệp")


@pytest.mark.parametrize("levels", [80, 5000])
def test_parts_within_parts_within_parts_are_named_broken(levels: int) -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i) for i in range(levels))
    assert codes(b"From: a@b.vn\r\n" + nested) == {"VT-THU-HONG"}


def test_broken_alphabets_are_told_and_the_rest_is_read() -> None:
    raw = (
        b"From: a@b.vn\r\nSubject: =?khong-co?q?=C4?=\r\nContent-Type: text/plain; charset=khong-co\r\n\r\n\xff\xfeabc"
    )
    letter = read(raw)
    assert letter.text.endswith("abc")
    assert [one.code for one in letter.noticed] == ["VT-THU-BANG-MA"]


def test_header_bytes_in_utf8_without_coding_are_read() -> None:
    assert read("From: Sở Y tế <a@b.vn>\r\nSubject: Giấy mời họp\r\n\r\nx".encode()).subject == "Giấy mời họp"


def zipped(*, locked: bool) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.pdf", PDF)
    content = bytearray(out.getvalue())
    if locked:
        content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (zipped(locked=True), {"VT-THU-NEN-MAT-KHAU"}),
        (zipped(locked=False), set()),
        (b"PK\x03\x04junk", {"VT-THU-NEN-HONG"}),
    ],
    ids=["locked", "open", "broken"],
)
def test_archives_that_are_of_no_use_are_named(content: bytes, code: set[str]) -> None:
    made = message()
    made.add_attachment(content, maintype="application", subtype="zip", filename="ho-so.zip")
    assert codes(made.as_bytes()) == code


@pytest.mark.parametrize(
    "raw", [b"", b"\r\n\r\n", b"From: a@b.vn\r\nFrom: c@d.vn\r\n\r\n"], ids=["empty", "blank", "two"]
)
def test_without_one_sender_nobody_is_answered_or_official(raw: bytes) -> None:
    assert "VT-THU-NGUOI-GUI" in codes(raw)
    assert not judge(raw, read(raw), dns=None).official


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(["From", "Subject", "Date", "Content-Type", "Content-Disposition", "Message-ID"]),
)
def test_reading_never_fails(junk: bytes, name: str) -> None:
    for raw in (junk, name.encode() + b": " + junk.replace(b"\n", b" ") + b"\r\n\r\nabc", with_pdf().as_bytes() + junk):
        letter = read(raw)
        judge(raw, letter, dns=lambda *_, **__: None)
        assert len(fingerprint(raw)) == 64


# ── the same e-mail again ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_way_it_came_makes_no_other_email_but_other_words_do() -> None:
    raw = with_pdf().as_bytes()
    assert fingerprint(b"Received: from a\r\nX-Spam: no\n" + raw) == fingerprint(raw.replace(b"\n", b"\r\n"))
    assert fingerprint(raw) != fingerprint(raw.replace(b"<a1@", b"<a2@"))
    assert fingerprint(raw) != fingerprint(raw.replace(b"JVBERi0", b"JVBERi1"))


# ── where it comes from ──────────────────────────────────────────────────────────────────────────────────────────────

KEY = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # dkimpy's least; small keys are quick in tests
PEM = KEY.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
)
DER = KEY.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def dns(name: bytes, timeout: int = 5) -> bytes | None:
    import base64

    assert name.startswith(b"s1._domainkey.")
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(DER)


def silent(name: bytes, timeout: int = 5) -> bytes | None:
    raise OSError("no DNS here")


def signed(domain: bytes = b"thunghiem.gov.vn", *, length: bool = False, **headers: str) -> bytes:
    raw = with_pdf(**headers).as_bytes().replace(b"\n", b"\r\n")
    return dkim.sign(raw, b"s1", domain, PEM, length=length) + raw


def test_a_signature_of_the_senders_domain_makes_it_official() -> None:
    origin = judge(signed(), read(signed()), dns=dns)
    assert (origin.official, origin.checks["dkim"]) == (True, "pass")
    assert "syt.thunghiem.gov.vn" in origin.sentence


def official(raw: bytes, **how: object) -> bool:
    return judge(raw, read(raw), **{"dns": dns, **how}).official  # type: ignore[arg-type]


def test_nothing_that_does_not_bind_the_sender_counts() -> None:
    raw = signed()
    assert not official(
        raw.replace("kèm theo".encode(), b"") if "kèm theo".encode() in raw else raw.replace(b"JVBERi0", b"JVBERi1")
    )
    assert not official(signed(b"benh-vien.vn")), "another domain's signature"
    assert not official(signed(b"gov.vn")), "nobody is all of gov.vn"
    assert not official(signed(length=True)), "a tail may have been added"
    assert not official(with_pdf().as_bytes()), "no signature at all"
    origin = judge(raw, read(raw), dns=silent)
    assert (origin.official, origin.checks["dkim"]) == (False, "temperror")


def test_a_private_address_is_never_official() -> None:
    raw = message(sender="Chi <chi@gmail.com>").as_bytes().replace(b"\n", b"\r\n")
    raw = dkim.sign(raw, b"s1", b"gmail.com", PEM) + raw
    origin = judge(raw, read(raw), dns=dns)
    assert (origin.official, origin.checks["dkim"]) == (False, "pass")
    assert ".gov.vn" in origin.sentence
    assert not official(message(sender="a@syt.gov.vn.evil.vn").as_bytes())


OURS = "mx.snv.thunghiem.gov.vn"


@pytest.mark.parametrize(
    ("line", "yes"),
    [
        (f"{OURS}; spf=pass smtp.mailfrom=vanthu@syt.thunghiem.gov.vn", True),
        (f"{OURS}; dkim=pass (2048-bit) header.d=thunghiem.gov.vn; spf=none", True),
        (f"{OURS}; dmarc=pass header.from=syt.thunghiem.gov.vn", True),
        (f"{OURS} 1; spf=pass smtp.mailfrom=a@evil.vn; dkim=fail header.d=thunghiem.gov.vn", False),
        (f"{OURS}; spf=softfail smtp.mailfrom=vanthu@syt.thunghiem.gov.vn", False),
        (f"{OURS}; arc=pass", False),
        ("mx.evil.vn; dmarc=pass header.from=syt.thunghiem.gov.vn", False),
    ],
    ids=["spf", "dkim", "dmarc", "other-domain", "softfail", "arc-alone", "other-server"],
)
def test_what_our_own_server_found_counts(line: str, yes: bool) -> None:
    raw = f"Authentication-Results: {line}\r\nReceived: from x\r\n".encode() + with_pdf().as_bytes()
    assert official(raw, dns=None, trusted_servers=[OURS]) is yes
    assert not official(raw, dns=None), "of a file handed over, nobody knows who wrote the line"


def test_a_line_below_the_servers_own_is_forged() -> None:
    forged = f"Authentication-Results: {OURS}; dmarc=pass header.from=syt.thunghiem.gov.vn\r\n".encode()
    real = f"Authentication-Results: {OURS};\r\n dmarc=fail header.from=syt.thunghiem.gov.vn\r\n".encode()
    raw = real + b"Received: from evil\r\n" + forged + with_pdf().as_bytes()
    assert not official(raw, dns=None, trusted_servers=[OURS])
