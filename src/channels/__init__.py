"""How people reach us: one folder for each channel, which translates and decides nothing."""
