from django.apps import AppConfig


class QueueConfig(AppConfig):
    name = "hocba.registry.queue"
    label = "queue"
    verbose_name = "Hàng đợi tiếp nhận"
