"""The page about the API: everything the document says, nothing from elsewhere."""

import re
from collections import Counter

from httpx import AsyncClient

from events_app.api.documentation import OPERATIONS
from events_app.api.fields import Model
from events_app.api.operations import TAGS
from tests.clients import opened_here


async def test_every_operation_stands_on_the_page_of_its_part_and_is_led_to(client: AsyncClient) -> None:
    index = (await client.get("/en/api")).text
    pages = {tag: (await client.get(f"/en/api/{tag}")).text for tag in TAGS}

    for operation in OPERATIONS:
        assert f'id="{operation.id}"' in pages[operation.tag]
        assert f'href="/en/api/{operation.tag}#{operation.id}"' in index
    for page in (index, *pages.values()):
        assert re.findall(r'(?:src|href)="https?://(?!testserver|127\.0\.0\.1)[^"]*"', page) == []
        assert "<script>" not in page


async def test_every_model_that_is_linked_is_there(client: AsyncClient) -> None:
    for path in ("/en/api", *(f"/en/api/{tag}" for tag in TAGS)):
        page = (await client.get(path)).text
        linked = set(re.findall(r'href="#(model-[\w]+)"', page))
        assert linked
        assert linked <= set(re.findall(r'id="(model-[\w]+)"', page))


async def test_a_part_that_is_none_is_not_found(client: AsyncClient) -> None:
    assert (await client.get("/en/api/nothing")).status_code == 404


def test_no_model_takes_the_public_name_of_another() -> None:
    def below(model: type[Model]) -> set[type[Model]]:
        return {model}.union(*(below(each) for each in model.__subclasses__()))

    names = Counter(model.__name__ for model in below(Model))
    assert [name for name, times in names.items() if times > 1] == []
    assert {name for name in names if name.endswith("View") and name.removesuffix("View") in names} == set()
    assert len(names) > 50


async def test_the_document_names_the_public_address_of_the_installation(sqlite_url: str) -> None:
    async with opened_here(sqlite_url, BASE_URL="https://fairs.example") as client:
        told = (await client.get("/api/v1/openapi.json")).json()

    assert told["servers"] == [{"url": "https://fairs.example"}]
