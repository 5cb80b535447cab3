"""What we stand on: store, content files, gateways, keys and the clock."""
