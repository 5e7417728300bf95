from django.urls import path

from articles.lineage import views

urlpatterns = [
    path("", views.article_original, name="article_original"),
    path("<int:derivation>/", views.settle_original, name="settle_original"),
]
