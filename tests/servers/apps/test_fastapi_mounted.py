"""What moves when a route is added to FastAPI before the mount: its own methods, and no other."""

import asyncio

import httpx
from starlette.routing import Mount

from servers.apps.fastapi_mounted import create_app


def test_a_moved_route_moves_with_its_own_methods_only() -> None:
    app = create_app(("hello",))

    @app.get("/hello")
    async def hello() -> dict[str, str]:
        return {"message": "moved"}

    # What is mounted at the root takes all that comes after it.
    app.router.routes.sort(key=lambda route: isinstance(route, Mount))

    async def answers() -> dict[str, httpx.Response]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            methods = ("GET", "HEAD", "OPTIONS", "DELETE")
            return {each: await client.request(each, "/hello") for each in methods}

    given = asyncio.run(answers())
    assert given["GET"].json() == {"message": "moved"}
    # FastAPI would answer 405 to all of these, and name GET alone.
    assert {each: given[each].status_code for each in ("HEAD", "OPTIONS", "DELETE")} == {
        "HEAD": 200,
        "OPTIONS": 200,
        "DELETE": 405,
    }
    assert set(given["DELETE"].headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
