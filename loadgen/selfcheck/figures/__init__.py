"""The figures that are measured, one module each: a function from the bench to its findings."""

from loadgen.selfcheck.check_context import Figure
from loadgen.selfcheck.figures import agreement, client_cpu, constant_rate, histogram

FIGURES: tuple[Figure, ...] = (
    client_cpu.findings,
    constant_rate.findings,
    agreement.with_the_reference,
    agreement.with_wrk,
    histogram.findings,
)
