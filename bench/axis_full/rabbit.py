"""The same bytes through a RabbitMQ quorum queue: published durably with confirms, consumed with acknowledgements.

A node of its own on random ports of the loopback, with a folder and a port mapper (epmd) of its own.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.axis_full.load import Load, Once, flat_out
from bench.axis_full.plan import Plan
from bench.rows import Row
from vanthu.runtime.companions import tie
from vanthu.runtime.ports import free_port

SERVER = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
QUEUE, START_SECONDS, CONSUMERS = "bench", 90, 4


class RabbitUnavailable(Exception):
    """The broker or its client is not here, or does not start; the message says which."""


def measure(plan: Plan) -> list[Row]:
    """Return what was confirmed a second, and what was carried from publisher to consumer. Raises RabbitUnavailable."""
    try:
        import pika  # noqa: F401
    except ImportError as error:
        raise RabbitUnavailable("its client pika is not installed (uv sync --group bench)") from error
    rows: list[Row] = []
    with _node() as port:
        for label, size in plan.sizes.items():
            load, carried = _measured(port, size, plan)
            name = f"RabbitMQ quorum queue: {label}"
            rows.append(Row(f"{name} published and confirmed", load.rate, "per second"))
            rows += load.latencies(f"{name} published and confirmed")
            rows.append(Row(f"{name} published, confirmed, consumed, acknowledged", carried, "per second"))
    return rows


def _measured(port: int, size: int, plan: Plan) -> tuple[Load, float]:
    """Publish from as many connections as send to the axis while others consume; all that was published must come."""
    content, over, consumed = secrets.token_bytes(size), threading.Event(), [0] * CONSUMERS
    _declare(port)
    consumers = [threading.Thread(target=_consume, args=(port, over, consumed, place)) for place in range(CONSUMERS)]
    for consumer in consumers:
        consumer.start()
    start = time.perf_counter()
    try:
        load = flat_out(lambda: _publisher(port, content), threads=plan.connections, seconds=plan.seconds)
        while sum(consumed) < len(load.took):
            time.sleep(0.005)
        carried = len(load.took) / (time.perf_counter() - start)
    finally:
        over.set()
        for consumer in consumers:
            consumer.join()
    return load, carried


def _channel(port: int) -> Any:
    import pika

    parameters = pika.ConnectionParameters("127.0.0.1", port, heartbeat=0, blocked_connection_timeout=120)
    return pika.BlockingConnection(parameters).channel()


def _declare(port: int) -> None:
    channel = _channel(port)
    channel.queue_declare(QUEUE, durable=True, arguments={"x-queue-type": "quorum"})
    channel.connection.close()


def _publisher(port: int, content: bytes) -> Once:
    import pika

    channel = _channel(port)
    channel.confirm_delivery()
    durable = pika.BasicProperties(delivery_mode=2)
    # With confirms the call returns when the broker has the message on the disk, and raises when it refuses it.
    return lambda: channel.basic_publish("", QUEUE, content, properties=durable, mandatory=True)


def _consume(port: int, over: threading.Event, consumed: list[int], place: int) -> None:
    channel = _channel(port)
    channel.basic_qos(prefetch_count=4)
    for method, _, _ in channel.consume(QUEUE, inactivity_timeout=0.1):
        if method is not None:
            channel.basic_ack(method.delivery_tag)
            consumed[place] += 1
        elif over.is_set():
            break
    channel.connection.close()


@contextmanager
def _node() -> Iterator[int]:
    epmd = shutil.which("epmd")
    if not SERVER.exists() or epmd is None:
        raise RabbitUnavailable("it is not installed (Debian: apt-get install rabbitmq-server)")
    folder = Path(tempfile.mkdtemp(prefix="vanthu-rabbit-"))
    environment, port = _environment(folder)
    mapper = subprocess.Popen([epmd, "-address", "127.0.0.1"], env=environment, stderr=subprocess.DEVNULL)
    log = (folder / "log").open("wb")
    server = subprocess.Popen([SERVER], env=environment, stdout=log, stderr=log, cwd=folder)
    for one in (mapper, server):
        tie(one, folder=folder)
    try:
        _await(server, folder / "log")
        yield port
    finally:
        for process in (server, mapper):
            process.terminate()
            process.wait(timeout=60)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def _environment(folder: Path) -> tuple[dict[str, str], int]:
    port = free_port()
    (folder / "rabbitmq.conf").write_text(
        "loopback_users = none\nvm_memory_high_watermark.relative = 0.6\ndisk_free_limit.absolute = 50MB\n"
    )
    (folder / "enabled_plugins").write_text("[].\n")
    own = {
        "HOME": str(folder),
        "ERL_EPMD_PORT": str(free_port()),
        "RABBITMQ_NODENAME": f"bench{os.getpid()}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(free_port()),
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_LOG_BASE": str(folder / "logs"),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "none"),
        "RABBITMQ_GENERATED_CONFIG_DIR": str(folder / "generated"),
        "RABBITMQ_PID_FILE": str(folder / "pid"),
    }
    return os.environ | own, port


def _await(server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        if b"completed with" in log.read_bytes():
            return
        time.sleep(0.1)
    raise RabbitUnavailable(f"it did not start: {log.read_text(errors='replace')[-600:]}")
