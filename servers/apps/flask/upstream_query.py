"""The query of ``/upstream``, whichever client calls the upstream API."""

from marshmallow import EXCLUDE, Schema, fields
from marshmallow.validate import Range


class UpstreamQuery(Schema):
    class Meta:
        unknown = EXCLUDE

    latency_ms = fields.Integer(load_default=50, validate=Range(0, 10_000))
    jitter_ms = fields.Integer(load_default=0, validate=Range(0, 10_000))
    failure_percent = fields.Integer(load_default=0, validate=Range(0, 100))
    timeout_ms = fields.Integer(load_default=1_000, validate=Range(1, 60_000))


upstream_query = UpstreamQuery()
