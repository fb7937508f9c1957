"""Shapes shared by all pack files: bilingual labels, and pydantic errors turned into faults."""

from __future__ import annotations

from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from wotu.errors import Fault, PackError, did_you_mean
from wotu.packs.yaml_source import YamlSource


class PackModel(BaseModel):
    """Base of every pack shape: immutable, and a key that nobody reads is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Label(PackModel):
    """A name in both languages of the site."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The Chinese text for ``zh`` and its variants, the English one otherwise."""
        return self.zh if language.startswith("zh") else self.en


Model = TypeVar("Model", bound=BaseModel)


def parse_model(model: type[Model], source: YamlSource, **defaults: Any) -> Model:
    """Validate a document against ``model``.

    Raises:  PackError holding every fault with its line and, for an unknown key, the nearest
        known one.
    """
    if not isinstance(source.data, dict):
        message = "文件应由“键: 值”组成 · expected a mapping of keys to values"
        raise PackError([source.fault((), message)])
    try:
        return model.model_validate({**defaults, **source.data})
    except ValidationError as error:
        faults = [_fault(model, source, item) for item in error.errors()]
        raise PackError(faults) from error


_IN_CHINESE = {
    "date": "不是日期，应写 2026-01-01",
    "literal": "只能是所列的几种之一",
    "enum": "只能是所列的几种之一",
    "pattern": "写法不对，只用小写字母、数字和下划线",
    "int": "应是整数",
    "bool": "应是 true 或 false",
    "string": "应是文字",
    "dict": "应是“键: 值”",
    "model": "应是“键: 值”",
    "tuple": "应是列表",
}
"""What a fault says in Chinese, by a part of pydantic's name for it."""


def _keys_at(model: type[BaseModel], location: tuple[Any, ...]) -> list[str]:
    """Keys that the model allows at a place of the document."""
    kind: Any = model
    for step in location:
        models = _models_in(kind)
        fields = [m.model_fields[step] for m in models if step in m.model_fields]
        kind = fields[0].annotation if fields else kind
    names: dict[str, None] = {}
    for found in _models_in(kind):
        for name, spec in found.model_fields.items():
            names[spec.alias or name] = None
    return list(names)


def _models_in(kind: Any) -> list[type[BaseModel]]:
    """Models within an annotation: of a list, a mapping or an alternative."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [kind]
    return [model for part in get_args(kind) for model in _models_in(part)]


def _fault(model: type[BaseModel], source: YamlSource, item: Any) -> Fault:
    location = tuple(item["loc"])
    where = ".".join(str(part) for part in location)
    message = str(item["msg"])
    if item["type"] == "extra_forbidden":
        known = _keys_at(model, location[:-1])
        message = "这里没有这个键 · this key is not known here."
        message += did_you_mean(str(location[-1]), known)
    elif item["type"] == "missing":
        message = "缺少这个键 · this key is required"
    else:
        message = message.removeprefix("Value error, ")
        zh = next((text for kind, text in _IN_CHINESE.items() if kind in item["type"]), "值不对")
        found = item.get("input")
        if isinstance(found, (str, int, float)):
            zh, message = f"{zh}：{found}", f"{message}; found {found!r}"
        message = f"{zh} · {message}"
    return source.fault(location, f"{where}: {message}")
