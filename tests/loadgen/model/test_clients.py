"""Clients are a catalogue: each entry can be made, and a plan names no other."""

import asyncio

import msgspec
import pytest

from loadgen.generator.client.connection_registry import ConnectionRegistry
from loadgen.model.clients import CLIENTS, DEFAULT_CLIENT, Client, client
from loadgen.model.load_plan import ClosedModel, LoadPlan
from servers.process.import_string import import_object


@pytest.mark.parametrize("entry", CLIENTS, ids=lambda entry: entry.key)
def test_an_entry_names_what_makes_one_sender_after_the_other(entry: Client) -> None:
    async def made() -> None:
        make = import_object(entry.make)(ConnectionRegistry())
        first, second = make(), make()
        assert first is not second
        await first.aclose()
        await second.aclose()

    assert client(entry.key) is entry
    asyncio.run(made())


def test_only_the_default_client_has_no_warning() -> None:
    assert [each.key for each in CLIENTS if not each.warning] == [DEFAULT_CLIENT]


def test_a_plan_names_a_client_of_the_catalogue() -> None:
    plan = LoadPlan(revision=1, url="http://127.0.0.1:1/", model=ClosedModel(1))
    sent = msgspec.json.encode(plan)
    assert msgspec.json.decode(sent, type=LoadPlan) == plan
    with pytest.raises(msgspec.ValidationError, match="client"):
        msgspec.json.decode(sent.replace(b'"faceoff"', b'"curl"'), type=LoadPlan)
