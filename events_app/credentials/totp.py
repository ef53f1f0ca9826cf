"""One-time codes of authenticator apps: TOTP (RFC 6238), six digits, 30 seconds, SHA-1 as every app has it."""

from datetime import datetime

import pyotp
import segno

STEP_S = 30
STEPS_AROUND = 1
"""A clock may be half a minute off, either way (RFC 6238 §5.2)."""


def new_secret() -> str:
    """A secret in base32."""
    return pyotp.random_base32()


def uri(secret: str, *, account: str, issuer: str) -> str:
    """The otpauth address that apps read from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)


def qr_svg(address: str) -> str:
    """A QR code as an inline SVG, black on nothing: it needs a light ground."""
    code = segno.make(address, error="m")
    return str(code.svg_inline(scale=4, omitsize=True, svgclass="qr", lineclass=None, dark="#000"))


def step_of(code: str, secret: str, *, now: datetime, after: int) -> int | None:
    """Return the step whose code this is, if it is later than `after` (a code is used once), else None."""
    wanted = "".join(code.split())
    present = int(now.timestamp()) // STEP_S
    one_time = pyotp.TOTP(secret)
    for step in range(present - STEPS_AROUND, present + STEPS_AROUND + 1):
        if step > after and pyotp.utils.strings_equal(one_time.generate_otp(step), wanted):
            return step
    return None
