from django.apps import AppConfig


class RolesConfig(AppConfig):
    name = "hocba.adapters.roles"
    label = "roles"
    verbose_name = "Vai trò"
