"""Python values as tagged JSON. Only exact built-in types count: a subclass that lies about `==` is named, not trusted."""

import collections
import math

DEEPEST = 200
PAIRS = (dict, collections.OrderedDict, collections.defaultdict, collections.Counter)
ITEMS = {list: "list", tuple: "tuple", set: "set", frozenset: "set", collections.deque: "list"}


def encode(value, depth=0):
    kind = type(value)
    if value is None:
        return ["none"]
    if kind is bool:
        return ["boolean", value]
    if kind is int:
        return ["integer", hex(value)]
    if kind is float:
        return ["float", value if math.isfinite(value) else repr(value)]
    if kind is str:
        return ["string", value]
    if kind is bytes or kind is bytearray:
        return ["bytes", value.hex()]
    if kind is complex:
        return ["complex", encode(value.real), encode(value.imag)]
    if depth >= DEEPEST:
        return ["object", "too-deep", ""]
    if kind in ITEMS:
        return [ITEMS[kind], [encode(item, depth + 1) for item in value]]
    if kind in PAIRS:
        return ["map", [[encode(key, depth + 1), encode(item, depth + 1)] for key, item in value.items()]]
    if kind.__module__ == "numpy":
        return encode(value.tolist(), depth + 1)
    return ["object", f"{kind.__module__}.{kind.__qualname__}", repr(value)[:200]]


def decode(tagged):
    tag, *rest = tagged
    if tag == "none":
        return None
    if tag == "integer":
        return int(rest[0], 16)
    if tag == "float":
        return float(rest[0])
    if tag in ("boolean", "string"):
        return rest[0]
    if tag == "bytes":
        return bytes.fromhex(rest[0])
    if tag == "complex":
        return complex(decode(rest[0]), decode(rest[1]))
    if tag in ("list", "tuple", "set"):
        return {"list": list, "tuple": tuple, "set": set}[tag](map(decode, rest[0]))
    if tag == "map":
        return {decode(key): decode(item) for key, item in rest[0]}
    raise ValueError(f"unknown tag {tag!r}")
