"""Start one server child and wait until it answers as itself."""

import asyncio
import contextlib
from collections.abc import Callable, Collection, Mapping

import msgspec

from servers.catalog.variants import variant
from servers.process.child_process import NOTHING
from servers.process.reporting_child import LaunchError, ReportingChild
from servers.telemetry.messages import Message, Ready, Telemetry

READY_TIMEOUT_S = 15.0


class RunningServer(ReportingChild[Ready, Telemetry]):
    """A server child that answers requests."""

    noun = "server"
    decoder = msgspec.json.Decoder(Message)
    report_type = Telemetry

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.ready.port}"

    async def verify(self) -> None:
        """Ask for the announced nonce; raises LaunchError when another process answers."""
        where = f"127.0.0.1:{self.ready.port}"
        try:
            answer = await _get("/_faceoff", self.ready.port)
        except OSError as error:
            raise LaunchError(
                f"The server announced {where}, but does not answer there: {error}."
            ) from error
        head, _, body = answer.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200") or body.strip() != self.ready.nonce.encode():
            raise LaunchError(f"Something else answers on {where}; start the server again.")


async def start_server(
    variant_key: str,
    settings: Mapping[str, int],
    *,
    modules: Collection[str] = (),
    environment: Mapping[str, str] = NOTHING,
    on_telemetry: Callable[[Telemetry], None] | None = None,
    timeout_s: float = READY_TIMEOUT_S,
    module: str = "servers",
    drift: str = "",
    document_page: bool = False,
) -> RunningServer:
    """Start a server of that variant and wait until it answers; raises LaunchError.

    It may be cancelled at any moment: the child has ended then, too. ``modules`` are those that the
    app imports on demand, ``environment`` says where their backing services are. ``module`` is what
    the child runs. ``drift`` is the key of a change of its code, "" for none. ``document_page``
    asks for Swagger UI of its document.
    """
    chosen = variant(variant_key).set_options(settings)
    chosen += [word for each in modules for word in ("--with", each)]
    if drift:
        chosen += ["--drift", drift]
    if document_page:
        chosen += ["--document-page"]
    return await RunningServer.launch(
        module,
        *("--variant", variant_key, *chosen),
        on_report=on_telemetry,
        environment=environment,
        timeout_s=timeout_s,
    )


async def _get(path: str, port: int) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
        writer.write(request.encode())
        return await reader.read(-1)
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
