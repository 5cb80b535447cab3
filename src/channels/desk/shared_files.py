"""The style that all pages of the desk share, and the script that tells of news; and what may run where it does."""

from pathlib import Path

from channels.pages.style import load_asset

FOLDER = Path(__file__).parent
STYLE, LIVE = load_asset("desk.css", "text/css", FOLDER), load_asset("live.js", "text/javascript", FOLDER)
# One script of ours, which asks nobody but us.
POLICY = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}
