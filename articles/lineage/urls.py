from django.urls import path

from articles.lineage import views
from articles.lineage.compare_page import views as compare_views

urlpatterns = [
    path("compare/<int:derivation>/", compare_views.compare_page, name="compare"),
    path("compare/<int:derivation>/correct/", compare_views.compare_correct, name="compare_correct"),
    path("compare/<int:derivation>/store/", compare_views.compare_store, name="compare_store"),
    path("family/", views.article_family, name="article_family"),
    path("original/", views.article_original, name="article_original"),
    path("original/missing/", views.missing_original, name="missing_original"),
    path("original/<int:derivation>/", views.settle_original, name="settle_original"),
]
