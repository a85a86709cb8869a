"""The life of a page: states, actions and who may, in one table.

The database applies the table as conditional UPDATEs (``WHERE state IN sources``) whose
row count is checked; nothing else changes a state.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hocba.core.errors import LifecycleError


class State(StrEnum):
    DRAFT = "draft"
    SIGNED = "signed"
    ISSUED = "issued"
    REPORTED = "reported"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REPLACED = "replaced"
    RECALLED = "recalled"
    LOCKED = "locked"

    @property
    def vietnamese(self) -> str:
        """The one word that screens, messages and exports use for this state."""
        return _WORDS[self]


_WORDS = {
    State.DRAFT: "nháp",
    State.SIGNED: "đã ký",
    State.ISSUED: "đã phát hành",
    State.REPORTED: "đã nộp",
    State.ACCEPTED: "đã tiếp nhận",
    State.REJECTED: "bị trả lại",
    State.REPLACED: "đã thay thế",
    State.RECALLED: "đã thu hồi",
    State.LOCKED: "đã chốt",
}


class Role(StrEnum):
    """Who acts; the signing roles are written into signatures as SignerRoleV2.

    The clerk (văn thư) keeps the school's seal: what they sign, the school signs. The officer
    (cán bộ) of a district or of the Department watches progress and signs nothing.
    """

    SUBJECT_TEACHER = "GVBM"
    HOMEROOM_TEACHER = "GVCN"
    HEAD = "HIEUTRUONG"
    SCHOOL = "NHATRUONG"
    DEPARTMENT = "SOGDDT"
    MINISTRY = "BOGDDT"
    CLERK = "VANTHU"
    OFFICER = "CANBO"


class Action(StrEnum):
    CREATE = "create"
    SIGN = "sign"
    SEAL = "seal"
    WITHDRAW = "withdraw"
    REPORT = "report"
    ACCEPT = "accept"
    REJECT = "reject"
    RECALL = "recall"
    REPLACE = "replace"
    LOCK = "lock"


@dataclass(frozen=True, slots=True)
class Transition:
    sources: frozenset[State]
    target: State
    roles: frozenset[Role]


_TEACHERS_AND_HEAD = frozenset({Role.SUBJECT_TEACHER, Role.HOMEROOM_TEACHER, Role.HEAD})

TRANSITIONS: dict[Action, Transition] = {
    Action.CREATE: Transition(frozenset(), State.DRAFT, frozenset({Role.SCHOOL})),
    Action.SIGN: Transition(
        frozenset({State.DRAFT, State.SIGNED}), State.SIGNED, _TEACHERS_AND_HEAD
    ),
    Action.SEAL: Transition(frozenset({State.SIGNED}), State.ISSUED, frozenset({Role.SCHOOL})),
    Action.WITHDRAW: Transition(
        frozenset({State.SIGNED, State.ISSUED, State.REJECTED}), State.DRAFT, frozenset({Role.HEAD})
    ),
    Action.REPORT: Transition(
        frozenset({State.ISSUED, State.REJECTED}), State.REPORTED, frozenset({Role.SCHOOL})
    ),
    Action.ACCEPT: Transition(
        frozenset({State.REPORTED}), State.ACCEPTED, frozenset({Role.DEPARTMENT})
    ),
    Action.REJECT: Transition(
        frozenset({State.REPORTED}), State.REJECTED, frozenset({Role.DEPARTMENT})
    ),
    Action.RECALL: Transition(
        frozenset({State.ACCEPTED}), State.RECALLED, frozenset({Role.SCHOOL})
    ),
    Action.REPLACE: Transition(
        frozenset({State.ACCEPTED}), State.REPLACED, frozenset({Role.SCHOOL})
    ),
    Action.LOCK: Transition(
        frozenset({State.ACCEPTED}), State.LOCKED, frozenset({Role.DEPARTMENT, Role.SCHOOL})
    ),
}

SIGNING_ORDER = (Role.SUBJECT_TEACHER, Role.HOMEROOM_TEACHER, Role.HEAD, Role.SCHOOL)


def allowed(state: State, action: Action, role: Role) -> bool:
    """Whether ``role`` may take ``action`` on a page in ``state``."""
    transition = TRANSITIONS[action]
    return state in transition.sources and role in transition.roles


def after(state: State, action: Action, role: Role) -> State:
    """The state that follows. Raises LifecycleError when the table does not allow the step."""
    if not allowed(state, action, role):
        raise LifecycleError(
            f"Không thể thực hiện «{action.value}» khi học bạ ở trạng thái «{state.vietnamese}»."
        )
    return TRANSITIONS[action].target
