"""What we know: plain values and pure functions, without I/O, framework, clock or chance."""
