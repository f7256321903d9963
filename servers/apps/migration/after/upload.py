"""A file, hashed."""

import hashlib

from fastapi import APIRouter, UploadFile

router = APIRouter()


@router.post("/files")
async def upload_file(file: UploadFile) -> dict[str, int | str]:
    content = await file.read()
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
