from django.urls import include, path

from articles import adding, extending, views

urlpatterns = [
    path("", views.articles, name="articles"),
    path("add/", adding.articles_add, name="articles_add"),
    path("<int:pk>/", views.article, name="article"),
    path("<int:pk>/bytes/", views.article_bytes, name="article_bytes"),
    path("<int:pk>/extend/", extending.article_extend, name="article_extend"),
    path("<int:pk>/", include("articles.lineage.urls")),
]
