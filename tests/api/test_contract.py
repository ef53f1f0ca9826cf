"""The contract: the document is complete and well formed, the product keeps to it, a client made from it works."""

import asyncio
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from httpx import AsyncClient
from litestar import Litestar
from litestar.routes import HTTPRoute

from events_app.api.documentation import OPERATIONS
from events_app.domain.organisations import OrganisationKind, Role
from events_app.storage import organisations
from events_app.storage.database import opened
from tests.api.bearing import API, a_token
from tests.formats.readers import needs_node
from tests.serving import served
from tests.web.signing_in import KINDS, a_member

HERE = Path(__file__).parent
NODE = HERE.parents[0] / "node"
ROLES = [None, Role.ADMINISTRATOR, Role.UNIT_MANAGER, Role.EXPORTER_OWNER, Role.PARTNER_OWNER]
"""One of each side: what others of the same side may not is refused alike, which the walk of rights proves."""
PHASES = {
    Role.ADMINISTRATOR: "examples,coverage,fuzzing,stateful",
    Role.UNIT_MANAGER: "examples,fuzzing",
    Role.EXPORTER_OWNER: "examples,fuzzing",
}
"""Every phase for who may do most; who is refused nearly everything is asked with the examples."""
PICTURES = {"sendLogo", "sendPicture"}
"""No text is a picture, so no example in JSON can be one."""
OWN = {"slug": "made-by-a-client", "name": {"source": "en", "wordings": {"en": "Fair of clients 2027"}}}
"""What the journey enters; the example itself may have been entered by Schemathesis before."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("contract")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as found:
        yield found


@pytest.fixture(scope="module")
def tokens(address: str, folder: Path) -> Mapping[Role, str]:
    """A token of somebody in each role; units are those of the demo, which has editions and drafts for them."""
    return asyncio.run(_tokens(f"sqlite:///{folder / 'data' / 'events.sqlite'}"))


@pytest.fixture(scope="module")
def document(address: str, folder: Path) -> Path:
    file = folder / "openapi.json"
    file.write_bytes(httpx.get(f"{address}{API}/openapi.json?lang=en", trust_env=False).content)
    return file


async def _tokens(url: str) -> dict[Role, str]:
    found = {}
    async with opened(url):
        (unit, *_) = await organisations.list_units()
        for role in Role:
            own = unit if KINDS[role] is OrganisationKind.UNIT else None
            _, membership = await a_member(role, organisation=own)
            found[role] = (await a_token(membership))["Authorization"]
    return found


async def test_every_route_is_an_operation_of_the_contract(client: AsyncClient) -> None:
    app: Litestar = client.app  # type: ignore[attr-defined]
    routes = [route for route in app.routes if isinstance(route, HTTPRoute) and route.path.startswith(API)]
    doors = {(path_of(route), method) for route in routes for method in route.methods - {"OPTIONS"}}
    told = (await client.get(f"{API}/openapi.json?lang=en")).json()

    named = {(path, method.upper()) for path, operations in told["paths"].items() for method in operations}

    assert doors - named == {(f"{API}/openapi.json", "GET")}
    assert named - doors == set()
    assert len({operation.id for operation in OPERATIONS}) == len(OPERATIONS)


def path_of(route: HTTPRoute) -> str:
    return route.path_format


async def test_every_writing_operation_needs_a_token_and_has_an_example(client: AsyncClient) -> None:
    told = (await client.get(f"{API}/openapi.json")).json()

    for operations in told["paths"].values():
        for method, operation in operations.items():
            assert method == "get" or operation["security"] == [{"token": []}]
            for content in operation.get("requestBody", {}).get("content", {}).values():
                assert "example" in content or operation["operationId"] in PICTURES, operation["operationId"]


async def test_the_document_speaks_the_language_asked_for(client: AsyncClient) -> None:
    english, chinese = [
        (await client.get(f"{API}/openapi.json?lang={language}")).json() for language in ("en", "zh-Hans")
    ]

    def summaries(told: dict[str, Any]) -> list[str]:
        return [each["summary"] for path in told["paths"].values() for each in path.values()]

    assert not set(summaries(english)) & set(summaries(chinese))
    assert english["paths"].keys() == chinese["paths"].keys()


@needs_node
def test_spectral_finds_no_fault(document: Path) -> None:
    done = subprocess.run(
        ["node_modules/.bin/spectral", "lint", "--fail-severity=warn", str(document)],
        cwd=NODE,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "nobody")
def test_schemathesis_finds_no_failure(
    role: Role | None, document: Path, address: str, tokens: Mapping[Role, str], tmp_path: Path
) -> None:
    """What differs for the others is what they are refused."""
    phases = PHASES.get(role, "examples") if role else "examples"
    options = ["--max-examples=4", "--seed=1", f"--phases={phases}"]
    headers = [f"--header=Authorization: {tokens[role]}"] if role else []
    program = Path(sys.executable).parent / "schemathesis"

    done = subprocess.run(
        [
            program,
            f"--config-file={HERE / 'schemathesis.toml'}",
            "run",
            document,
            f"--url={address}",
            "--no-color",
            *options,
            *headers,
        ],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "NO_PROXY": "127.0.0.1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-6000:]


def test_a_client_made_from_the_contract_makes_a_journey(
    document: Path, address: str, tokens: Mapping[Role, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edition is entered, given another wording, published and cancelled; the public calendar shows it."""
    made = _generated(document, tmp_path, monkeypatch)
    token = tokens[Role.OFFICER].removeprefix("Bearer ")
    example = json.loads(document.read_text())["paths"][f"{API}/exhibitions"]["post"]["requestBody"]["content"]
    first = example["application/json"]["example"] | OWN

    with made.AuthenticatedClient(base_url=address, token=token, raise_on_unexpected_status=True) as client:
        added = _send(client, "add_exhibition", body=_model("NewExhibition", first))
        assert added.status_code == HTTPStatus.CREATED, added.content
        patch = _model("ExhibitionPatch", {"name": {"wordings": {"fr": "Salon de Hanovre 2027"}}})
        changed = _send(client, "change_exhibition", body=patch, if_match=added.headers["etag"])
        published = _send(client, "publish_exhibition", if_match=changed.headers["etag"])
        listed = _entries(client)
        reason = _model("Cancellation", {"reason": {"source": "en", "wordings": {"en": "No hall."}}})
        _send(client, "cancel_exhibition", body=reason, if_match=published.headers["etag"])
        listed += _entries(client)

    assert (added.status_code, added.parsed.status.value) == (201, "draft")
    assert changed.parsed.name.wordings.to_dict()["fr"] == "Salon de Hanovre 2027"
    assert published.parsed.status.value == "published"
    assert [(entry.status.value, entry.sequence) for entry in listed] == [("published", 0), ("cancelled", 1)]


def _model(name: str, value: dict[str, object]) -> Any:  # noqa: ANN401 - made while the test runs
    return getattr(importlib.import_module("generated.models"), name).from_dict(value)


def _send(client: Any, door: str, **given: object) -> Any:  # noqa: ANN401 - made while the test runs
    """Call an operation of the edition that the client made; adding it needs no name."""
    named = () if door == "add_exhibition" else ("made-by-a-client",)
    module = importlib.import_module(f"generated.api.exhibitions.{door}")
    return module.sync_detailed(*named, client=client, **given)


def _entries(client: Any) -> list[Any]:  # noqa: ANN401 - a client that is made while the test runs
    door = importlib.import_module("generated.api.calendar.list_entries")
    page = door.sync(client=client, q="fair of clients 2027", kind=[])
    return [
        entry for entry in page.items if entry.about.slug == "made-by-a-client" and entry.kind.value == "exhibition"
    ]


def _generated(document: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    settings = folder / "generator.yaml"
    settings.write_text("post_hooks: []\n")
    program = Path(sys.executable).parent / "openapi-python-client"
    subprocess.run(
        [
            program,
            "generate",
            f"--path={document}",
            f"--output-path={folder / 'generated'}",
            "--meta=none",
            f"--config={settings}",
            "--fail-on-warning",
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    monkeypatch.syspath_prepend(folder)
    return importlib.import_module("generated")
