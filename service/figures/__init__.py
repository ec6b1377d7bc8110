"""Figures beyond the square metres of a period: plans, efficiency, footprint, items, and what came late."""
