"""The figures that are measured, one module each: a function from the bench to its findings."""

from loadgen.instrument.bench import Figure
from loadgen.instrument.figures.agreement import closed_agreement, constant_rate_agreement
from loadgen.instrument.figures.client_cpu import client_cpu
from loadgen.instrument.figures.constant_rate import constant_rate
from loadgen.instrument.figures.histogram import histogram

FIGURES: tuple[Figure, ...] = (
    client_cpu,
    constant_rate,
    constant_rate_agreement,
    closed_agreement,
    histogram,
)
