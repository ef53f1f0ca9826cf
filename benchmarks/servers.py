"""Server processes for measuring: started on a free port of this machine, asked about time and memory, stopped."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.clients import Connection
from events_app.reference import demo

HOST = "127.0.0.1"
START_WITHIN_S = 180.0
STOP_WITHIN_S = 20.0
POLL_S = 0.01
ROOT = Path(__file__).resolve().parent.parent
PRODUCT, WITH_HELLO = "events_app", "benchmarks.serving"
COMMANDS = {PRODUCT: ("events_app", "serve"), WITH_HELLO: ("benchmarks.serving",)}


class DidNotStartError(RuntimeError):
    """The server ended, or did not answer in time; the message ends with what it wrote."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server. `started_s` is the time from its start to its first page."""

    port: int
    pid: int
    started_s: float

    def cpu_s(self) -> float:
        """Processor time of all its processes until now; the kernel counts in ticks of 10 ms."""
        ticks = os.sysconf("SC_CLK_TCK")
        fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split() for pid in _family(self.pid)]
        return sum(int(line[11]) + int(line[12]) for line in fields) / ticks

    def memory_mib(self) -> float:
        """Memory of all its processes, what they share counted once (proportional set size)."""
        rollups = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in _family(self.pid)]
        lines = [line for rollup in rollups for line in rollup.splitlines() if line.startswith("Pss:")]
        return sum(int(line.split()[1]) for line in lines) / 1024


@contextmanager
def serving(
    environment: Mapping[str, str], *, first_page: str, log: Path, command: str = WITH_HELLO
) -> Iterator[Server]:
    """Start a server with these variables and the demonstration's profile; wait for its first page."""
    port = _free_port()
    # Chores over made-up editions, which nobody has translated, would take a whole core beside what is measured.
    alone = {"REQUESTS_PER_MINUTE": "0", "WORKER": "apart"}
    variables = {**os.environ, **demo.profile(), **alone, **environment}
    variables |= {"HOST": HOST, "PORT": str(port), "PYTHONPATH": str(ROOT)}
    began = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            (sys.executable, "-m", *COMMANDS[command]), env=variables, cwd=ROOT, stdout=output, stderr=output
        )
    try:
        _wait(process, port, first_page, log)
        yield Server(port, process.pid, time.perf_counter() - began)
    finally:
        process.terminate()
        try:
            process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, page: str, log: Path) -> None:
    until = time.monotonic() + START_WITHIN_S
    while process.poll() is None and time.monotonic() < until:
        try:
            with Connection(HOST, port) as connection:
                connection.get(page)
        except ConnectionError:
            time.sleep(POLL_S)
        else:
            return
    raise DidNotStartError(log.read_text(errors="replace")[-2000:])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def _family(pid: int) -> list[int]:
    """The process and its descendants."""
    children = [
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    ]
    return [pid, *(member for child in children for member in _family(child))]
