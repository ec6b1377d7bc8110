"""The service: uploads and review, the ledger on PostGIS, maps, reports, and the web around them."""
