import json
import re
import subprocess
import sys

import pytest

PROGRAM = """
import logging
import structlog
from events_app.edge.logs import configure_logs
configure_logs(log_format={format!r}, level={level!r})
structlog.get_logger("a").info("plain", path="/en/", word="\\u4e2d\\u6587\\nsecond line")
structlog.get_logger("a").debug("detail")
logging.getLogger("granian").warning("from the library %s", 7)
try:
    hidden = "local-secret"
    raise ValueError("boom")
except ValueError:
    structlog.get_logger("a").exception("failed")
"""


def lines_of(log_format: str, level: str = "info") -> tuple[str, str]:
    """What a process writes to standard output and to standard error."""
    program = PROGRAM.format(format=log_format, level=level)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout, done.stderr


def test_json_is_one_object_a_line_on_standard_error_for_our_lines_and_the_libraries() -> None:
    output, errors = lines_of("json")

    lines = [json.loads(line) for line in errors.splitlines()]
    assert output == ""
    assert [(line["level"], line["event"]) for line in lines] == [
        ("info", "plain"),
        ("warning", "from the library 7"),
        ("error", "failed"),
    ]
    assert lines[0]["word"] == "中文\nsecond line"
    assert lines[0]["timestamp"].endswith("Z")
    assert lines[2]["exception"][0]["exc_value"] == "boom"


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_no_log_shows_the_values_of_local_variables(log_format: str) -> None:
    _, errors = lines_of(log_format)

    assert "boom" in errors
    assert errors.count("local-secret") == errors.count('hidden = "local-secret"')


def test_the_level_is_a_threshold() -> None:
    assert "detail" in lines_of("console", "debug")[1]
    assert lines_of("console", "error")[1].count("failed") == 1
    assert "plain" not in lines_of("console", "error")[1]


REQUESTS = """
import structlog
from events_app.edge.logs import configure_logs, requests, tell_request
configure_logs(log_format={format!r}, level={level!r})
for path in ("/en/", "/%E4%B8%AD", "/a'b"):
    fields = {{"method": "GET", "path": path, "status": 200, "ms": 1.5, "bytes": 0, "request_id": "a-b"}}
    tell_request(dict(fields), is_detail=False)
    requests.info("request", **fields)
tell_request(fields, is_detail=True)
"""


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_lines_of_requests_have_the_form_of_all_others(log_format: str) -> None:
    program = REQUESTS.format(format=log_format, level="info")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    lines = [re.sub(r"\d{4}-[^ \"]+Z", "NOW", line) for line in done.stderr.splitlines()]
    assert len(lines) == 6
    assert lines[0::2] == lines[1::2]
    assert all("NOW" in line for line in lines)


def test_lines_of_requests_keep_to_the_level() -> None:
    for level, expected in (("debug", 7), ("info", 6), ("warning", 0)):
        program = REQUESTS.format(format="json", level=level)
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        assert len(done.stderr.splitlines()) == expected, level
