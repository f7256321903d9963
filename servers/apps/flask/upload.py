"""Takes a file and hashes it, in the thread that serves the request."""

import hashlib

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

blueprint = Blueprint("upload", __name__)

LARGEST_BODY = 8 * 1024 * 1024
CHUNK = 64 * 1024


@blueprint.post("/upload")
def upload() -> ResponseReturnValue:
    request.max_content_length = LARGEST_BODY
    file = request.files["file"]
    digest, size = hashlib.sha256(), 0
    while chunk := file.stream.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return {"filename": file.filename, "size": size, "sha256": digest.hexdigest()}
