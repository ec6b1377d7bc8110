"""Vector tiles of the published layers, as of a day and as known at an instant."""
