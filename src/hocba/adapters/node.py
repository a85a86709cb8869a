"""Which node of the register this installation is, and what of it this program serves."""

from __future__ import annotations

from enum import StrEnum


class Node(StrEnum):
    """HOCBA_NODE: a Department's register, or the Ministry's, which gathers what those lock."""

    DEPARTMENT = "department"
    MINISTRY = "ministry"


class Serves(StrEnum):
    """HOCBA_SERVES: all pages, or the public ones alone, with fewer rights in the database."""

    ALL = "all"
    PORTAL = "portal"
