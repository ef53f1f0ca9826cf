"""Goods at the desk: entered for a company, summed, and both lists as workbooks."""

from events_app.domain.organisations import Role
from events_app.formats import xlsx_tables
from tests.delegation_builders import at_delegation, sent
from tests.web.planting import text_of

PATH = "/en/desk/exhibitions/wind-2027/goods"
VALVE = {
    "description": "Butterfly valve",
    "pieces": "2",
    "weight": "46.5",
    "value": "1200",
    "value_currency": "eur",
    "hs_code": "8481.80",
    "origin": "CN",
    "is_returning": "1",
}


async def test_goods_are_entered_summed_and_listed_for_forwarder_and_customs(sqlite_url: str) -> None:
    async with at_delegation(sqlite_url, Role.OFFICER) as (client, company):
        paper = VALVE | {"description": "Leaflets", "value": "10.50", "is_returning": ""}
        for typed in (paper, VALVE):
            status, location = await sent(client, f"{PATH}/new", **typed, company=str(company.id))
            assert (status, location) == (303, f"{PATH}?company={company.id}&done=saved")

        page = text_of((await client.get(PATH, params={"company": str(company.id)})).text)
        carnet = await client.get(PATH, params={"company": str(company.id), "list": "carnet"})
        books = [
            xlsx_tables.read((await client.get(f"{PATH}.xlsx", params=query)).content)
            for query in ({}, {"company": str(company.id), "list": "carnet"})
        ]

        assert "1,210.50" in page
        assert ("Butterfly valve" in carnet.text, "Leaflets" in carnet.text) == (True, False)
        assert [[line.cells["Trade description"] for line in book.lines] for book in books] == [
            ["Leaflets", "Butterfly valve"],
            ["Butterfly valve"],
        ]
        assert books[1].header == (
            "Item number",
            "Trade description",
            "Marks and serial numbers",
            "Number of pieces",
            "Weight (kg)",
            "Value",
            "Currency",
            "Country or region of origin",
        )
        values = books[1].lines[0].cells
        assert [values[name] for name in ("Item number", "Weight (kg)", "Value", "Currency")] == [1, 46.5, 1200, "EUR"]
        assert books[0].lines[1].cells["HS code"] == "848180"
