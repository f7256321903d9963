"""Swagger UI of a Flask app's document, from a package's own files: it works offline."""

from flask import Flask
from flask_swagger_ui import get_swaggerui_blueprint

from servers.catalog.document_page import DOCUMENT_PAGE


def add_document_page(app: Flask, document: str) -> None:
    """Serve the page of the document at that path."""
    # The validator's badge would be asked from another server.
    config = {"validatorUrl": None}
    page = get_swaggerui_blueprint(DOCUMENT_PAGE, document, config, blueprint_name="document_page")
    app.register_blueprint(page)
