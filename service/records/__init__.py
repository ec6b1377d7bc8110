"""Records: what is approved of each layer, now and before."""
