"""Sweeps: one race for each load on a ladder, and where each lane stops to answer more."""
