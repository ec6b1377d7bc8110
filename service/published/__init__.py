"""Figures that were published elsewhere: imported with their sources, kept apart from what the service computes."""
