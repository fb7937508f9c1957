"""Addresses of scoreboards, what-if and peers."""

from __future__ import annotations

from django.urls import path

from wotu_site.scores.views import asking, boards, exporting, peers, places

app_name = "scores"
_BOARD = "boards/<str:board>/"
_PLACE = f"{_BOARD}places/<str:place>/"
urlpatterns = [
    path("", boards.home, name="home"),
    path("what-if/", asking.what_if, name="what-if"),
    path("what-if/climb/", asking.climb, name="climb"),
    path("what-if/weights/", asking.weights, name="weights"),
    path("peers/", peers.peers, name="peers"),
    path("peers/export/", exporting.peers, name="peers-export"),
    path(_BOARD, boards.ranking, name="ranking"),
    path(f"{_BOARD}method/", boards.method, name="method"),
    path(f"{_BOARD}log/", boards.log, name="log"),
    path(f"{_BOARD}editions/", boards.editions, name="editions"),
    path(f"{_BOARD}report/", exporting.board, name="report"),
    path(f"{_BOARD}change/", places.change, name="change"),
    path(_PLACE, places.place, name="place"),
    path(f"{_PLACE}values/<str:indicator>/", places.value, name="value"),
    path(f"{_PLACE}report/", exporting.place, name="place-report"),
]
