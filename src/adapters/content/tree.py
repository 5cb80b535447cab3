"""YAML files as plain trees, with the line and column of every part."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as Folder

import yaml

from adapters.content.fault import Fault, LocatedFault, Path

Tree = dict[str, "Tree"] | list["Tree"] | str
Documents = Mapping[str, Tree]  # by path below the content folder
Place = tuple[int, int]


@dataclass
class Files:
    """All that was read from a content folder."""

    folder: str
    documents: dict[str, Tree] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    faults: list[LocatedFault] = field(default_factory=list)

    def located(self, fault: Fault) -> LocatedFault:
        """The fault with its file, line and column; of what is missing, those of the part that lacks it."""
        path, places = fault.path, self.keys if fault.of_key else self.values
        while path and path not in places:
            path, places = path[:-1], self.values
        line, column = places.get(path, (1, 1))
        return LocatedFault(f"{self.folder}/{fault.path[0]}", line, column, fault.message)


def read_files(folder: Folder) -> Files:
    """Read every YAML file below the folder. All scalars are text. What cannot be read is among the faults."""
    files = Files(folder.as_posix())
    if not folder.is_dir():
        files.faults.append(LocatedFault(folder.as_posix(), 1, 1, "there is no such folder"))
    for file in sorted((*folder.rglob("*.yaml"), *folder.rglob("*.yml"))):
        name = file.relative_to(folder).as_posix()
        if not file.is_file():
            files.faults.append(LocatedFault(f"{files.folder}/{name}", 1, 1, "this is no file that can be read"))
            continue
        try:
            root = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            message = f"this is not YAML: {error.problem or error.context}"
            files.faults.append(LocatedFault(f"{files.folder}/{name}", line, column, message))
        except OSError as error:
            files.faults.append(LocatedFault(f"{files.folder}/{name}", 1, 1, f"this cannot be read: {error.strerror}"))
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            files.faults.append(LocatedFault(f"{files.folder}/{name}", 1, 1, f"this cannot be read as UTF-8: {error}"))
        else:
            if root is None:
                files.faults.append(LocatedFault(f"{files.folder}/{name}", 1, 1, "the file is empty"))
            else:
                files.documents[name] = _plain(root, (name,), files, set())
    return files


def _plain(node: yaml.Node, path: Path, files: Files, seen: set[int]) -> Tree:
    files.values[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if id(node) in seen:
        _fault(files, path, "`*` repeats another part; write it out, so that each part has its own line")
        return ""
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, place), files, seen) for place, item in enumerate(node.value)]
    return _mapping(node, path, files, seen)


def _mapping(node: yaml.Node, path: Path, files: Files, seen: set[int]) -> Tree:
    plain: dict[str, Tree] = {}
    for key, value in node.value:
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
        place = (key.start_mark.line + 1, key.start_mark.column + 1)
        if not isinstance(key, yaml.ScalarNode):
            files.keys[*path, ""] = place
            _fault(files, (*path, ""), "a key must be one word", of_key=True)
        elif name in plain:
            first = files.keys[*path, name][0]
            message = f"`{name}` is given twice, first in line {first}; keep one"
            files.faults.append(LocatedFault(f"{files.folder}/{path[0]}", *place, message))
        else:
            files.keys[*path, name] = place
            plain[name] = _plain(value, (*path, name), files, seen)
    return plain


def _fault(files: Files, path: Path, message: str, of_key: bool = False) -> None:
    files.faults.append(files.located(Fault(path, message, of_key)))
