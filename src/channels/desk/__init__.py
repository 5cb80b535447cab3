"""The desk: where counsellors meet what citizens said on every channel."""
