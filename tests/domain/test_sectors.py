"""The tables of sectors and technology fields."""

from events_app.domain.sectors import ALL_SECTORS, FIELDS, SECTORS, sector_name


def test_there_are_23_sectors_and_35_fields_and_every_bridge_leads_somewhere() -> None:
    assert len(SECTORS) == 23
    assert sorted(FIELDS) == list(range(1, 36))
    assert {number for sector in SECTORS.values() for number in sector.fields} == set(FIELDS)


def test_fairs_of_all_sectors_have_a_name_of_their_own() -> None:
    assert ALL_SECTORS not in SECTORS
    assert sector_name(ALL_SECTORS).id == "All sectors"
    assert sector_name("rail").id == "Rail and urban transit"
