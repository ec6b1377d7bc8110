"""The audit: whether what the ledger says is what the records say, worked out by a second route."""
