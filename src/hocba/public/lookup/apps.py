from django.apps import AppConfig


class LookupConfig(AppConfig):
    name = "hocba.public.lookup"
    label = "lookup"
    verbose_name = "Tra cứu"
