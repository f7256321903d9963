"""A file, hashed: only the decorator has changed."""

import hashlib

from fastapi import APIRouter
from flask import request

router = APIRouter()


@router.post("/files")
async def upload_file():  # type: ignore[no-untyped-def]
    content = request.files["file"].stream.read()
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
