"""Our values as bytes and back, so that they come back equal. Private answers travel apart."""
