"""Takes a file, parsed on the event loop, and hashes it in a thread of the pool."""

import hashlib

from fastapi import APIRouter, UploadFile

from servers.apps.fastapi.upload import CHUNK, LARGEST_BODY, REFUSALS, Uploaded

router = APIRouter()


@router.post("/upload", max_body_size=LARGEST_BODY, responses=REFUSALS)
def upload(file: UploadFile) -> Uploaded:
    digest, size = hashlib.sha256(), 0
    while chunk := file.file.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return Uploaded(filename=file.filename, size=size, sha256=digest.hexdigest())
