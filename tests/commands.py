"""The command line in processes of its own, forked from one that has imported it: starting takes longer than working.

What a command is given (arguments, folder, environment) and leaves behind (exit code, output) is as in a shell.
"""

import atexit
import json
import select
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

WITHIN_S = 90
# In the child the last line runs as `python -m events_app` does, and the interpreter ends with it.
FORKING = """
import json, os, signal, sys
from events_app.cli import main
for line in sys.stdin:
    order = json.loads(line)
    child = os.fork()
    if not child:
        break
    _, ended = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(ended), flush=True)
else:
    os._exit(0)
signal.alarm(order["within_s"])
os.environ.clear()
os.environ.update(order["environment"])
os.chdir(order["folder"])
for number, name in enumerate(("/dev/null", order["stdout"], order["stderr"])):
    opened = os.open(name, os.O_RDWR | os.O_CREAT, 0o600)
    os.dup2(opened, number)
    os.close(opened)
sys.argv = ["events-app", *order["arguments"]]
main()
"""


def ran(
    *arguments: str, folder: Path, environment: Mapping[str, str], within_s: int = WITHIN_S
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end. It is killed, and its exit code negative, if it takes longer."""
    forking = _forking()
    if forking.stdin is None or forking.stdout is None:
        raise RuntimeError("the process that forks commands has no pipes")
    with TemporaryDirectory() as kept:
        output = {name: str(Path(kept) / name) for name in ("stdout", "stderr")}
        order = {"arguments": arguments, "folder": str(folder), "environment": dict(environment), "within_s": within_s}
        forking.stdin.write(json.dumps(order | output) + "\n")
        forking.stdin.flush()
        if not select.select([forking.stdout], [], [], 2 * within_s)[0]:
            raise TimeoutError(f"no end of {arguments}")
        code = int(forking.stdout.readline())
        said = {name: Path(path).read_text() for name, path in output.items()}
    return subprocess.CompletedProcess(arguments, code, said["stdout"], said["stderr"])


@cache
def _forking() -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", FORKING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(process.kill)
    return process
