"""Generates a typed client from each document, and has a small caller of it checked."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from loadgen.contract.typed_client.caller import TYPES, USES, Use, write_caller
from loadgen.contract.typed_client.client_check import ClientCheck, Result, UseCheck
from loadgen.contract.typed_client.endpoints import read_endpoints
from loadgen.contract.typed_client.tools import (
    GENERATOR,
    ToolError,
    run_tool,
    why_no_clients,
)
from loadgen.contract.typed_client.type_check import TypeFinding, check_types
from servers.catalog.server_variant import ServerVariant

ClientChecks = Mapping[str, ClientCheck]
"""By the key of the application."""
NO_CLIENTS: ClientChecks = {}
# Without hooks ruff formats nothing, and nothing is looked for on PATH; choices are Literals, so
# that they are written as in JSON.
_CONFIG = {"post_hooks": [], "literal_enums": True}
_NO_DOCUMENT = "It serves no document: there is nothing to generate a client from."
_REFUSED = "openapi-python-client refuses the document."


async def check_clients(
    documents: Sequence[tuple[ServerVariant, bytes]],
    on_done: Callable[[ClientCheck], None] = lambda check: None,
) -> dict[str, ClientCheck]:
    """A check for each application and its document, which is empty where it serves none.

    One after the other: a later check finds the checker's cache of the earlier ones.
    """
    missing = why_no_clients()
    found = {}
    with TemporaryDirectory(prefix="faceoff-clients-") as name:
        for variant, document in documents:
            reason = _NO_DOCUMENT if not document else missing
            if reason:
                check = ClientCheck(variant, failure=reason)
            else:
                check = await _check_client(variant, document, Path(name))
            on_done(check)
            found[variant.key] = check
    return found


async def _check_client(variant: ServerVariant, document: bytes, folder: Path) -> ClientCheck:
    package = folder / f"{variant.key.replace('-', '_')}_client"
    try:
        words = await _generate(document, package)
        if not (package / "client.py").is_file():
            return ClientCheck(variant, failure=_REFUSED, words=words)
        caller = write_caller(package.name, read_endpoints(package))
        program = folder / f"{package.name}_caller.py"
        program.write_text(caller.text, "utf-8")
        errors, inferred = await check_types(program)
    except ToolError as error:
        return ClientCheck(variant, failure=str(error), is_broken=True)
    code = caller.text.splitlines()
    own = tuple(each.message for each in errors if each.path.name != program.name)
    uses = []
    for use in USES:
        line = caller.lines.get(use.key)
        if line is None:
            uses.append(UseCheck(use.key, "absent"))
            continue
        said = [each for each in errors if each.path.name == program.name and each.line == line]
        uses.append(_use_check(use, code[line - 1], said))
    types = {each.key: inferred.get(caller.lines.get(each.key, 0), "") for each in TYPES}
    found = {key: text for key, text in types.items() if text}
    return ClientCheck(variant, tuple(uses), caller.text, "", words, own, types=found)


async def _generate(document: bytes, package: Path) -> tuple[str, ...]:
    """Returns what the generator says; there is no package where it refuses the document."""
    source, config = package.with_suffix(".json"), package.with_suffix(".config.json")
    source.write_bytes(document)
    config.write_text(json.dumps(_CONFIG), "utf-8")
    output = await run_tool(
        GENERATOR,
        *("generate", "--path", str(source), "--config", str(config)),
        *("--meta", "none", "--output-path", str(package)),
    )
    return tuple(line for line in map(str.strip, output.stderr) if line)


def _use_check(use: Use, code: str, said: Sequence[TypeFinding]) -> UseCheck:
    results: tuple[Result, Result] = ("missed", "found") if use.is_mistake else _OF_RIGHT_USES
    messages = tuple(f"{each.message} [{each.code}]" for each in said)
    return UseCheck(use.key, results[bool(said)], code, messages)


_OF_RIGHT_USES: tuple[Result, Result] = ("accepted", "refused")
