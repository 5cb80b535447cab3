"""The command line: for editors of content, for operators, and for trying a journey."""
