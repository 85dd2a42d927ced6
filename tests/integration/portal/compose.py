"""Reads docker-compose.yml, the Dockerfile and .dockerignore as Docker would, without Docker."""

import fnmatch
import re
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from launcher.places import CHECKOUT

COMPOSE = CHECKOUT / "docker-compose.yml"
_VARIABLE = re.compile(r"\$(?:\$|\{(\w+)(?:(:-|:\?)([^}]*))?\})")


@dataclass(frozen=True)
class Service:
    """What one service runs: its command, its health check, its own environment."""

    name: str
    command: list[str]
    health: list[str]
    env: dict[str, str]
    raw: dict[str, Any]


class Missing(Exception):
    """A variable that compose insists on is not set."""


def services(values: Mapping[str, str]) -> dict[str, Service]:
    """Read all services with `values` as the .env file. Raises Missing."""
    text = COMPOSE.read_text(encoding="utf-8")
    tree = _substituted(yaml.safe_load(text), values)
    return {name: _service(name, raw) for name, raw in tree["services"].items()}


def image_environment() -> dict[str, str]:
    """Read the ENV lines of the Dockerfile."""
    text = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    found: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("ENV "):
            found |= dict(word.split("=", 1) for word in shlex.split(line)[1:])
    return found


def copy_image(target: Path) -> None:
    """Copy what `COPY . .` puts into the image, readable for everybody.

    Compiled modules come along: the Dockerfile compiles them.
    """
    rules = (CHECKOUT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    unwanted = [rule for rule in rules if rule and not rule.startswith("#")]

    def ignored(folder: str, names: list[str]) -> set[str]:
        below = Path(folder).relative_to(CHECKOUT)
        return {name for name in names if _matches(str(below / name), unwanted)}

    shutil.copytree(CHECKOUT, target, ignore=ignored)
    for path in (target, *target.rglob("*")):
        path.chmod(0o755 if path.is_dir() else path.stat().st_mode | 0o444)


def _matches(path: str, rules: list[str]) -> bool:
    for rule in rules:
        anywhere = rule.removeprefix("**/")
        if anywhere in ("__pycache__", "*.pyc"):
            continue
        subject = Path(path).name if anywhere != rule else path
        if "/" in subject and "*" in rule:
            continue  # without ** a star stays on its level
        if fnmatch.fnmatchcase(subject, anywhere):
            return True
    return False


def _service(name: str, raw: dict[str, Any]) -> Service:
    command = raw.get("command", [])
    words = shlex.split(command) if isinstance(command, str) else [str(word) for word in command]
    test = raw.get("healthcheck", {}).get("test", [])
    health = test[1:] if test[:1] == ["CMD"] else ["sh", "-c", *test[1:]] if test else []
    env = {key: str(value) for key, value in (raw.get("environment") or {}).items()}
    return Service(name, words, [str(word) for word in health], env, raw)


def _substituted(tree: Any, values: Mapping[str, str]) -> Any:
    if isinstance(tree, dict):
        return {key: _substituted(value, values) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_substituted(value, values) for value in tree]
    if isinstance(tree, str):
        return _VARIABLE.sub(lambda found: _value(found, values), tree)
    return tree


def _value(found: "re.Match[str]", values: Mapping[str, str]) -> str:
    name, kind, rest = found.groups()
    if name is None:
        return "$"
    if values.get(name):
        return values[name]
    if kind == ":?":
        raise Missing(f"{name}: {rest}")
    return rest or ""
