"""Addresses around the page that is asked for: where its reader came from, and the same page in another language."""

from fastapi import Request
from starlette.datastructures import URL

from gis.codelists import Language


def came_from(request: Request) -> URL:
    """Give the page of this service on which a link or a form led here; the first page when no such is known."""
    told = request.headers.get("referer", "")
    return URL(told if told.startswith(str(request.base_url)) else "/")


def in_language(request: Request, language: Language) -> str:
    """Give the address of the page in a language, with its question; after a form, of the page that the form was on."""
    shown = request.url if request.method == "GET" else came_from(request)
    asked = shown.include_query_params(lang=language)
    return f"{asked.path}?{asked.query}"
