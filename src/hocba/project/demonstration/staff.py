"""Who works at the sample schools, read from ``staff.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Teacher:
    """A teacher; ``homeroom`` names the class they lead, ``classes`` those they teach."""

    name: str
    key: str
    homeroom: str = ""
    subjects: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SampleSchool:
    name: str
    head: str
    workbooks: tuple[str, ...]
    teachers: tuple[Teacher, ...]


def sample_schools() -> tuple[SampleSchool, ...]:
    """The schools of the sample workbooks, in the order in which they are shown."""
    text = files(__package__).joinpath("staff.toml").read_text("utf-8")
    return tuple(_school(entry) for entry in tomllib.loads(text)["school"])


def _school(entry: dict[str, Any]) -> SampleSchool:
    return SampleSchool(
        entry["name"],
        entry["head"],
        tuple(entry["workbooks"]),
        tuple(_teacher(teacher) for teacher in entry["teacher"]),
    )


def _teacher(entry: dict[str, Any]) -> Teacher:
    return Teacher(
        name=entry["name"],
        key=entry["key"],
        homeroom=entry.get("homeroom", ""),
        subjects=frozenset(entry.get("subjects", ())),
        classes=frozenset(entry.get("classes", ())),
    )
