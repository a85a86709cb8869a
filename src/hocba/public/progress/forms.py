"""What an officer asks for: a school year, and which of the lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hocba.core.lifecycle import State
from hocba.public.portal.forms import Form
from hocba.public.progress.counts import Line

_KEPT: Mapping[str, Callable[[Line], bool]] = {
    "": lambda line: True,  # noqa: ARG005 - every line
    "chua-chot": lambda line: line.open > 0,
    "tra-lai": lambda line: line.pages.get(State.REJECTED, 0) > 0,
    "chua-co": lambda line: line.total == 0,
    "chua-du-ky-so": lambda line: line.certified < line.signers,
}


class FilterForm(Form):
    """Both are optional; what is not understood is as if it had not been said."""

    nam = forms.ChoiceField(label=_("Năm học"), required=False)
    loc = forms.ChoiceField(
        label=_("Lọc"),
        required=False,
        choices=[
            ("", _("tất cả")),
            ("chua-chot", _("còn học bạ chưa chốt")),
            ("tra-lai", _("có học bạ bị trả lại")),
            ("chua-co", _("chưa có học bạ nào")),
            ("chua-du-ky-so", _("còn người ký chưa có chứng thư số")),
        ],
    )

    def __init__(self, years: Sequence[str], now: str, data: Any) -> None:
        super().__init__({"nam": now, **data})
        self.fields["nam"].choices = [(year, year) for year in years]  # type: ignore[attr-defined]
        self.full_clean()

    @property
    def year(self) -> str:
        return str(self.cleaned_data.get("nam", ""))

    @property
    def words(self) -> str:
        """By what the lines are filtered, as the page says it."""
        field = self.fields["loc"]
        return str(dict(field.choices)[self.cleaned_data.get("loc", "")])  # type: ignore[attr-defined]

    def keep(self, lines: Sequence[Line]) -> list[Line]:
        wanted = _KEPT[self.cleaned_data.get("loc", "")]
        return [line for line in lines if wanted(line)]
