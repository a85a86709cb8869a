"""Which posts there are once the list is carried out, and whether that can be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from hocba.core.lifecycle import Role
from hocba.parties.models import PERSONAL_ROLES, Unit, UnitKind
from hocba.parties.staffing.known import Known, Post
from hocba.parties.staffing.rows import Doubt, StaffRow

_OF_SCHOOLS = {*PERSONAL_ROLES, Role.CLERK.value}


@dataclass(slots=True)
class Plan:
    """The posts that are touched by a line, with their last day; what is doubtful."""

    ends: dict[Post, date | None]
    touched: dict[Post, int] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)


def plan_posts(rows: Iterable[StaffRow], known: Known) -> Plan:
    """All lines first, overlaps last: a list may end one head's post below the next one's."""
    plan = Plan(dict(known.posts))
    for row in rows:
        sentence = _about_post(row, known) or (_take(row, plan, known) if row.role else "")
        if sentence:
            plan.doubts.append(Doubt(row.number, sentence))
    plan.doubts.extend(_overlaps(plan))
    return plan


def _about_post(row: StaffRow, known: Known) -> str:
    """What the line says by itself."""
    if row.role is None:
        alone = not (row.unit or row.begins or row.ends)
        return "" if alone else "Thiếu vai trò."
    unit = known.units.get(row.unit)
    if unit is None:
        return f"Không có đơn vị «{row.unit}» trong danh mục."
    if not _fits(row.role, unit):
        return f"Vai trò «{row.role}» không có ở {unit.get_kind_display()} {unit.code}."
    if row.begins and row.ends and row.ends < row.begins:
        return "Ngày cuối trước ngày đầu."
    if row.begins and unit.valid_to and row.begins > unit.valid_to:
        return f"Đơn vị {unit.code} đã thôi hoạt động từ {unit.valid_to:%d/%m/%Y}."
    return "" if row.begins or row.ends else "Thiếu ngày đầu."


def _fits(role: Role, unit: Unit) -> bool:
    return (role.value in _OF_SCHOOLS) == (unit.kind == UnitKind.SCHOOL)


def _take(row: StaffRow, plan: Plan, known: Known) -> str:
    """Put the line into the plan; a sentence when it cannot be."""
    post = _post_of(row, known)
    if post is None:
        return f"{row.code} không có việc «{row.role}» nào đang chạy ở {row.unit} để kết thúc."
    if post in plan.touched:
        return f"Trùng với dòng {plan.touched[post]}."
    ended = known.posts.get(post)
    if ended and row.ends is None:
        return f"Việc này đã kết thúc ngày {ended:%d/%m/%Y}; hãy ghi ngày cuối, hoặc ngày đầu mới."
    plan.ends[post] = row.ends
    plan.touched[post] = row.number
    return ""


def _post_of(row: StaffRow, known: Known) -> Post | None:
    """The post that the line speaks of; without a first day, the one that runs on its last."""
    if row.role is None:
        return None
    if row.begins:
        return Post(row.code, row.unit, row.role, row.begins)
    wanted, last = (row.code, row.unit, row.role), row.ends
    running = (
        post
        for post, ends in known.posts.items()
        if post[:3] == wanted and last and post.begins <= last and (ends is None or ends >= last)
    )
    return next(running, None)


def _overlaps(plan: Plan) -> Iterator[Doubt]:
    """Nobody holds one post twice at once, and a school has one head at a time."""
    groups: dict[tuple[str, ...], list[Post]] = defaultdict(list)
    for post in plan.ends:
        groups[post.unit, post.role, post.person].append(post)
        if post.role is Role.HEAD:
            groups[post.unit, post.role].append(post)
    found = {doubt for posts in groups.values() for doubt in _overlaps_of(posts, plan)}
    yield from sorted(found)


def _overlaps_of(posts: Sequence[Post], plan: Plan) -> Iterator[Doubt]:
    for before, after in pairwise(sorted(posts, key=lambda post: post.begins)):
        last = plan.ends[before]
        number = plan.touched.get(after) or plan.touched.get(before)
        if number and (last is None or last >= after.begins):
            until = f"đến {last:%d/%m/%Y}" if last else "chưa có ngày cuối"
            yield Doubt(
                number,
                f"Trùng thời gian: {before.person} giữ việc «{before.role}» ở {before.unit} từ "
                f"{before.begins:%d/%m/%Y} {until}, {after.person} từ {after.begins:%d/%m/%Y}.",
            )
