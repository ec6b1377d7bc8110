"""The largest request that is read."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.problems import TooLarge

FORM_BYTES = 65_536
"""What a form may hold beside its file."""
WORDS_BYTES = 1_000_000
"""What a request may hold that brings no file: it is read into memory, and whoever sends it may be anybody."""
FILE_PATHS = frozenset({"/api/v1/uploads", "/uploads/new", "/try"})
"""Where files are sent to; they are read onto the disk."""


class BodyLimit:
    """Refuse a request as soon as more of it has come than an installation takes; nothing of it is stored.

    Parameters
    ----------
    limit_bytes
        The largest file, where files are sent to; a form's other parts are allowed for.
    """

    def __init__(self, app: ASGIApp, *, limit_bytes: int) -> None:
        self.app = app
        self.limit_bytes = limit_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, counting what comes of it."""
        brings_file = scope.get("path") in FILE_PATHS
        most_bytes = self.limit_bytes + FORM_BYTES if brings_file else WORDS_BYTES
        received_bytes = 0

        async def counted() -> Message:
            nonlocal received_bytes
            message = await receive()
            received_bytes += len(message.get("body", b""))
            if received_bytes > most_bytes:
                raise too_large(self.limit_bytes) if brings_file else _too_wordy()
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


def _too_wordy() -> TooLarge:
    """Give the refusal of a request without a file."""
    return TooLarge(
        f"The request is larger than {WORDS_BYTES} bytes, which only an upload may be. Nothing was stored. Send less.",
        f"Sorğu {WORDS_BYTES} baytdan böyükdür, buna yalnız fayl yükləmələri üçün icazə verilir. Heç nə saxlanılmadı. "
        "Daha az göndərin.",
        limit_bytes=WORDS_BYTES,
    )
