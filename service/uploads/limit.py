"""The largest request that is read."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.problems import TooLarge

FORM_BYTES = 65_536
"""What a form may hold beside its file."""


class BodyLimit:
    """Refuse a request as soon as more of it has come than an installation takes; nothing of it is stored.

    Parameters
    ----------
    limit_bytes
        The largest file; a form's other parts are allowed for.
    """

    def __init__(self, app: ASGIApp, *, limit_bytes: int) -> None:
        self.app = app
        self.limit_bytes = limit_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, counting what comes of it."""
        received_bytes = 0

        async def counted() -> Message:
            nonlocal received_bytes
            message = await receive()
            received_bytes += len(message.get("body", b""))
            if received_bytes > self.limit_bytes + FORM_BYTES:
                raise too_large(self.limit_bytes)
            return message

        await self.app(scope, counted if scope["type"] == "http" else receive, send)


def too_large(limit_bytes: int) -> TooLarge:
    """Give the refusal, with the limit that causes it."""
    return TooLarge(
        f"The file is larger than {limit_bytes} bytes, the limit of this installation (LANDRELEASE_UPLOAD_LIMIT_BYTES)."
        " Nothing was stored. Send it in parts.",
        f"Fayl bu qurğunun həddi olan {limit_bytes} baytdan böyükdür (LANDRELEASE_UPLOAD_LIMIT_BYTES). Heç nə "
        "saxlanılmadı. Faylı hissələrlə göndərin.",
        limit_bytes=limit_bytes,
    )
