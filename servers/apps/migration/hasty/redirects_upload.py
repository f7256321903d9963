"""A file, hashed: a router's prefix and "/" make a path that ends with a slash."""

import hashlib

from fastapi import APIRouter, UploadFile
from fastapi.responses import RedirectResponse

router = APIRouter(prefix="/files")


@router.post("/")
async def upload_file(file: UploadFile) -> dict[str, int | str]:
    content = await file.read()
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


@router.post("")
async def add_slash() -> RedirectResponse:
    """What FastAPI does by itself with redirect_slashes, which the shop has switched off."""
    return RedirectResponse("/files/", 307)
