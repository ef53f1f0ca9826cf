"""Pictures of some editions of the demonstration, drawn for it: an organiser would have sent them."""

from datetime import datetime
from pathlib import Path
from typing import Final

from events_app.actions.context import Context
from events_app.actions.edition_pictures import set_picture
from events_app.domain.pictures import MOST_PIXELS_WIDE
from events_app.domain.rights import SYSTEM
from events_app.domain.texts import Text
from events_app.formats.drawn_halls import hall
from events_app.formats.pictures import photograph
from events_app.storage import exhibitions

PICTURED: Final = ("hannover-messe-2027", "cifit-2027", "wfes-2027", "whx-dubai-2027", "snec-2027")
ALTERNATIVE: Final = Text.of(
    "en",
    "Drawing of an exhibition hall from above: rows of stands, one of them highlighted.",
    {
        "zh-Hans": "展馆俯视示意图：一排排展位，其中一个突出显示。",
        "fr": "Dessin d’un hall d’exposition vu de dessus : des rangées de stands, dont un mis en évidence.",
        "es": "Dibujo de un pabellón visto desde arriba: filas de stands, uno de ellos destacado.",
        "ru": "Рисунок выставочного павильона сверху: ряды стендов, один из них выделен.",
        "ar": "رسم لقاعة معرض من الأعلى: صفوف من الأجنحة، أحدها مميَّز.",
        "pt": "Desenho de um pavilhão visto de cima: fileiras de estandes, um deles em destaque.",
    },
)


async def load_demo_pictures(data_dir: Path, context: Context, now: datetime) -> None:
    """Give them to the editions that are there."""
    for slug in PICTURED:
        if await exhibitions.find_edition(slug) is None:
            continue
        drawn = photograph(hall(slug), most=MOST_PIXELS_WIDE)
        await set_picture(
            slug,
            drawn.content,
            (drawn.width, drawn.height),
            alternative=ALTERNATIVE,
            data_dir=data_dir,
            by=SYSTEM,
            context=context,
            now=now,
        )
