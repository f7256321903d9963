"""Waits for a part of its time and computes for the rest. Others are served only while it waits."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from servers.apps.workload.spin import spin

router = APIRouter()

ServiceMs = Annotated[int, Query(ge=1, le=1_000)]
CpuPercent = Annotated[int, Query(ge=0, le=100)]


class Split(BaseModel):
    service_ms: int
    cpu_percent: int


@router.get("/split")
async def split(service_ms: ServiceMs = 20, cpu_percent: CpuPercent = 20) -> Split:
    cpu_s = service_ms * cpu_percent / 100_000
    await asyncio.sleep(service_ms / 1000 - cpu_s)
    spin(cpu_s)
    return Split(service_ms=service_ms, cpu_percent=cpu_percent)
