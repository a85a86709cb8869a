"""The form of an admissions office: a list, pasted or as a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hocba.core.errors import InputError
from hocba.public.organisations.asking import Line, read_lines
from hocba.public.portal.forms import Form

_LARGEST = 512 * 1024


class ListForm(Form):
    """Either the pasted list or the file; the file wins, as it was chosen later."""

    danh_sach = forms.CharField(
        label=_("Danh sách"),
        help_text=_(
            "Mỗi dòng: mã tra cứu, ngày sinh, 4 số cuối của số định danh; dán từ Excel được. "
            "Người đã cho phép cơ quan thì chỉ cần mã."
        ),
        required=False,
        max_length=_LARGEST,
        error_messages={"max_length": _("Danh sách quá dài.")},
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "code"}),
    )
    tep = forms.FileField(
        label=_("Hoặc tệp CSV"),
        help_text=_("Ba cột như trên, UTF-8, nhiều nhất 1.000 dòng."),
        required=False,
        error_messages={"empty": _("Tệp không có gì.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if self.errors:
            return said
        try:
            self.lines: list[Line] = read_lines(_text(said.get("tep")) or said["danh_sach"])
        except InputError as error:
            self.add_error("danh_sach", error.message)
        return said


def _text(sent: UploadedFile[bytes] | None) -> str:
    if sent is None:
        return ""
    if sent.size is None or sent.size > _LARGEST:
        raise InputError(gettext("Tệp quá lớn; mỗi lượt nhiều nhất 1.000 dòng."))
    try:
        return bytes(sent.read()).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            gettext("Tệp không phải UTF-8; trong Excel hãy lưu dạng «CSV UTF-8 (Comma delimited)».")
        ) from error
