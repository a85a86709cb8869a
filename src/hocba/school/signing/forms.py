"""What a browser says when it asks to sign; the words of the addresses are Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from hocba.core.codes import SUBJECTS
from hocba.core.lifecycle import SIGNING_ORDER, Role
from hocba.school.signing.rights import Turn, no_class


class TurnForm(forms.Form):
    vai = forms.ChoiceField(choices=[(role.value, role.value) for role in SIGNING_ORDER])
    truong = forms.CharField(max_length=20)
    nam = forms.CharField(max_length=9)
    lop = forms.CharField(max_length=20)
    mon = forms.MultipleChoiceField(choices=[(code, code) for code in SUBJECTS], required=False)
    thay = forms.CharField(max_length=20, required=False)


def read_turn(data: Mapping[str, Any]) -> Turn:
    """The turn that is asked for. Raises SigningError when it is none that could be."""
    form = TurnForm(data)
    if not form.is_valid():
        raise no_class()
    asked = form.cleaned_data
    role = Role(asked["vai"])
    return Turn(
        role=role,
        school_code=asked["truong"],
        school_year=asked["nam"],
        class_name=asked["lop"],
        subjects=frozenset(asked["mon"]) if role is Role.SUBJECT_TEACHER else frozenset(),
        in_place_of=asked["thay"],
    )


def words_of(turn: Turn) -> list[tuple[str, str]]:
    """The turn as fields of a form: what :func:`read_turn` reads."""
    own = (
        ("vai", turn.role.value),
        ("truong", turn.school_code),
        ("nam", turn.school_year),
        ("lop", turn.class_name),
        ("thay", turn.in_place_of),
    )
    return [pair for pair in own if pair[1]] + [("mon", code) for code in sorted(turn.subjects)]
