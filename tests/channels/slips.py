"""A specimen of the example, with another channel in it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import paper_slip

from channels.kit.specimen import Lent, Specimen

EXAMPLE = Path(paper_slip.__file__).parent
HOOK = "https://veivalg.example/channels/paper-slip/board"


def specimen_of(channel: Any, **differs: Any) -> Specimen:
    """The specimen of the example, with another channel in it; `differs`: what that channel declares otherwise."""

    def build(lent: Lent) -> Any:
        return replace(channel(lent.secrets, f"{HOOK}/status", lent.client), **differs)

    return replace(paper_slip.specimen(), build=build)
