from django.apps import AppConfig


class CopiesConfig(AppConfig):
    name = "hocba.public.copies"
    label = "copies"
    verbose_name = "Sổ cấp bản in"
