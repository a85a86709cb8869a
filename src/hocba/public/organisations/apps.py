from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "hocba.public.organisations"
    label = "organisations"
    verbose_name = "Cơ quan, tổ chức"
