"""The frame, the style and the words that all pages share."""
