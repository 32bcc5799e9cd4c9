"""Reads the part of YAML that generators of OpenAPI documents write: blocks, and flow collections that are JSON."""
import json, re

KEY = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#'"\[{&*!|>%@`-][^#]*?|-[^\s#:][^#]*?)\s*:(?: +(.*))?$""")
NUMBER = re.compile(r"[-+]?(?:0|[1-9]\d*)(\.\d+)?(?:[eE][-+]?\d+)?$")


class YAMLError(ValueError):
    """Text that this reader does not read."""


class Reader:
    def __init__(self, text):
        self.lines = [line.rstrip() for line in text.expandtabs().splitlines()]
        self.at = 0

    def document(self):
        self.skip()
        if self.at < len(self.lines) and self.lines[self.at] == "---":
            self.at += 1
        value = self.block(0)
        self.skip()
        if self.at < len(self.lines):
            raise YAMLError(f"line {self.at + 1}: {self.lines[self.at].strip()[:60]}")
        return value

    def skip(self):
        while self.at < len(self.lines) and (not self.lines[self.at].strip() or self.lines[self.at].lstrip().startswith("#")):
            self.at += 1

    def indent(self):
        """Returns the indent of the next line; -1 at the end."""
        self.skip()
        if self.at == len(self.lines):
            return -1
        line = self.lines[self.at]
        return len(line) - len(line.lstrip())

    def block(self, least):
        """Reads the value that begins on the next line, if it is indented enough."""
        depth = self.indent()
        if depth < least:
            return None
        content = self.lines[self.at].strip()
        if content == "-" or content.startswith("- "):
            return self.sequence(depth)
        if KEY.match(content):
            return self.mapping(depth)
        self.at += 1
        return self.scalar(content, depth - 1)

    def sequence(self, depth):
        items = []
        while self.indent() == depth and re.match(r"-(?: |$)", self.lines[self.at].strip()):
            rest = self.lines[self.at].strip()[1:]
            content = rest.strip()
            if not content:
                self.at += 1
                items.append(self.block(depth + 1))
            elif KEY.match(content) or content.startswith("- "):
                # What stands after the dash is the first line of a block that is as far in as it
                # is.
                self.lines[self.at] = " " * (depth + 1 + len(rest) - len(rest.lstrip())) + content
                items.append(self.block(depth + 1))
            else:
                self.at += 1
                items.append(self.scalar(content, depth))
        return items

    def mapping(self, depth):
        found = {}
        while self.indent() == depth:
            match = KEY.match(self.lines[self.at].strip())
            if match is None:
                raise YAMLError(f"line {self.at + 1}: {self.lines[self.at].strip()[:60]}")
            self.at += 1
            key = match[1]
            if key[0] in "\"'":
                key = quoted(key)
            content = match[2]
            if not content or content.startswith("#"):
                # A sequence may be as far in as its key.
                is_list = self.indent() == depth and re.match(r"-(?: |$)", self.lines[self.at].strip())
                found[key] = self.sequence(depth) if is_list else self.block(depth + 1)
            else:
                found[key] = self.scalar(content, depth)
        return found

    def scalar(self, content, depth):
        """Reads a scalar whose first line was read; further lines are farther in than `depth`."""
        if content[0] in "&*!%@`":
            raise YAMLError(f"line {self.at}: {content[:60]}")
        if content[0] in "|>":
            return self.literal(content, depth)
        if content[0] in "[{":
            whole = self.continued(content, depth, lambda text: len(re.findall(r"[\[{]", text)) > len(re.findall(r"[\]}]", text)))
            try:
                return json.loads(whole)
            except ValueError:
                return flow(whole, self.at)
        if content[0] in "\"'":
            return quoted(self.continued(content, depth, lambda text: not closed(text)))
        return plain(self.continued(re.sub(r"\s+#.*$", "", content), depth, lambda text: True))

    def continued(self, content, depth, is_open):
        """Adds the lines that continue a scalar; an empty line is a line break."""
        breaks = 0
        while is_open(content) and self.at < len(self.lines):
            line = self.lines[self.at]
            if line.strip() and len(line) - len(line.lstrip()) <= depth:
                break
            self.at += 1
            if not line.strip():
                breaks += 1
                continue
            if content.endswith("\\") and content[0] == '"':
                content = content[:-1] + line.strip()
            else:
                content += ("\n" * breaks or " ") + line.strip()
            breaks = 0
        return content

    def literal(self, header, depth):
        """Reads a block scalar: with its line breaks, or folded."""
        lines = []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.strip() and len(line) - len(line.lstrip()) <= depth:
                break
            lines.append(line)
            self.at += 1
        inner = min((len(line) - len(line.lstrip()) for line in lines if line), default=0)
        text = "\n".join(line[inner:] for line in lines).strip("\n")
        if header[0] == ">":
            text = re.sub(r"(?<!\n)\n(?=[^\n ])", " ", text)
            text = re.sub(r"\n(\n+)", r"\1", text)
        return text if "-" in header else text + "\n"


def closed(text):
    """Whether a quoted scalar ends."""
    if text[0] == "'":
        return len(text) > 1 and text.endswith("'") and text[1:].count("'") % 2 == 1
    return re.fullmatch(r'"(?:[^"\\]|\\.)*"(?: *#.*)?', text, re.S) is not None


def quoted(text):
    if text[0] == "'":
        return text[1:-1].replace("''", "'")
    text = text[:text.rindex('"') + 1].replace("\n", "\\n")
    return json.loads(re.sub(r"\\x([0-9A-Fa-f]{2})", r"\\u00\1", text))


def plain(text):
    if text in ("true", "false"):
        return text == "true"
    if text in ("null", "~"):
        return None
    if match := NUMBER.match(text):
        return float(text) if match[1] or "e" in text.lower() else int(text)
    return text


def flow(text, line):
    """Reads a list of plain words in brackets, and an empty object."""
    match = re.fullmatch(r"\[([^\[\]{}\"']*)\]", text)
    if match is None:
        raise YAMLError(f"line {line}: {text[:60]}")
    return [plain(part.strip()) for part in match[1].split(",") if part.strip()]


def load(text):
    """Returns what a YAML document contains, with strings as keys."""
    return Reader(text).document()
