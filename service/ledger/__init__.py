"""The land release ledger: the only place that counts square metres."""
