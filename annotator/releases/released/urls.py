from django.urls import path

from annotator.releases.released import views

urlpatterns = [
    path("", views.releases, name="releases"),
    path("new/", views.release_new, name="release_new"),
    path("<int:number>/", views.release, name="release"),
    path("<int:number>/download/", views.release_file, name="release_file"),
]
