"""Ids of prompts. Each says what it asks, so that an old one is recognised without looking anything up."""

from core.conversation.input import Basis
from core.conversation.turn import Prompt

MENU = "menu:"


def prompt_id(prompt: Prompt) -> str:
    """The id of a question or menu: the turn and place it was put at, what it is, and the revision it shows."""
    basis = prompt.basis or Basis(f"{MENU}{prompt.text}", 0)
    return f"prm_{prompt.id}.{basis.question}.{basis.revision}"


def basis_of(prompt: str) -> Basis | None:
    """What the id names; None for what is no id of ours."""
    parts = prompt.split(".") if prompt.startswith("prm_") else []
    if len(parts) != 4 or not parts[2] or not parts[3].isascii() or not parts[3].isdigit():
        return None
    return Basis(parts[2], int(parts[3][:9]))


def is_menu(basis: Basis) -> bool:
    """Whether it is a menu, and no question of the journey."""
    return basis.question.startswith(MENU)


def menu_of(basis: Basis) -> str:
    """The menu that it names."""
    return basis.question.removeprefix(MENU)
