"""Finding a named part in the files again, for what is found out only after loading."""

from adapters.content.fault import Fault, LocatedFault, Path
from adapters.content.tree import Files, Tree

NAMING = ("journey", "question", "option", "group", "fact", "rule", "need", "level", "result", "stop", "pathway")


def place_of(files: Files, names: tuple[str, ...], message: str) -> LocatedFault:
    """The message, where the part with these names stands: the folder, the key, and on, as far as it is found."""
    folder, key, *rest = names
    for file, tree in sorted(files.documents.items()):
        if file.partition("/")[0] == folder and isinstance(tree, dict) and key in tree.values():
            return files.located(Fault(_follow(tree, (file,), rest), message))
    return LocatedFault(f"{files.folder}/{folder}", 1, 1, message)


def _follow(tree: Tree, path: Path, names: list[str]) -> Path:
    if not names:
        return path
    name, *rest = names
    if isinstance(tree, dict):
        if name == "narrow" and "narrow" not in tree:
            name = "text"  # which is said in its stead
        if name in tree:
            return _follow(tree[name], (*path, name), rest)
        return next((found for key, below in tree.items() if (found := _among(below, (*path, key), names))), path)
    return _among(tree, path, names) or path


def _among(tree: Tree, path: Path, names: list[str]) -> Path | None:
    """The item of a list that has this name, also one level below, as options in groups."""
    if not isinstance(tree, list):
        return None
    for place, item in enumerate(tree):
        if isinstance(item, dict) and any(item.get(naming) == names[0] for naming in NAMING):
            return _follow(item, (*path, place), names[1:])
    if names[0].isdigit() and int(names[0]) < len(tree):
        return _follow(tree[int(names[0])], (*path, int(names[0])), names[1:])
    for place, item in enumerate(tree):
        for key in ("options", "versions", "levels"):
            below = item.get(key) if isinstance(item, dict) else None
            if below is not None and (found := _among(below, (*path, place, key), names)):
                return found
    return None
