"""Reports: figures are frozen when a report is issued; languages and formats are renderings of them."""
