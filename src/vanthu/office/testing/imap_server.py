"""A real IMAP server on loopback (Debian's dovecot) with one mailbox, for tests."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from vanthu.runtime.companions import tie

USERNAME, PASSWORD = "vanthu", "Mat-khau-hop-thu-2026"

_CONFIG = """
base_dir = {root}/run
state_dir = {root}/run
log_path = {root}/dovecot.log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
ssl = required
ssl_cert = <{root}/cert.pem
ssl_key = <{root}/key.pem
mail_location = maildir:{root}/mail
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 1
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={root}/mail
}}
"""


@dataclass(frozen=True)
class ImapServer:
    """Where it listens, the certificate it is known by, and its folder of new e-mails."""

    port: int
    ca_file: Path
    root: Path

    def deliver(self, raw: bytes, name: str) -> None:
        """Put an e-mail into the inbox as a mail server does."""
        place = self.root / "mail" / "new" / name
        place.write_bytes(raw)
        shutil.chown(place, "nobody" if _is_root() else None)  # type: ignore[arg-type]

    def forget_numbers(self) -> None:
        """Number the mailbox anew: another UIDVALIDITY, as after a restore."""
        for index in (self.root / "mail").glob("dovecot*"):
            index.unlink()


@contextmanager
def running() -> Iterator[ImapServer]:
    """Start a server and stop it; skips nothing: `scripts/system-packages.sh` installs dovecot."""
    binary = shutil.which("dovecot") or "/usr/sbin/dovecot"
    root = Path(tempfile.mkdtemp(prefix="imap-"))  # short: a socket's path has 108 bytes at most
    port = free_port()
    _certificate(root)
    _configured(root, port)
    process = subprocess.Popen([binary, "-F", "-c", str(root / "dovecot.conf")], stderr=subprocess.PIPE)
    tie(process, folder=root)
    try:
        _await(port, process, root)
        yield ImapServer(port, root / "cert.pem", root)
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(root, ignore_errors=True)


def _is_root() -> bool:
    return os.getuid() == 0


def _configured(root: Path, port: int) -> None:
    who = pwd.getpwnam("nobody") if _is_root() else pwd.getpwuid(os.getuid())
    for folder in ("", "run", "mail", "mail/cur", "mail/new", "mail/tmp"):
        (root / folder).mkdir(exist_ok=True)
        os.chown(root / folder, who.pw_uid, who.pw_gid)
    group = grp.getgrgid(who.pw_gid).gr_name
    values = {"user": who.pw_name, "group": group, "uid": who.pw_uid, "gid": who.pw_gid}
    (root / "dovecot.conf").write_text(_CONFIG.format(root=root, port=port, password=PASSWORD, **values))


def _certificate(root: Path) -> None:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "imap.test")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (root / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (root / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _await(port: int, process: subprocess.Popen[bytes], root: Path) -> None:
    until = time.monotonic() + 15
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    log = root / "dovecot.log"
    said = log.read_text() if log.exists() else process.stderr.read(2000).decode() if process.stderr else ""
    raise RuntimeError(f"dovecot did not start: {said[-2000:]}")
