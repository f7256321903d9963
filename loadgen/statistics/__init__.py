"""Estimation on arrays alone, without frames: bootstrap intervals, merged percentiles, columns."""
