"""Numbers in [0, 1) of which every stretch is spread evenly, where random ones cluster."""

_INVERSE_GOLDEN_RATIO = 0.618_033_988_749_895


def golden_fraction(n: int) -> float:
    """The ``n``-th number of the additive recurrence by the golden ratio (Weyl sequence)."""
    return n * _INVERSE_GOLDEN_RATIO % 1.0
