"""Which node of the register this installation is; the code of both is the same."""

from __future__ import annotations

from enum import StrEnum


class Node(StrEnum):
    """HOCBA_NODE: a Department's register, or the Ministry's, which gathers what those lock."""

    DEPARTMENT = "department"
    MINISTRY = "ministry"
