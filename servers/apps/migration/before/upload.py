"""A file, hashed."""

import hashlib

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

blueprint = Blueprint("upload", __name__)


@blueprint.post("/files")
def upload_file() -> ResponseReturnValue:
    content = request.files["file"].stream.read()
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
