from django.urls import include, path

from articles import adding, views

urlpatterns = [
    path("", views.articles, name="articles"),
    path("add/", adding.articles_add, name="articles_add"),
    path("<int:pk>/", views.article, name="article"),
    path("<int:pk>/bytes/", views.article_bytes, name="article_bytes"),
    path("<int:pk>/original/", include("articles.lineage.urls")),
]
