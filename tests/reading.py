"""Pages as they read: what stands in the main part, without markup."""

import re
from html import unescape

from tests.clients import Client


def readable(html: str) -> str:
    """Words of the main part in order, blanks as one."""
    body = html[html.index("<main") : html.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


async def text_of(client: Client, path: str) -> str:
    """The page at `path`, which must be there."""
    response = await client.get(path)
    assert response.status_code == 200, response.text
    return readable(response.text)
