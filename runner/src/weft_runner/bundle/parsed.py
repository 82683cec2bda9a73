"""How JSON from outside is read: camelCase keys, unknown ones passed over, bounds kept."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel


class Parsed(BaseModel):
    """A part of `run.json`. Numbers are finite; a text is no number and a number no text."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        extra="ignore",
        frozen=True,
        allow_inf_nan=False,
        protected_namespaces=(),
    )


def _inside(path: str) -> str:
    parts = path.split("/")
    if (
        path.startswith("/")
        or "\\" in path
        or ":" in path
        or any(p in ("", ".", "..") for p in parts)
    ):
        raise ValueError("must be a path within the folder")
    return path


#: A path with `/` that stays below its folder.
InnerPath = Annotated[str, Field(min_length=1, max_length=1000), AfterValidator(_inside)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Seed = Annotated[int, Field(ge=0, le=4294967295, strict=True)]
