"""Reads the request types of Python clients with `ast`, straight out of their wheels: no client is installed or imported."""
import ast, dataclasses, functools, inspect, re, zipfile

import sentences
from schema import Field, merged

PLAIN = {
    "str": "string", "int": "number", "float": "number", "bool": "boolean", "dict": "object", "Dict": "object", "object": "object"}
ARRAYS = {"Iterable", "List", "list", "Sequence", "SequenceNotStr", "Tuple", "tuple"}


class Package:
    """The sources in a wheel."""

    def __init__(self, wheel):
        self.archive = zipfile.ZipFile(wheel)
        self.names = set(self.archive.namelist())
        # PEP 427: a wheel is named by its package, its version and its tags.
        self.version = wheel.name.split("-")[1]

    @functools.lru_cache(maxsize=None)
    def module(self, path):
        """Returns the module at a path in the wheel; None if there is none."""
        if path not in self.names:
            return None
        return Module(self, path, ast.parse(self.archive.read(path).decode()))


@dataclasses.dataclass
class Shape:
    """What an annotation states."""
    types: set = dataclasses.field(default_factory=set)
    values: list = dataclasses.field(default_factory=list)
    is_open: bool = False
    ignores_case: bool = False
    is_required: bool | None = None
    alias: str | None = None
    is_optional: bool = False
    variants: list = dataclasses.field(default_factory=list)

    def add(self, other):
        self.types |= other.types
        self.values += [value for value in other.values if value not in self.values]
        self.is_open |= other.is_open
        self.ignores_case |= other.ignores_case
        self.is_optional |= other.is_optional
        self.is_required = other.is_required if self.is_required is None else self.is_required
        self.alias = self.alias or other.alias
        self.variants += other.variants
        return self


class Module:
    """One module: its classes, its aliases of types, and where its other names come from."""

    def __init__(self, package, path, tree):
        self.package, self.path = package, path
        self.classes, self.aliases, self.functions, self.imports = {}, {}, {}, {}
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                self.classes[node.name] = node
            elif isinstance(node, ast.FunctionDef):
                self.functions[node.name] = node
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                self.aliases[node.targets[0].id] = node.value
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
                self.aliases[node.target.id] = node.value
            elif isinstance(node, ast.ImportFrom) and node.level:
                for name in node.names:
                    self.imports[name.asname or name.name] = (node.level, node.module or "", name.name)

    def imported(self, name):
        """Returns the module that a name is imported from, and its name there."""
        if name not in self.imports:
            return None, name
        level, module, original = self.imports[name]
        folder = self.path.split("/")[:-level]
        base = "/".join(folder + (module.split(".") if module else []))
        found = self.package.module(base + ".py") or self.package.module(base + "/__init__.py")
        return found, original

    def variants(self, name):
        """Returns the forms of the request with this type: the fields of each class in the union that it is."""
        return self.named(name, ()).variants

    def named(self, name, outer):
        """Returns the shape of a name."""
        if name in PLAIN:
            return Shape({PLAIN[name]}, is_open=name == "str")
        if name in self.classes:
            return self.of_class(name, outer)
        if name in self.aliases:
            return self.shape(self.aliases[name], outer)
        module, original = self.imported(name)
        return module.named(original, outer) if module else Shape({"object"})

    def of_class(self, name, outer):
        node = self.classes[name]
        bases = [ast.unparse(base).split(".")[-1] for base in node.bases]
        if any(base.endswith("Enum") for base in bases):
            members = [one.value for one in node.body if isinstance(one, ast.Assign)]
            values = [one.value for one in members if isinstance(one, ast.Constant)]
            known = [value for value in values if not str(value).endswith("UNSPECIFIED")]
            return Shape({"string"}, known, ignores_case="CaseInSensitiveEnum" in bases)
        if (self.path, name) in outer:
            return Shape({"object"})
        return Shape({"object"}, variants=[self.fields(node, (*outer, (self.path, name)))])

    def fields(self, node, outer):
        """Returns the fields of a class: of a TypedDict, or of a model of pydantic."""
        found = {}
        for base in node.bases:
            name = ast.unparse(base)
            if name in self.classes:
                found.update(self.fields(self.classes[name], outer))
        is_dictionary = not any("Model" in ast.unparse(base) for base in node.bases)
        is_total = not any(one.arg == "total" and one.value.value is False for one in node.keywords)
        for index, one in enumerate(node.body):
            if not isinstance(one, ast.AnnAssign):
                continue
            shape = self.shape(one.annotation, outer)
            required = shape.is_required
            if required is None:
                required = is_total if is_dictionary else one.value is None and not shape.is_optional
            field = of_shape(shape.alias or one.target.id, shape, required, documented(node.body, index))
            found[field.name] = field
        return found

    def function(self, name):
        """Returns a function, or the method of a class; None if there is none."""
        holder, _, method = name.rpartition(".")
        if not holder:
            return self.functions.get(name)
        body = self.classes[holder].body if holder in self.classes else []
        # Overloads stand before the method itself.
        return next((node for node in reversed(body) if isinstance(node, ast.FunctionDef) and node.name == method), None)

    def signature(self, name):
        """Returns the parameters of a function as fields, without those that are about the call."""
        found, arguments = {}, self.function(name).args
        plain = arguments.args[:]
        defaults = [None] * (len(plain) - len(arguments.defaults)) + arguments.defaults
        for one, default in [*zip(plain, defaults), *zip(arguments.kwonlyargs, arguments.kw_defaults)]:
            if one.arg in ("self", "timeout") or one.arg.startswith("extra_"):
                continue
            shape = self.shape(one.annotation, ()) if one.annotation else Shape()
            found[one.arg] = of_shape(one.arg, shape, default is None and not shape.is_optional, "")
            if isinstance(default, ast.Constant) and default.value is not None:
                found[one.arg].default = default.value
        return found

    def shape(self, node, outer):
        """Returns the shape of an annotation."""
        if isinstance(node, ast.Constant):
            if node.value is None:
                return Shape(is_optional=True)
            return self.shape(ast.parse(node.value, mode="eval").body, outer)
        if isinstance(node, ast.BinOp):
            return self.shape(node.left, outer).add(self.shape(node.right, outer))
        if isinstance(node, (ast.Name, ast.Attribute)):
            return self.named(ast.unparse(node).split(".")[-1], outer)
        if isinstance(node, ast.Subscript):
            return self.subscript(node, outer)
        return Shape({"object"})

    def subscript(self, node, outer):
        name = ast.unparse(node.value).split(".")[-1]
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if name == "Literal":
            values = [value for part in parts if (value := ast.literal_eval(part)) is not None]
            return Shape({PLAIN[type(value).__name__] for value in values}, values)
        if name in ("Required", "NotRequired", "Optional", "Annotated"):
            shape = self.shape(parts[0], outer)
            if name == "Annotated":
                shape.alias = shape.alias or alias(parts[1:])
            elif name == "Optional":
                shape.is_optional = True
            else:
                shape.is_required = name == "Required"
            return shape
        if name == "Union":
            whole = Shape()
            for part in parts:
                whole.add(self.shape(part, outer))
            return whole
        if name in ARRAYS:
            return Shape({"array"}, variants=self.shape(parts[0], outer).variants)
        return Shape({"object"})


def of_shape(name, shape, is_required, text):
    """Returns a field of a shape, completed from its comment."""
    values = shape.values if not set(map(type, shape.values)) <= {bool} else []
    return sentences.described(Field(
        name, is_required, frozenset(shape.types), values or None, shape.is_open, shape.ignores_case, text=text,
        fields=merged(shape.variants) if shape.variants else None))


def alias(arguments):
    """Returns the name that the annotation of a field gives it in JSON."""
    for argument in arguments:
        for keyword in getattr(argument, "keywords", []):
            if keyword.arg == "alias":
                return keyword.value.value
    return None


def documented(body, index):
    """Returns the text of a field: the string after it, or the description that its model gives it."""
    after = body[index + 1] if index + 1 < len(body) else None
    if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and isinstance(after.value.value, str):
        return inspect.cleandoc(after.value.value)
    for keyword in getattr(body[index].value, "keywords", []):
        if keyword.arg == "description" and isinstance(keyword.value, ast.Constant):
            return inspect.cleandoc(keyword.value.value)
    return ""


def renamed_by(module, function):
    """Returns what a converter of google-genai makes of each field: name in Python → path in the request."""
    found = {}
    for node in ast.walk(module.functions[function]):
        if not isinstance(node, ast.Call) or ast.unparse(node.func) != "setv":
            continue
        target, source = node.args[1], re.search(r"getv\(from_object, \['(\w+)'\]\)", ast.unparse(node.args[2]))
        if source:
            found[source[1]] = ".".join(one.value for one in target.elts)
    return found
