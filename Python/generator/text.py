"""Names and texts as Python writes them."""

import keyword
import re
import textwrap
from typing import List


def snake(name: str) -> str:
    """`statusFor` → `status_for`, and `from` → `from_`, which Python reserves."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().replace("-", "_").replace(" ", "_")
    return words + "_" if keyword.iskeyword(words) else words


def camel(name: str) -> str:
    """`where-used` → `WhereUsed`, `checkedFile` → `CheckedFile`."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[-_ ]", name))


def singular(name: str) -> str:
    """The name of one of several."""
    if name.endswith("ies"):
        return name[:-3] + "y"
    if name.endswith(("shes", "ches", "xes", "sses")):
        return name[:-2]
    if name.endswith("s") and not name.endswith("ss"):
        return name[:-1]
    return name


def docstring(text: str, indent: str) -> List[str]:
    """The lines of a docstring, of at most 100 columns."""
    # Python's own markup for code is doubled; a sample in a text needs no other.
    text = text.strip().replace("\\", "\\\\").replace('"""', "'''")
    one = f'{indent}"""{text}"""'
    if len(one) <= 100 and "\n" not in text and not text.endswith('"'):
        return [one]
    lines: List[str] = []
    for paragraph in text.split("\n"):
        inner = " " * (len(paragraph) - len(paragraph.lstrip()))
        lines += textwrap.wrap(
            paragraph,
            100 - len(indent),
            subsequent_indent=inner * 2,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    lines[0] = '"""' + lines[0]
    if len(indent + lines[0]) > 100:
        lines[0:1] = textwrap.wrap(
            lines[0], 100 - len(indent), break_long_words=False, break_on_hyphens=False
        )
    return [(indent + line).rstrip() for line in lines] + [indent + '"""']
