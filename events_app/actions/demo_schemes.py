"""The demonstration of support: three invented schemes, marked so."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid5

from events_app.actions import support_schemes
from events_app.domain.companies import CompanySize
from events_app.domain.countries import Scope
from events_app.domain.money import Money
from events_app.domain.rights import SYSTEM
from events_app.domain.support_schemes import CostKind, Costs, SchemeKind, SupportScheme
from events_app.domain.texts import Text

DEMO_COSTS = Costs(
    currency="USD",
    shell_per_m2=380_00,
    raw_per_m2=310_00,
    building_per_m2=220_00,
    registration=450_00,
    freight=1_800_00,
    travel=4_200_00,
)
SPACE: Mapping[str, str] = {
    "en": "Small exhibitors abroad",
    "zh-Hans": "中小企业境外参展补助",
    "fr": "Petits exposants à l’étranger",
    "es": "Pequeños expositores en el extranjero",
    "ru": "Малые экспоненты за рубежом",
    "ar": "صغار العارضين في الخارج",
    "pt": "Pequenos expositores no exterior",
}
FREIGHT: Mapping[str, str] = {
    "en": "Freight to new markets",
    "zh-Hans": "新市场展品运输补助",
    "fr": "Fret vers de nouveaux marchés",
    "es": "Transporte a nuevos mercados",
    "ru": "Перевозка на новые рынки",
    "ar": "الشحن إلى أسواق جديدة",
    "pt": "Frete para novos mercados",
}
INSURANCE: Mapping[str, str] = {
    "en": "Insurance of technology exports",
    "zh-Hans": "技术出口信用保险",
    "fr": "Assurance des exportations de technologie",
    "es": "Seguro de exportaciones de tecnología",
    "ru": "Страхование экспорта технологий",
    "ar": "تأمين صادرات التكنولوجيا",
    "pt": "Seguro de exportações de tecnologia",
}


async def load_demo_schemes(namespace: UUID, now: datetime) -> None:
    """Enter the schemes; `namespace` is that of their ids."""
    grants = (
        SupportScheme(
            id=uuid5(namespace, "scheme space"),
            name=_text(SPACE),
            summary=Text.empty(),
            rate_percent=50,
            cap=Money(5_000_00, "USD"),
            costs=frozenset({CostKind.SPACE, CostKind.REGISTRATION, CostKind.STAND_BUILDING}),
            scopes=frozenset({Scope.OVERSEAS}),
            sizes=frozenset({CompanySize.MICRO, CompanySize.SMALL, CompanySize.MEDIUM}),
            is_illustrative=True,
            modified_at=now,
        ),
        SupportScheme(
            id=uuid5(namespace, "scheme freight"),
            name=_text(FREIGHT),
            summary=Text.empty(),
            rate_percent=70,
            cap=Money(2_000_00, "USD"),
            costs=frozenset({CostKind.FREIGHT}),
            groups=frozenset({"ASEAN", "AU", "BRICS"}),
            is_illustrative=True,
            modified_at=now,
        ),
        SupportScheme(
            id=uuid5(namespace, "scheme insurance"),
            name=_text(INSURANCE),
            summary=Text.empty(),
            kind=SchemeKind.INSURANCE,
            scopes=frozenset({Scope.OVERSEAS}),
            is_illustrative=True,
            modified_at=now,
        ),
    )
    for scheme in grants:
        await support_schemes.add(scheme, by=SYSTEM, now=now)


def _text(wordings: Mapping[str, str]) -> Text:
    return Text.of("en", wordings["en"], wordings)
