"""What the fairness table says of an app is what its servers answer, and what it says of a default
is what the library does.
"""

import cerberus
import jinja2
import marshmallow
import pytest
from flask import Flask

from servers.catalog.scenario_requests import RequestSpec
from servers.catalog.server_variant import ServerVariant
from servers.catalog.variants import variant
from servers.hosts.app_settings import app_settings
from servers.launcher import RunningServer
from tests.support.every_case import every_case
from tests.support.http_client import ask
from tests.support.request_bodies import chunked, order, order_line, order_text, post
from tests.support.served_scenarios import AVAILABLE

EACH = every_case("each", AVAILABLE, ids=lambda each: each.key)
PASSES: dict[str, list[object]] = {
    "“2”, 2.0 and true pass": ["2", 2.0, True],
    "“2” and 2.5 pass, as 2": ["2", 2.0, 2.5],
    "strict in an order": [],
    "strict": [],
    "true passes": [True],
    "2.0 passes": [2.0],
}


def shown(each: ServerVariant, *modules: str) -> dict[str, str]:
    return {row.key: row.value for row in app_settings(each, modules)}


def status(server: RunningServer, request: RequestSpec) -> int:
    return ask(server.ready.port, request).status


@EACH
def test_whole_numbers(each: ServerVariant, running: dict[str, RunningServer]) -> None:
    tried = ("2", 2.0, 2.5, True)
    taken = [n for n in tried if status(running[each.key], order_line(quantity=n)) == 201]
    assert taken == PASSES[shown(each)["app_whole_numbers"]]


@EACH
def test_unknown_fields(each: ServerVariant, running: dict[str, RunningServer]) -> None:
    refused = status(running[each.key], order(colour="red")) != 201
    assert shown(each)["app_unknown_fields"].startswith("refused") == refused


@EACH
def test_bodies_and_refusals(each: ServerVariant, running: dict[str, RunningServer]) -> None:
    server, rows = running[each.key], shown(each)
    assert f"{status(server, post(b'[]'))}" == rows["app_no_object"]
    for request in (order(customer=7), order_text(quantity="1e400"), order_text(customer="NaN")):
        assert f"{status(server, request)}" == rows["app_refusal"].partition(",")[0]


@EACH
def test_the_servers_say_so(each: ServerVariant, running: dict[str, RunningServer]) -> None:
    said = {row.key for row in running[each.key].ready.settings if row.key.startswith("app_")}
    assert {row.key for row in app_settings(each, ())} <= said
    assert ("app_upload" in said) == each.serves("upload")


def test_a_mounted_app_reads_chunks(running: dict[str, RunningServer]) -> None:
    assert shown(variant("fastapi-mounted"))["app_chunked"] == "read"
    assert status(running["fastapi-mounted"], chunked(order())) == 201


class Line(marshmallow.Schema):
    quantity = marshmallow.fields.Integer(required=True)


def test_marshmallow_by_itself_is_lenient_and_refuses_unknown_fields() -> None:
    assert Line().load({"quantity": 2.5}) == {"quantity": 2}
    assert Line().load({"quantity": "2"}) == {"quantity": 2}
    with pytest.raises(marshmallow.ValidationError):
        Line().load({"quantity": 2, "colour": "red"})


def test_without_a_handler_its_error_is_a_500() -> None:
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: Line().load({}))
    assert app.test_client().get("/").status_code == 500


def test_cerberus_by_itself_raises_where_there_is_no_object() -> None:
    with pytest.raises(cerberus.DocumentError):
        cerberus.Validator({"quantity": {"type": "integer"}}).validate([])
    assert cerberus.Validator({"quantity": {"type": "integer"}}).validate({"quantity": True})


def test_flask_looks_for_changed_templates_only_when_debugging() -> None:
    assert Flask(__name__).jinja_env.auto_reload is False
    assert jinja2.Environment().auto_reload is True
