"""Errors in the form that clients of the Flask app know: ``{"error": "Not Found"}``."""

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException


def add_flask_errors(app: FastAPI) -> None:
    """Handle what FastAPI raises by itself, and what handlers raise."""
    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(RequestValidationError, refused_input)


async def http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return _error(error.status_code, error.headers)


async def refused_input(request: Request, error: Exception) -> JSONResponse:
    """400 as Flask's handlers say; 415 where a body of JSON does not call itself so."""
    assert isinstance(error, RequestValidationError)
    wants_json = any(each["type"] == "model_attributes_type" for each in error.errors())
    named = request.headers.get("content-type", "")
    return _error(415 if wants_json and not named.startswith("application/json") else 400)


def _error(status: int, headers: object = None) -> JSONResponse:
    known = dict(headers) if isinstance(headers, dict) else None
    return JSONResponse({"error": HTTPStatus(status).phrase}, status, known)
