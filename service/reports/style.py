"""How a report looks as HTML, and what its document needs of a browser."""

from pathlib import Path

from service.headers import content_policy, hash_source

STYLE = (Path(__file__).parent / "templates" / "report.css").read_text(encoding="utf-8")
POLICY = content_policy(style_src=hash_source(STYLE), img_src="data:")
"""Of a report in HTML: its one style, to the letter, and the drawings inside it."""
