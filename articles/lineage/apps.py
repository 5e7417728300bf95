from django.apps import AppConfig


class LineageConfig(AppConfig):
    name = "articles.lineage"
    label = "lineage"
    verbose_name = "Lineage"

    def ready(self) -> None:
        from articles.lineage.candidates.proposals import on_ingested
        from articles.signals import ingested

        ingested.connect(on_ingested, dispatch_uid="lineage.proposals")
