"""What is filled in: the file, and why accepted pages are replaced, if they are to be."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from hocba.school.imports.archive import MAX_FILE
from hocba.school.pages.journal import LONGEST_REASON


class WorkbookForm(forms.Form):
    tep = forms.FileField(
        label=_("Bảng tổng hợp của lớp"),
        help_text=_("Tệp Excel (.xlsx) như nhà trường vẫn lưu, một lớp một tệp."),
        error_messages={
            "required": _("Hãy chọn tệp bảng tổng hợp."),
            "empty": _("Tệp không có gì."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
    ly_do = forms.CharField(
        label=_("Lí do thay thế"),
        help_text=_(
            "Chỉ ghi khi sửa học bạ Sở đã tiếp nhận: học bạ nào nay khác thì có bản thay thế, "
            "phải ký và nộp lại. Lí do được giữ mãi."
        ),
        required=False,
        max_length=LONGEST_REASON,
        error_messages={"max_length": _("Lí do dài nhất %(limit_value)d kí tự.")},
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id="%s")

    @property
    def workbook(self) -> bytes:
        """No more of the file than is needed to see that it is too large."""
        sent: UploadedFile[bytes] = self.cleaned_data["tep"]
        return bytes(sent.read(MAX_FILE + 1))
