"""Maps of what is recorded: the overview page, and the frames that every map is drawn from."""
