"""The port to listen on."""

import socket


class PortTaken(Exception):
    """Another program listens where this one should."""


def claim(host: str, port: int) -> None:
    """Raise PortTaken, with what to do, when nobody could listen there now."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((host, port))
        except OSError as error:
            raise PortTaken(
                f"{host}:{port} cannot be listened on: another program may hold it. "
                f"Try another port: VEIVALG_PORT={port + 1} make run"
            ) from error
