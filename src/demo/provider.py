"""The identity provider of a demonstration. It knows no passwords: whoever is pressed is signed in.

A process of its own, `provider.py PORT SUBJECT…`, on this machine alone. It ends when whoever started it does,
however that ends: then nothing holds the other end of its input any more.
"""

import os
import sys
import threading


def end_with(parent: int) -> None:
    """Wait until nobody is at the other end, and end."""
    while os.read(parent, 1024):
        pass
    os._exit(0)


def main(port: str, *subjects: str) -> None:
    """Serve until told to stop, or left alone."""
    from oidc_provider_mock.__main__ import run

    threading.Thread(target=end_with, args=(sys.stdin.fileno(),), daemon=True).start()
    known = [argument for subject in subjects for argument in ("--user", subject)]
    run(["--host", "127.0.0.1", "--port", port, "--require-nonce", "true", *known])


if __name__ == "__main__":
    main(*sys.argv[1:])
