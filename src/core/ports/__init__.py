"""What the core needs of the world. Adapters implement it, and one contract suite per port is run on each of them."""
