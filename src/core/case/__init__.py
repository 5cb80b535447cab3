"""Cases, and the hours that what is promised about them is counted in."""
