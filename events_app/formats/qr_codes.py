"""QR codes (ISO/IEC 18004) as drawings, through segno: the same text gives the same symbol."""

import io
from typing import Final

import segno

QUIET_MODULES: Final = 4
"""Light modules around a symbol that scanners need (section 6.3.8)."""


def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """The dark modules of the symbol of a text, row by row, without the quiet zone."""
    return tuple(tuple(bool(module) for module in row) for row in _symbol(text).matrix)


def drawn(text: str) -> str:
    """The symbol of a text as SVG, with its quiet zone."""
    out = io.BytesIO()
    _symbol(text).save(out, kind="svg", border=QUIET_MODULES, xmldecl=False, svgns=True, light="#fff")
    return out.getvalue().decode()


def scalable(text: str) -> str:
    """The same drawing without a size of its own, for a page that gives it one (class `qr`)."""
    out = io.BytesIO()
    symbol = _symbol(text)
    symbol.save(
        out, kind="svg", border=QUIET_MODULES, xmldecl=False, svgns=True, light="#fff", omitsize=True, svgclass="qr"
    )
    return out.getvalue().decode()


def _symbol(text: str) -> segno.QRCode:
    # M restores 15 % of a symbol that is scratched; never a Micro QR, which few scanners read.
    return segno.make(text, error="m", boost_error=False, micro=False)
