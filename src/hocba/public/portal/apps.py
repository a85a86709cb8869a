from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "hocba.public.portal"
    label = "portal"
    verbose_name = "Cổng tra cứu"
