"""A site of django-pyas2, run inside an environment that has it and nothing of ours.

python as2_site.py prepare NAME URL KEYS | post SIZE COUNT THREADS | carry SIZE COUNT PROCESSES | count
"""

import datetime
import json
import os
import sys
import threading
import time
import uuid
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

FOLDER = Path(os.environ["AS2_FOLDER"])
_URL = urlsplit(os.environ["AS2_DATABASE"])

# --- settings, as a site would have them that wants speed: no debug, connections kept ---
SECRET_KEY = "bench"
DEBUG = False
ALLOWED_HOSTS = ["*"]
USE_TZ = True
ROOT_URLCONF = "as2_site"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "pyas2",
]
MEDIA_ROOT = str(FOLDER / "media")
PYAS2 = {}
LOGGING = {"version": 1, "disable_existing_loggers": False, "root": {"level": "ERROR"}}
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
if _URL.scheme == "sqlite":
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["AS2_DATABASE"].removeprefix("sqlite:///"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 60,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": _URL.path.lstrip("/"),
            "USER": _URL.username,
            "HOST": _URL.hostname,
            "PORT": _URL.port,
            "CONN_MAX_AGE": None,
        }
    }

NAMES = ("sending", "receiving")


def __getattr__(name):
    """Make what needs Django ready only when it is asked for: this file is its settings too."""
    if name == "urlpatterns":
        from django.urls import include, path

        return [path("pyas2/", include("pyas2.urls"))]
    if name == "application":
        from django.core.wsgi import get_wsgi_application

        return get_wsgi_application()
    raise AttributeError(name)


def prepare(name, url, keys):
    """Make the tables, and let this site know itself and its partner."""
    from django.core.management import call_command
    from pyas2.models import Organization, Partner, PrivateKey, PublicCertificate

    call_command("migrate", verbosity=0, interactive=False)
    both = {one: _key(Path(keys), one) for one in NAMES}
    other = NAMES[1 - NAMES.index(name)]
    key = PrivateKey(name=name, key=both[name][0], key_pass="bench")
    key.save()
    certificate = PublicCertificate(name=other, certificate=both[other][1], verify_cert=False)
    certificate.save()
    Organization.objects.create(name=name, as2_name=name, signature_key=key, encryption_key=key)
    Partner.objects.create(
        name=other,
        as2_name=other,
        target_url=url,
        signature="sha256",
        signature_cert=certificate,
        mdn=True,
        mdn_mode="SYNC",
        mdn_sign="sha256",
    )
    return {}


def _key(folder, name):
    """Return PKCS#12 and certificate of a party, RSA-2048 as AS2 partners use, made once for both sites."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    folder.mkdir(exist_ok=True)
    files = folder / f"{name}.pem", folder / f"{name}.crt"
    if not files[0].exists():
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        begin = datetime.datetime(2026, 1, 1)  # noqa: DTZ001  # as this release of cryptography wants it
        builder = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        builder = builder.not_valid_before(begin).not_valid_after(begin + datetime.timedelta(3650))
        certificate = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        form = serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"bench")
        files[0].write_bytes(key.private_bytes(serialization.Encoding.PEM, *form) + certificate)
        files[1].write_bytes(certificate)
    return files[0].read_bytes(), files[1].read_bytes()


def post(size, count, threads):
    """Send ready-made signed messages that differ in their Message-ID only: what the receiver takes."""
    import http.client

    headers, content = _built(int(size))
    target, local, numbers, lock = _target(), threading.local(), iter(range(int(count))), threading.Lock()

    def work(_):
        local.line = http.client.HTTPConnection(target.hostname, target.port, timeout=300)
        while True:
            with lock:
                if next(numbers, None) is None:
                    return
            fresh = {**headers, "Message-ID": f"<{uuid.uuid4().hex}@bench>"}
            local.line.request("POST", target.path, body=content, headers=fresh)
            reply = local.line.getresponse().read()
            if b"automatic-action/MDN-sent-automatically; processed" not in reply or b"rror" in reply:
                raise RuntimeError(reply[:2000])

    start = time.perf_counter()
    with ThreadPoolExecutor(int(threads)) as pool:
        list(pool.map(work, range(int(threads))))
    return {"rate": int(count) / (time.perf_counter() - start)}


def _built(size):
    from pyas2.models import Organization, Partner
    from pyas2lib import Message as As2Message

    sender, receiver = Organization.objects.get().as2org, Partner.objects.get().as2partner
    message = As2Message(sender=sender, receiver=receiver)
    message.build(os.urandom(size), filename="goi.edxml", disposition_notification_to="bench@example.invalid")
    return dict(message.headers), message.content


def _target():
    from pyas2.models import Partner

    return urlsplit(Partner.objects.get().target_url)


def carry(size, count, processes):
    """Build, sign, send and keep the MDN, as its own command `sendas2message` does."""
    each = [int(count) // int(processes)] * int(processes)
    each[0] += int(count) - sum(each)
    with ProcessPoolExecutor(int(processes), initializer=_setup) as pool:
        list(pool.map(_sent, [0] * int(processes), [int(size)] * int(processes)))
        start = time.perf_counter()
        sent = sum(pool.map(_sent, each, [int(size)] * int(processes)))
    return {"rate": sent / (time.perf_counter() - start)}


def _sent(count, size):
    from pyas2.models import Message, Organization, Partner
    from pyas2lib import Message as As2Message

    sender, partner = Organization.objects.get(), Partner.objects.get()
    for number in range(count):
        payload, name = os.urandom(size), f"{number}.edxml"
        built = As2Message(sender=sender.as2org, receiver=partner.as2partner)
        built.build(payload, filename=name, disposition_notification_to="bench@example.invalid")
        told = {"as2message": built, "payload": payload, "filename": name, "direction": "OUT", "status": "P"}
        message, _ = Message.objects.create_from_as2message(**told)
        message.send_message(built.headers, built.content)
        if message.status != "S":
            raise RuntimeError(message.detailed_status)
    return count


def count():
    """Tell how many messages this site took."""
    from pyas2.models import Message

    return {"good": Message.objects.filter(status="S", direction="IN").count()}


def _setup():
    import django

    django.setup()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    _setup()
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))
