"""Swagger UI of a FastAPI app's document, from a package's own files: it works offline."""

from importlib.util import find_spec
from pathlib import Path

from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from servers.catalog.document_page import DOCUMENT_PAGE

_FILES = f"{DOCUMENT_PAGE}/files"


def add_document_page(app: FastAPI, document: str) -> None:
    """Serve the page of the document at that path, as FastAPI's documentation does it.

    The package is for Flask: it is found and not imported.
    """
    spec = find_spec("flask_swagger_ui")
    assert spec is not None
    assert spec.origin is not None
    app.mount(_FILES, StaticFiles(directory=Path(spec.origin).parent / "dist"))

    async def show() -> HTMLResponse:
        return get_swagger_ui_html(
            openapi_url=document,
            title=app.title,
            swagger_js_url=f"{_FILES}/swagger-ui-bundle.js",
            swagger_css_url=f"{_FILES}/swagger-ui.css",
            swagger_favicon_url=f"{_FILES}/favicon-32x32.png",
            # The validator's badge would be asked from another server.
            swagger_ui_parameters={"validatorUrl": None},
        )

    app.add_api_route(f"{DOCUMENT_PAGE}/", show, include_in_schema=False)
