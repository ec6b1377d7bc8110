"""What every answer permits a browser: files of this service alone, no inline script and no inline style."""

from base64 import b64encode
from hashlib import sha256

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


def content_policy(**directives: str) -> str:
    """Give a Content-Security-Policy; what no directive names is not permitted.

    >>> content_policy(img_src="'self' data:").split("; ")[-1]
    "img-src 'self' data:"
    """
    named = {"default_src": "'none'", "base_uri": "'none'", "frame_ancestors": "'self'"} | directives
    return "; ".join(f"{name.replace('_', '-')} {value}" for name, value in named.items())


def hash_source(inline: str) -> str:
    """Give the source by which a policy permits one inline style or script, to the letter.

    >>> hash_source("p{}")
    "'sha256-gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y='"
    """
    return f"'sha256-{b64encode(sha256(inline.encode()).digest()).decode()}'"


PAGE_POLICY = content_policy(
    script_src="'self'",
    style_src="'self'",
    img_src="'self' data:",
    connect_src="'self'",
    frame_src="'self'",
    form_action="'self'",
)
"""Of the pages of the application, and of every other HTML that has no policy of its own."""
FILE_POLICY = "script-src 'none'; base-uri 'none'; frame-ancestors 'self'"
"""Of everything else: a drawing or a document that is opened alone runs no script."""

STATIC = "/static/"
"""Scripts and styles, the same for everybody: also for a map in a sandboxed frame, which has no origin."""


def secure(headers: MutableHeaders) -> None:
    """Complete the headers of an answer; what a route has decided itself stays."""
    is_page = headers.get("content-type", "").startswith("text/html")
    headers.setdefault("content-security-policy", PAGE_POLICY if is_page else FILE_POLICY)
    headers.setdefault("x-content-type-options", "nosniff")
    headers.setdefault("referrer-policy", "same-origin")


class SecurityHeaders:
    """Complete the headers of every answer, so that no route can forget them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and complete what is answered."""

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                secure(headers)
                if scope["path"].startswith(STATIC):
                    headers["access-control-allow-origin"] = "*"
            await send(message)

        await self.app(scope, receive, completed)
