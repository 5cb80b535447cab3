"""What every channel over HTTP shares: problem documents, lean routes, tokens, headers and limits."""
