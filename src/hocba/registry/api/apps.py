from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "hocba.registry.api"
    label = "api"
    verbose_name = "Giao diện cho phần mềm khác"
