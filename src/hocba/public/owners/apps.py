from django.apps import AppConfig


class OwnersConfig(AppConfig):
    name = "hocba.public.owners"
    label = "owners"
    verbose_name = "Học bạ của tôi"
