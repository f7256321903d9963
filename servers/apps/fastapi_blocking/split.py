"""Waits for a part of its time with a sleep that blocks the event loop, and computes on it."""

import time

from fastapi import APIRouter

from servers.apps.fastapi.split import CpuPercent, ServiceMs, Split
from servers.apps.workload.spin import spin

router = APIRouter()


@router.get("/split")
async def split(service_ms: ServiceMs = 20, cpu_percent: CpuPercent = 20) -> Split:
    cpu_s = service_ms * cpu_percent / 100_000
    time.sleep(service_ms / 1000 - cpu_s)  # noqa: ASYNC251 - blocking the loop is the point
    spin(cpu_s)
    return Split(service_ms=service_ms, cpu_percent=cpu_percent)
