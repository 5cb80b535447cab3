"""The citizen's pages: complete without scripts, one question a page."""
