"""Takes a file and hashes it, on the event loop. Reading lets others in, hashing does not."""

import hashlib

from fastapi import APIRouter, UploadFile
from pydantic import BaseModel

router = APIRouter()

LARGEST_BODY = 8 * 1024 * 1024
CHUNK = 64 * 1024
# What FastAPI refuses by itself stands in its document when it is declared.
REFUSALS: dict[int | str, dict[str, str]] = {
    400: {"description": "The body is no readable form."},
    413: {"description": "The body is larger than 8 MiB."},
}


class Uploaded(BaseModel):
    filename: str | None
    size: int
    sha256: str


@router.post("/upload", max_body_size=LARGEST_BODY, responses=REFUSALS)
async def upload(file: UploadFile) -> Uploaded:
    digest, size = hashlib.sha256(), 0
    while chunk := await file.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return Uploaded(filename=file.filename, size=size, sha256=digest.hexdigest())
