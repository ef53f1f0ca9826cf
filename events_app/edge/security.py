"""What browsers are told about this site: run nothing that is not ours, be framed by nobody, tell nobody whence.

The calendar for frames of other sites says itself that all may frame it, and nothing else does.

No cookie is set for readers at all; sessions and CSRF belong to who signs in.
"""

from litestar.types import HTTPScope, HTTPSendMessage

from events_app.edge.asgi import HTTPApp, HTTPReceive, HTTPSend

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
UNUSED_POWERS = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
WITH_CAMERA = ", ".join(f"{power}={'(self)' if power == 'camera' else '()'}" for power in UNUSED_POWERS)
"""Permissions-Policy of a page of ours that reads codes by the camera."""
YEAR_S = 31_536_000
POLICY, FRAMED = b"content-security-policy", b"frame-ancestors *"

HEADERS: dict[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{power}=()" for power in UNUSED_POWERS),
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeaders:
    """ASGI middleware: adds the headers to every answer; HSTS (RFC 6797) only where readers come by https."""

    def __init__(self, app: HTTPApp, *, is_https: bool) -> None:
        """`is_https` as the public address says; behind a proxy the connection itself does not."""
        self.app = app
        headers = HEADERS | ({"Strict-Transport-Security": f"max-age={YEAR_S}"} if is_https else {})
        self.headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: HTTPScope, receive: HTTPReceive, send: HTTPSend) -> None:
        """Add the headers that the answer does not bring itself."""

        async def sending(message: HTTPSendMessage) -> None:
            if message["type"] == "http.response.start":
                own = list(message["headers"])
                names = {name.lower() for name, _ in own}
                if any(name.lower() == POLICY and FRAMED in value for name, value in own):
                    # The older header knows no "everybody", and a browser that follows both would refuse.
                    names.add(b"x-frame-options")
                message["headers"] = own + [pair for pair in self.headers if pair[0] not in names]
            await send(message)

        await self.app(scope, receive, sending)
