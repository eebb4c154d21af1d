"""The world of the demonstration: a PKI, an axis, a ministry's office and a province's, each its own processes."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from vanthu.cli.demo.processes import Process, command
from vanthu.runtime.ports import free_port

PORTS = {"axis": 8800, "bo": 8801, "tinh": 8802, "pki": 8803}
SYSTEMS = {"bo": "BO.THUNGHIEM", "tinh": "TINH.THUNGHIEM"}
CRLS = ("root", "people-ca", "agencies-ca")
ONE_PROCESS = ("--workers", "1")
"""Two processes each would start more slowly, and a demonstration has few visitors."""
MARK = ".vanthu-demo"
"""A folder is wiped only when this file says that a demonstration made it."""


class NotOurs(Exception):
    """The folder is left alone: no demonstration made it, or one is running in it."""


@dataclass(frozen=True)
class Installation:
    """One office installation: its key, its settings file and its processes."""

    key: str
    url: str
    config: Path
    web: Process
    worker: Process

    @property
    def environment(self) -> dict[str, str]:
        """What a `vanthu office` command needs to find the installation."""
        return {"VANTHU_OFFICE_CONFIG": str(self.config)}


@dataclass
class World:
    """Folders, addresses and processes. `build` makes the folders, `start` starts the processes."""

    root: Path
    databases: dict[str, str] = field(default_factory=dict)
    """Database URL by program key ("axis", "bo", "tinh"); SQLite in the program's folder where none is given."""
    wanted_ports: Mapping[str, int] = field(default_factory=lambda: PORTS)
    """Taken when they are free; any free port otherwise (0 asks for that)."""
    ports: dict[str, int] = field(init=False)
    secrets: dict[str, str] = field(init=False)
    processes: list[Process] = field(default_factory=list)
    _mark: int | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.root = self.root.resolve()
        self.ports = {name: free_port(port) for name, port in self.wanted_ports.items()}
        self.secrets = {name: secrets.token_hex(24) for name in ("bo", "tinh")}

    # --- where things are -------------------------------------------------------------------------------------

    def url(self, name: str) -> str:
        """Return the address of a program."""
        return f"http://127.0.0.1:{self.ports[name]}"

    @property
    def axis_config(self) -> Path:
        """The settings file of the axis."""
        return self.root / "axis" / "axis.toml"

    @property
    def axis_environment(self) -> dict[str, str]:
        """What a `vanthu axis` command needs to find the axis."""
        return {"VANTHU_AXIS_CONFIG": str(self.axis_config)}

    @property
    def pki(self) -> Path:
        """The folder of the development PKI."""
        return self.root / "pki"

    def database(self, name: str) -> str:
        """Return the database URL of a program."""
        return self.databases.get(name) or f"sqlite:///{self.root / name / f'{name}.sqlite3'}"

    # --- making it --------------------------------------------------------------------------------------------

    def build(self) -> None:
        """Make everything anew: keys, settings, tables, people, agencies, registry. Raises NotOurs, ProcessFailed."""
        self.clear()
        with ThreadPoolExecutor() as pool:
            axis = pool.submit(self._make_axis)
            self.make_keys()
            # The offices need the keys: certificates and seal images stand in their tables.
            for made in [axis, *(pool.submit(self._make_office, name) for name in ("bo", "tinh"))]:
                made.result()

    def clear(self) -> None:
        """Take the folder and empty it of what an earlier demonstration left; raises NotOurs."""
        if self.root.exists() and any(self.root.iterdir()) and not (self.root / MARK).exists():
            raise NotOurs(f"Thư mục {self.root} có dữ liệu khác, không phải của bản trình diễn; hãy chọn thư mục khác.")
        self.root.mkdir(parents=True, exist_ok=True)
        self._take()
        for path in self.root.iterdir():
            if path.name != MARK:
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def _take(self) -> None:
        """Hold the folder until this process ends; another demonstration in it would wipe a running one."""
        if self._mark is not None:
            return
        mark = os.open(self.root / MARK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(mark)
            raise NotOurs(
                f"Một bản trình diễn khác đang chạy trong {self.root}; hãy dừng nó, hoặc chọn thư mục khác bằng --dir."
            ) from error
        self._mark = mark

    def make_keys(self) -> None:
        """Make the keys of the people and agencies, the issuing authorities and the trust lists."""
        arguments = ["pki", "init", str(self.pki), "--spec", str(data("pki.toml")), "--url", self.url("pki")]
        command(arguments, {})

    def _make_axis(self) -> None:
        self._write_axis()
        command(["axis", "load", str(self.root / "axis" / "registry.toml"), "--migrate"], self.axis_environment)

    def _make_office(self, name: str) -> None:
        self._write_office(name)
        environment = {"VANTHU_OFFICE_CONFIG": str(self.root / name / "office.toml")}
        command(["office", "load", str(self._people(name)), "--migrate"], environment)

    def _write_axis(self) -> None:
        self.axis_config.parent.mkdir(parents=True, exist_ok=True)
        self.axis_config.write_text(
            AXIS.format(
                secret_key=secrets.token_hex(32),
                world=self,
                database=self.database("axis"),
                tsa_url=f"{self.url('pki')}/tsa",
            )
        )
        registry = data("axis.toml").read_text("utf-8")
        for name, secret in self.secrets.items():
            registry = registry.replace(f"{{{name}}}", secret)
        (self.root / "axis" / "registry.toml").write_text(registry)

    def _write_office(self, name: str) -> None:
        folder = self.root / name
        (folder / "trust" / "crls").mkdir(parents=True, exist_ok=True)
        shutil.copytree(self.pki / "trust", folder / "trust", dirs_exist_ok=True)
        text = OFFICE.format(
            folder=folder,
            keys_dir=self.pki,
            secret_key=secrets.token_hex(32),
            database=self.database(name),
            url=self.url(name),
            axis=f"{self.url('axis')}/vxp",
            system_id=SYSTEMS[name],
            secret=self.secrets[name],
            tsa_url=f"{self.url('pki')}/tsa",
            ocsp_url=f"{self.url('pki')}/ocsp",
            crl_urls=[f"{self.url('pki')}/crls/{name}.crl" for name in CRLS],
        )
        (folder / "office.toml").write_text(text, "utf-8")

    def _people(self, name: str) -> Path:
        path = self.root / name / "people.toml"
        path.write_text(data(f"{name}.toml").read_text("utf-8").replace("{pki}", str(self.pki)))
        return path

    # --- running it -------------------------------------------------------------------------------------------

    def axis_process(self) -> Process:
        """Return the server of the axis, not started."""
        arguments = ["axis", "serve", "--port", str(self.ports["axis"]), *ONE_PROCESS]
        return Process("trục", arguments, self.axis_environment, self.log("axis"))

    def axis_worker(self) -> Process:
        """Return the worker of the axis, which seals its evidence, not started."""
        return Process("xử lý nền trục", ["axis", "worker"], self.axis_environment, self.log("axis-worker"))

    def pki_process(self) -> Process:
        """Return the CRL, OCSP and TSA server, not started."""
        return Process("PKI", ["pki", "serve", str(self.pki)], {}, self.log("pki"))

    def installation(self, name: str) -> Installation:
        """Return an office installation with its two processes, not started."""
        config = self.root / name / "office.toml"
        environment = {"VANTHU_OFFICE_CONFIG": str(config)}
        serve = ["office", "serve", "--port", str(self.ports[name]), *ONE_PROCESS]
        web = Process(f"văn phòng {name}", serve, environment, self.log(name))
        worker = Process(f"xử lý nền {name}", ["office", "worker"], environment, self.log(f"{name}-worker"))
        return Installation(name, self.url(name), config, web, worker)

    def log(self, name: str) -> Path:
        """Return the log file of a process."""
        return self.root / "logs" / f"{name}.log"

    def start(self) -> tuple[Installation, Installation]:
        """Start every process and wait until each answers; `processes` holds them, for `running`."""
        offices = (self.installation("bo"), self.installation("tinh"))
        axis, pki = self.axis_process(), self.pki_process()
        workers = (*(office.worker for office in offices), self.axis_worker())
        for process in (pki, axis, *(office.web for office in offices), *workers):
            self.processes.append(process)
            process.start()
        pki.await_http(self.url("pki"))
        axis.await_http(f"{self.url('axis')}/health")
        for office in offices:
            office.web.await_http(f"{office.url}/dang-nhap")
        return offices


def data(name: str) -> Path:
    """Return a file of the demonstration's data."""
    return Path(str(resources.files("vanthu.cli.demo") / "data" / name))


AXIS = """\
# Cấu hình trục của bản trình diễn.
name = "Trục liên thông (trình diễn)"
environment = "development"
organ_id = "TRUC.TRINHDIEN"
secret_key = "{secret_key}"
database = "{database}"
data_dir = "{world.root}/axis/data"

[evidence]
signing_key = "{world.pki}/agencies/truc.p12"
signing_password = "87654321"
tsa_url = "{tsa_url}"
seal_seconds = 10
"""

OFFICE = """\
# Cấu hình một hệ thống quản lý văn bản của bản trình diễn.
name = "Văn Thư (trình diễn)"
environment = "development"
secret_key = "{secret_key}"
database = "{database}"
data_dir = "{folder}/data"
public_url = "{url}"

[axis]
endpoint = "{axis}"
system_id = "{system_id}"
secret = "{secret}"
poll_seconds = 0.5

[signing]
trust_dir = "{folder}/trust"
keys_dir = "{keys_dir}"
tsa_urls = ["{tsa_url}"]
tsa_timeout_seconds = 30
crl_urls = {crl_urls}
ocsp_urls = ["{ocsp_url}"]
private_hosts = ["127.0.0.1"]
"""
