"""A client without a mind: it knows what its user wants, what the server says of its tools, and what they answered.

It picks a tool by the words of a want, fills its arguments by the words of their descriptions, takes what is missing
from former answers, follows the calls that answers name, and corrects itself by the text of an error. It knows neither
the names of tools nor those of parameters.
"""
import re

from words import proposed_call, ranked, words

MAXIMUM_CALLS = 12
# What tells a refusal that another attempt can't change.
FINAL = re.compile(r"outside the folders|started without|can't be|is not allowed|no such tool|unknown tool")


class OutOfCalls(Exception):
    pass


class NoTool(Exception):
    """No tool does what is wanted."""


class Policy:
    """One task: its wants, the tools, and what is known so far."""

    def __init__(self, connection, tools, facts):
        self.connection, self.facts = connection, facts
        self.tools = {tool["name"]: tool for tool in tools}
        # What was understood or decided on the way, for the report.
        self.notes = []

    # Wants

    async def meet(self, want):
        """Meets one want, and returns the answers that meet it."""
        facts = {**({} if want.get("alone") else self.facts), **want.get("facts", {})}
        met = []
        for name in self.candidates(want["do"]):
            answers = await self.use(name, want, facts)
            good = [answer for answer in answers if not answer.is_error and self.fits(answer, want)]
            met += good or answers
            if good or any(answer.is_error for answer in answers):
                break
            self.notes.append(f"{name} did not tell: {want['do']}")
        else:
            if not met:
                raise NoTool(want["do"])
        for answer in met:
            answer.is_used = answer.is_used or not answer.is_error
        return met

    @staticmethod
    def fits(answer, want):
        """Whether an answer has what is looked for."""
        return all(re.search(pattern, f"{answer.text}\n{answer.data}", re.I) for pattern in want.get("looks_for", []))

    def candidates(self, phrase):
        """Returns the names of the tools that a phrase may be about, the likeliest first."""
        names = list(self.tools)
        # A description begins with what a call does.
        texts = [
            [(tool["description"].split(" ", 1)[0], 6), (tool["name"], 3), (tool["title"], 3), (self.own_words(tool), 2)]
            + [(f"{name} {schema.get('description', '')}", 1) for name, schema in self.parameters(tool).items()]
            for tool in self.tools.values()]
        order = ranked(phrase, texts)
        best = order[0][1] if order else 0
        # A phrase of which no tool has a word is about none.
        return [names[index] for index, score in order if score > 0 and score >= best / 2][:3]

    def own_words(self, tool):
        """Returns a tool's description without what it says of other tools, and of what the tool doesn't do."""
        others = "|".join(name for name in self.tools if name != tool["name"])
        clauses = re.split(r"(?<=[.;,:]) ", tool["description"])
        return " ".join(
            clause for clause in clauses if not re.match(rf"(?:Use |use |then )?(?:{others})\b|.*\bnothing\b", clause))

    # Calls

    async def use(self, name, want, facts):
        """Calls a tool for a want: with the arguments that a former answer names for it, or else with facts. A parameter
        for one value is given several by several calls."""
        proposed = self.proposal(name) if want.get("follows", True) else None
        arguments = {**self.arguments(name, facts), **(proposed or {})}
        several = [key for key, value in arguments.items() if isinstance(value, Several)]
        if not several:
            return [await self.call(name, arguments, facts)]
        key = several[0]
        return [await self.call(name, {**arguments, key: value}, facts) for value in arguments[key].values]

    def proposal(self, name):
        for answer in reversed(self.connection.answers[-3:]):
            for text in answer.next:
                call = proposed_call(text, self.tools)
                if call and call[0] == name and call[1] and (name, call[1]) not in self.made:
                    answer.is_used = True
                    return call[1]
        return None

    @property
    def made(self):
        return [(answer.tool, answer.arguments) for answer in self.connection.answers]

    async def call(self, name, arguments, facts, attempts=4):
        """Calls a tool, and again as long as an error's text says how."""
        arguments = await self.completed(name, arguments, facts)
        answer = await self.send(name, arguments)
        while answer.is_error and attempts and not FINAL.search(answer.text):
            attempts -= 1
            changed = await self.corrected(name, arguments, answer, facts)
            if changed is None or changed == arguments:
                break
            arguments = changed
            answer.is_used = True
            answer = await self.send(name, arguments)
        return answer

    async def send(self, name, arguments):
        if len(self.connection.answers) >= MAXIMUM_CALLS:
            raise OutOfCalls
        return await self.connection.call(name, arguments)

    # Arguments

    @staticmethod
    def parameters(tool):
        return tool["schema"].get("properties", {})

    def arguments(self, name, facts):
        """Returns the arguments that facts give for a tool."""
        return filled(self.parameters(self.tools[name]), facts)

    async def completed(self, name, arguments, facts):
        """Adds required arguments from former answers, and asks for what is missing."""
        schema = self.tools[name]["schema"]
        arguments = {key: await self.named(schema["properties"].get(key, {}), value) for key, value in arguments.items()}
        for key in schema.get("required", []):
            if key in arguments:
                continue
            value = self.known(key, schema["properties"][key], arguments)
            if value is None and (provider := self.provider(key, schema["properties"][key], name)):
                await self.call(provider, self.arguments(provider, {**facts, **handles(arguments)}), facts, 1)
                value = self.known(key, schema["properties"][key], arguments)
            if value is not None:
                arguments[key] = value
        return arguments

    async def named(self, schema, value):
        """Replaces a name in plain words by the handle that the library has for it, where a handle is expected."""
        if isinstance(value, list) and value and "@" in text_of(schema):
            return [await self.named({**schema, "type": "string"}, one) for one in value]
        if schema.get("type") != "string" or not isinstance(value, str) or "@" not in text_of(schema):
            return value
        if value.startswith("@") or re.search(r"[/.]|^[0-9a-f]{8,}$", value):
            return value
        known = self.handle(value)
        if known is None:
            finder = self.candidates("a handle that you don't know")[0]
            await self.call(finder, filled(self.parameters(self.tools[finder]), {"words": value}), {}, 1)
            known = self.handle(value)
        return known or value

    def handle(self, name):
        """Returns the handle of the element whose name in an answer is most like a name."""
        found = []
        for answer in self.connection.answers:
            for element in objects(answer.data):
                if isinstance(element.get("handle"), str):
                    found.append((element["handle"], f"{element['handle']} {element.get('name', '')}", answer))
        order = ranked(name, [[(text, 1)] for _, text, _ in found])
        if not order or order[0][1] <= 0:
            return None
        handle, _, answer = found[order[0][0]]
        answer.is_used = True
        return handle if handle.startswith("@") else f"@{handle}"

    def known(self, key, schema, arguments):
        """Returns a value of a former answer that a parameter's description names, of the element that is meant."""
        subject = next(iter(handles(arguments).values()), "").lstrip("@").split(":")[0]
        names = [key, *re.findall(r"[a-z0-9_]+", schema.get("description", "").lower())]
        for answer in reversed(self.connection.answers):
            for part, owner in owned(answer.data):
                if subject and owner != subject:
                    continue
                for name in names:
                    if isinstance(part.get(name), str) and name not in ("handle", "name"):
                        answer.is_used = True
                        return part[name]
        return None

    def provider(self, key, schema, besides):
        """Returns the tool that says that it gives what a parameter needs."""
        named = words(f"{key} {schema.get('description', '')}")
        others = {name: tool for name, tool in self.tools.items() if name != besides}
        giving = [name for name, tool in others.items() if f"as {key}" in tool["description"]]
        return (giving + [name for name in others if name in named] + [None])[0]

    # Corrections

    async def corrected(self, name, arguments, answer, facts):
        """Returns other arguments, as the text of an error says; None if it doesn't say how."""
        text, parameters = answer.text, self.parameters(self.tools[name])
        place = re.search(r"(?:^|[ :(])/?([a-z_]+)(?:[/\[]\d+\]?)?:", text)
        key = next((word for word in re.findall(r"[a-z_]+", place[0] if place else "") if word in parameters), None)
        meant = re.search(r"did you mean «?@?([\w.*-]+)»?\?", text, re.I)
        wrong = re.search(r"[«\"]([^»\"]+)[»\"]|\b(?:target|element|rule|topic) ([@\w.*-]+)", text)
        if meant and wrong:
            return replaced(arguments, wrong[1] or wrong[2], meant[1])
        if call := proposed_call(text, self.tools):
            return await self.helped(name, arguments, call, text, facts)
        if "leave it out" in text.lower() and key in arguments:
            return {other: value for other, value in arguments.items() if other != key}
        for wanted in re.findall(r"\bgive ([a-z_]+)", text, re.I):
            if wanted in parameters and wanted not in arguments:
                example = re.search(r"such as ([\w./@-]+)", text)
                value = self.known(wanted, parameters[wanted], arguments)
                if value is None and example:
                    value = example[1]
                if value is not None:
                    return {**arguments, wanted: value}
        return None

    async def helped(self, name, arguments, call, text, facts):
        """Makes the call that an error names, and returns the arguments with what it gave."""
        helper, given = call
        if helper == name and given is not None:
            return given
        known = given if given is not None else self.arguments(helper, {**facts, **handles(arguments)})
        await self.call(helper, known, facts, 1)
        parameters = self.parameters(self.tools[name])
        for key in re.findall(r"[a-z_]+", text):
            if key in parameters and key not in arguments:
                value = self.known(key, parameters[key], arguments)
                if value is not None:
                    return {**arguments, key: value}
        return None


class Several:
    """Values for a parameter that takes one."""

    def __init__(self, values):
        self.values = values


# Facts and schemas

def text_of(schema):
    return f"{schema.get('description', '')} {schema.get('items', {}).get('description', '')}"


def filled(parameters, facts):
    """Returns arguments: each fact is given to the parameter that is named or described most like it, if it can be it."""
    arguments = {}
    for noun, value in facts.items():
        names = list(parameters)
        texts = [[(name, 4), (text_of(parameters[name]), 1)] for name in names]
        for index, score in ranked(noun, texts):
            key, schema = names[index], parameters[names[index]]
            if score <= 0:
                break
            shaped = fitted(schema, noun, value)
            if shaped is None or (key in arguments and not isinstance(shaped, dict)):
                continue
            arguments[key] = {**arguments.get(key, {}), **shaped} if isinstance(shaped, dict) else shaped
            break
    return arguments


def fitted(schema, noun, value):
    """Returns a value in the form of a schema; None if it can't have it."""
    kind = schema.get("type")
    if kind == "object":
        shaped = filled(schema.get("properties", {}), {noun: value})
        return shaped if shaped and set(schema.get("required", [])) <= set(shaped) else None
    if kind == "array":
        items = [fitted(schema.get("items", {}), noun, one) for one in (value if isinstance(value, list) else [value])]
        return items if items and None not in items else None
    if isinstance(value, list):
        shaped = [fitted(schema, noun, one) for one in value]
        return None if None in shaped else shaped[0] if len(shaped) == 1 else Several(shaped)
    if "enum" in schema:
        return next((one for one in schema["enum"] if str(one).lower() == str(value).lower()), None)
    fits = {"string": str, "integer": int, "number": (int, float), "boolean": bool}.get(kind, object)
    if not isinstance(value, fits) or (kind == "integer" and isinstance(value, bool)):
        return None
    if kind == "string" and "pattern" in schema and not re.search(schema["pattern"], value):
        return None
    return value


def objects(value):
    """Yields all objects in a value."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from objects(inner)


def owned(value):
    """Yields the objects in a value that have a handle, with the handle; then the others, without one."""
    found = list(objects(value))
    for part in found:
        if isinstance(part.get("handle"), str):
            yield part, part["handle"].lstrip("@").split(":")[0]
    yield from ((part, None) for part in found)


def handles(arguments):
    """Returns the handle that arguments name, as a fact."""
    for value in arguments.values():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str) and one.startswith("@"):
                return {"element": one}
    return {}


def replaced(value, wrong, right):
    """Returns arguments with one text replaced."""
    if isinstance(value, dict):
        return {key: replaced(inner, wrong, right) for key, inner in value.items()}
    if isinstance(value, list):
        return [replaced(inner, wrong, right) for inner in value]
    same = isinstance(value, str) and value.lstrip("@").lower() == wrong.lstrip("@").lower()
    return (f"@{right}" if value.startswith("@") else right) if same else value
