"""Uploads: a file comes in, is checked, waits, is reviewed and becomes records."""
