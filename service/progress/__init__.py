"""Figures of progress and of what is left, from the ledger."""
