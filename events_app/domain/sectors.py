"""The 23 trade sectors of the calendar and the 35 technology fields of WIPO, with the bridge between them.

Fields: WIPO, IPC-Technology Concordance Table (35 fields in five areas). The bridge from sector to fields is this
project's own judgement; what an operator changes about it belongs to a setting, not here.
"""

from dataclasses import dataclass

from events_app.domain.messages import P_, Message


@dataclass(frozen=True, slots=True)
class Sector:
    """A trade sector: `code` stands in addresses and feeds, `fields` are numbers of WIPO technology fields."""

    code: str
    name: Message
    fields: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One of the 35 WIPO technology fields, in its area."""

    number: int
    name: Message
    area: Message


ALL_SECTORS = "comprehensive"
"""Code of a fair that shows goods of every sector: a choice of its own beside the 23, and never mixed with them."""

SECTORS: dict[str, Sector] = {
    sector.code: sector
    for sector in (
        Sector("ict", P_("sector", "ICT and telecommunications"), (2, 3, 4, 5, 6, 7)),
        Sector("semiconductors", P_("sector", "Semiconductors and electronic components"), (8, 1, 9)),
        Sector("power", P_("sector", "Power equipment and grids"), (1, 27)),
        Sector("solar-energy", P_("sector", "Solar, wind and storage"), (1, 8, 27, 30)),
        Sector("industry", P_("sector", "Industrial automation and machinery"), (12, 25, 26, 29, 31)),
        Sector("machine-tools", P_("sector", "Machine tools"), (26, 12, 31)),
        Sector("construction", P_("sector", "Construction machinery and building materials"), (35, 25, 29)),
        Sector("automotive", P_("sector", "Automotive and parts"), (32, 27, 31)),
        Sector("rail", P_("sector", "Rail and urban transit"), (32, 12)),
        Sector("aerospace", P_("sector", "Aerospace and satellites"), (32, 10, 3)),
        Sector("medical", P_("sector", "Medical technology"), (13, 11, 10)),
        Sector("pharma", P_("sector", "Pharmaceuticals and biotechnology"), (16, 15, 14)),
        Sector("chemicals", P_("sector", "Chemicals, plastics and materials"), (14, 17, 19, 20, 21, 22, 23)),
        Sector("metallurgy-mining", P_("sector", "Metallurgy and mining"), (20, 29, 23)),
        Sector("oil-gas", P_("sector", "Oil, gas and petrochemicals"), (23, 19, 35)),
        Sector("environment", P_("sector", "Environment and water"), (24, 23, 30)),
        Sector("agriculture", P_("sector", "Agricultural technology"), (29, 15, 18)),
        Sector("food", P_("sector", "Food and food processing"), (18, 29)),
        Sector("textiles", P_("sector", "Textiles and textile machinery"), (28, 34)),
        Sector("consumer", P_("sector", "Consumer goods and household appliances"), (34, 33, 2)),
        Sector("services", P_("sector", "Services trade, design and engineering services"), (7, 35)),
        Sector("ai-software", P_("sector", "Artificial intelligence and software"), (6, 7, 4)),
        Sector("smart-city", P_("sector", "Smart cities and security"), (6, 10, 12, 4)),
    )
}

ELECTRICAL = P_("technology area", "Electrical engineering")
INSTRUMENTS = P_("technology area", "Instruments")
CHEMISTRY = P_("technology area", "Chemistry")
MECHANICAL = P_("technology area", "Mechanical engineering")
OTHER = P_("technology area", "Other fields")

FIELDS: dict[int, Field] = {
    field.number: field
    for field in (
        Field(1, P_("technology field", "Electrical machinery, apparatus, energy"), ELECTRICAL),
        Field(2, P_("technology field", "Audio-visual technology"), ELECTRICAL),
        Field(3, P_("technology field", "Telecommunications"), ELECTRICAL),
        Field(4, P_("technology field", "Digital communication"), ELECTRICAL),
        Field(5, P_("technology field", "Basic communication processes"), ELECTRICAL),
        Field(6, P_("technology field", "Computer technology"), ELECTRICAL),
        Field(7, P_("technology field", "IT methods for management"), ELECTRICAL),
        Field(8, P_("technology field", "Semiconductors"), ELECTRICAL),
        Field(9, P_("technology field", "Optics"), INSTRUMENTS),
        Field(10, P_("technology field", "Measurement"), INSTRUMENTS),
        Field(11, P_("technology field", "Analysis of biological materials"), INSTRUMENTS),
        Field(12, P_("technology field", "Control"), INSTRUMENTS),
        Field(13, P_("technology field", "Medical technology"), INSTRUMENTS),
        Field(14, P_("technology field", "Organic fine chemistry"), CHEMISTRY),
        Field(15, P_("technology field", "Biotechnology"), CHEMISTRY),
        Field(16, P_("technology field", "Pharmaceuticals"), CHEMISTRY),
        Field(17, P_("technology field", "Macromolecular chemistry, polymers"), CHEMISTRY),
        Field(18, P_("technology field", "Food chemistry"), CHEMISTRY),
        Field(19, P_("technology field", "Basic materials chemistry"), CHEMISTRY),
        Field(20, P_("technology field", "Materials, metallurgy"), CHEMISTRY),
        Field(21, P_("technology field", "Surface technology, coating"), CHEMISTRY),
        Field(22, P_("technology field", "Microstructural technology, nanotechnology"), CHEMISTRY),
        Field(23, P_("technology field", "Chemical engineering"), CHEMISTRY),
        Field(24, P_("technology field", "Environmental technology"), CHEMISTRY),
        Field(25, P_("technology field", "Handling"), MECHANICAL),
        Field(26, P_("technology field", "Machine tools"), MECHANICAL),
        Field(27, P_("technology field", "Engines, pumps, turbines"), MECHANICAL),
        Field(28, P_("technology field", "Textile and paper machines"), MECHANICAL),
        Field(29, P_("technology field", "Other special machines"), MECHANICAL),
        Field(30, P_("technology field", "Thermal processes and apparatus"), MECHANICAL),
        Field(31, P_("technology field", "Mechanical elements"), MECHANICAL),
        Field(32, P_("technology field", "Transport"), MECHANICAL),
        Field(33, P_("technology field", "Furniture, games"), OTHER),
        Field(34, P_("technology field", "Other consumer goods"), OTHER),
        Field(35, P_("technology field", "Civil engineering"), OTHER),
    )
}

ALL_SECTORS_NAME = P_("sector of a fair", "All sectors")


def sector_name(code: str) -> Message:
    """Name of a sector, or of the code for fairs of all sectors; raises KeyError for anything else."""
    return ALL_SECTORS_NAME if code == ALL_SECTORS else SECTORS[code].name
