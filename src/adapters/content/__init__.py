"""Content files: read with their lines, compiled into a release or refused with every fault named."""
