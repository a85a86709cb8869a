"""What an owner fills in to give leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hocba.adapters.clock import ZONE
from hocba.parties.accounts.models import Organisation
from hocba.public.lookup.second_fact import read_day
from hocba.public.owners.granting import NewGrant
from hocba.public.portal.forms import Form

BY_LINK = "duong-dan"


class GrantForm(Form):
    """Which years, to whom, until when, for what."""

    nam_hoc = forms.MultipleChoiceField(
        label=_("Những năm học được xem"),
        error_messages={"required": _("Hãy chọn ít nhất một năm học.")},
        widget=forms.CheckboxSelectMultiple,
    )
    noi_nhan = forms.ChoiceField(
        label=_("Ai được xem"),
        help_text=_("Chọn cơ quan, hoặc tạo một đường dẫn rồi tự gửi cho người cần xem."),
        error_messages={
            "required": _("Hãy chọn ai được xem."),
            "invalid_choice": _("Hãy chọn ai được xem."),
        },
    )
    muc_dich = forms.CharField(
        label=_("Mục đích"),
        help_text=_("Ví dụ: Xét tuyển đại học năm 2026. Người xem đọc được dòng này."),
        max_length=200,
        error_messages={
            "required": _("Hãy ghi mục đích."),
            "max_length": _("Mục đích dài nhất 200 kí tự."),
        },
    )
    den_ngay = forms.CharField(
        label=_("Được xem đến hết ngày"),
        help_text=_("Ngày, tháng, năm, trong vòng một năm. Ví dụ: 31/08/2026"),
        max_length=30,
        error_messages={"required": _("Hãy nhập ngày cuối được xem.")},
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )

    def __init__(
        self, years: Sequence[str], organisations: Sequence[Organisation], data: Any = None
    ) -> None:
        super().__init__(data)
        self.fields["nam_hoc"].choices = [(year, year) for year in years]  # type: ignore[attr-defined]
        self.fields["noi_nhan"].choices = [  # type: ignore[attr-defined]
            (BY_LINK, _("Người có đường dẫn")),
            *((organisation.code, organisation.name) for organisation in organisations),
        ]

    def clean_den_ngay(self) -> datetime:
        day = read_day(self.cleaned_data["den_ngay"])
        if day is None:
            raise forms.ValidationError(_("Ngày phải có dạng ngày/tháng/năm, như 31/08/2026."))
        return datetime.combine(day + timedelta(days=1), time(), ZONE)

    @property
    def wish(self) -> NewGrant:
        """What was asked for, once the form is valid."""
        said = self.cleaned_data
        return NewGrant(said["nam_hoc"], said["muc_dich"], said["den_ngay"])
