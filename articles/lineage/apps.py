from django.apps import AppConfig


class LineageConfig(AppConfig):
    name = "articles.lineage"
    label = "lineage"
    verbose_name = "Lineage"
