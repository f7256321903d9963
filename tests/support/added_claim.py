"""The module of a claim that ``extended_tree`` adds."""

FEW_HANDLERS = '''\
"""A claim that is decided by reading."""

from loadgen.claims.claim import Claim, SourceTest
from loadgen.claims.finding import Ruling, Tally

CLAIM = Claim(
    key="few-handlers",
    number=0,
    title="Few handlers",
    sentence="Flask needs few handlers.",
    method="They are counted.",
    tests=(SourceTest(),),
    measure=lambda evidence: [Tally("all", "Handlers", evidence.source.handlers, 99)],
    rule=lambda found: Ruling("in part", "only as far as they are counted"),
    honest="They are as many as routes. No more.",
    interview="Count routes.",
)
'''
