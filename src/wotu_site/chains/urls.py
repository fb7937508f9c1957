"""Addresses of industry chains."""

from __future__ import annotations

from django.urls import path

from wotu_site.chains.views import firms, lists, maps, nodes, pipelines

app_name = "chains"
_MAP = "maps/<str:chain>/"
_NODE = f"{_MAP}<str:node>/"
_FIRM = f"{_NODE}firms/<str:firm_id>/"
urlpatterns = [
    path("", maps.home, name="home"),
    path("gaps/", lists.gaps, name="gaps"),
    path("gaps/export/", lists.export_gaps, name="export-gaps"),
    path("targets/", lists.targets, name="targets"),
    path("targets/export/", lists.export_targets, name="export-targets"),
    path("sourcing/", lists.sourcing, name="sourcing"),
    path("sourcing/export/", lists.export_sourcing, name="export-sourcing"),
    path("pipelines/", pipelines.pipelines, name="pipelines"),
    path("pipelines/export/", pipelines.export, name="export-pipelines"),
    path("firms/<str:firm_id>/", firms.firm_chains, name="firm"),
    path("firms/<str:firm_id>/pipeline/", pipelines.firm_pipeline, name="firm-pipeline"),
    path(_MAP, maps.chain_map, name="map"),
    path("exports/<str:chain>/", maps.export, name="export-map"),
    path(_NODE, nodes.node, name="node"),
    path(f"{_NODE}panel/", maps.panel, name="panel"),
    path(f"{_NODE}export/", nodes.export, name="export-node"),
    path(f"{_NODE}add/", nodes.add_firm, name="add-firm"),
    path(_FIRM, nodes.placement, name="placement"),
    path(f"{_FIRM}judge/", nodes.judge, name="judge"),
    path(f"{_FIRM}withdraw/", nodes.withdraw, name="withdraw"),
]
