"""The real product as a newcomer starts it, in a process of its own, with the demonstration in a folder."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[1]
START_WITHIN_S = 120
STOP_WITHIN_S = 20


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Address of the demo, without a slash at its end; its data are in `folder`/data. It may log no trace."""
    port = _free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "DATA_DIR": str(folder / "data"),
        "LOG_LEVEL": "warning",
        "REQUESTS_PER_MINUTE": "0",
    }
    log = folder / "log.txt"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "events_app", "demo"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    found = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(found, process, log)
        yield found
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=STOP_WITHIN_S)
    complaints = [line for line in log.read_text().splitlines() if "Traceback" in line or " 500 " in line]
    assert complaints == [], log.read_text()


def _wait_until_ready(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + START_WITHIN_S
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"{address}/readyz", trust_env=False).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    pytest.fail(f"The demo did not start:\n{log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
