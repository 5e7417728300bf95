from django.apps import AppConfig


class SuggestionsConfig(AppConfig):
    name = "annotator.suggestions"
    label = "suggestions"
    verbose_name = "Suggestions"

    def ready(self) -> None:
        from annotator.suggestions.receivers import on_compared, on_ingested
        from articles.lineage.signals import compared
        from articles.signals import ingested

        ingested.connect(on_ingested, dispatch_uid="suggestions.detect")
        compared.connect(on_compared, dispatch_uid="suggestions.compared")
