from django.apps import AppConfig


class WorkbooksConfig(AppConfig):
    name = "hocba.school.workbooks"
    label = "workbooks"
    verbose_name = "Bảng tổng hợp"
