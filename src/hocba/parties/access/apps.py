from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "hocba.parties.access"
    label = "access"
    verbose_name = "Mã truy cập của phần mềm"
