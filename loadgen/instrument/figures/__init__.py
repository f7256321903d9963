"""The figures that are measured, one module each: a function from the bench to its findings."""

from loadgen.instrument.bench import Figure
from loadgen.instrument.figures.client_cpu import client_cpu

FIGURES: tuple[Figure, ...] = (client_cpu,)
