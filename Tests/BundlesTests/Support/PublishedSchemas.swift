import Foundation
import Model
import TestSupport

/// The schemas of `RequestSchemas`, each written from what a provider publishes and not from our
/// profiles.
struct PublishedSchemas {
  /// A body to validate.
  struct Candidate: Sendable {
    let definition: Definition
    let body: JSONValue
  }

  /// A definition, identified by its file and its name there.
  struct Definition: Hashable, Sendable {
    let host: String
    let name: String
  }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "RequestSchemas")

  /// The schemas by host: `fal`, `runway`.
  let files: [String: JSONValue]

  init() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path())
    var files: [String: JSONValue] = [:]
    for name in names where name.hasSuffix(".schema.json") {
      let bytes = try Data(contentsOf: Self.folder.appending(path: name))
      files[String(name.dropLast(".schema.json".count))] = try JSONParser.parse(Array(bytes))
    }
    self.files = files
  }

  /// All definitions, including those that others refer to.
  var definitions: [Definition] {
    files.keys.sorted().flatMap { host in
      (files[host]?["$defs"]?.members ?? []).map { Definition(host: host, name: $0.key) }
    }
  }

  func schema(_ definition: Definition) -> JSONValue? {
    files[definition.host]?["$defs"]?[definition.name]
  }

  /// The definition that this one is an alias of: tiers of a model share one.
  func canonical(_ definition: Definition) -> Definition {
    guard let members = schema(definition)?.members, members.count == 1,
      let reference = members[0].value.string, members[0].key == "$ref"
    else { return definition }
    return Self.referred(reference, definition.host)
  }

  /// The schema behind references: `{"$ref": "#/$defs/KlingV3…"}`.
  func resolved(_ definition: Definition) -> JSONValue? {
    var schema = schema(definition)
    for _ in 0..<8 {
      guard let reference = schema?["$ref"]?.string else { break }
      schema = self.schema(Self.referred(reference, definition.host))
    }
    return schema
  }

  private static func referred(_ reference: String, _ host: String) -> Definition {
    let name = reference.dropFirst("#/$defs/".count)
    return Definition(
      host: host, name: String(name).replacing("~1", with: "/").replacing("~0", with: "~"))
  }

  /// Definitions that another definition in their file refers to.
  var referred: Set<Definition> {
    var found: Set<Definition> = []
    func look(_ value: JSONValue, _ host: String) {
      for member in value.members ?? [] {
        if member.key == "$ref", let text = member.value.string {
          found.insert(Self.referred(text, host))
        }
        look(member.value, host)
      }
      for item in value.array ?? [] { look(item, host) }
    }
    for (host, file) in files { look(file, host) }
    return found
  }

  // MARK: Validation

  /// The problem of each body, by its index, without an entry for a valid body. One process
  /// validates all of them.
  func problems(of candidates: [Candidate]) throws -> [Int: String] {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "castbook-schemas-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let lines = candidates.map { candidate -> String in
      let definition = canonical(candidate.definition)
      let line: JSONValue = [
        "host": definition.host, "def": definition.name, "body": candidate.body,
      ]
      return line.compactText
    }
    // Many shapes lead to the same body.
    var numbers: [String: Int] = [:]
    for line in lines where numbers[line] == nil { numbers[line] = numbers.count }
    let unique = numbers.sorted { $0.value < $1.value }.map(\.key)
    try Data(unique.joined(separator: "\n").utf8).write(to: folder.appending(path: "bodies.jsonl"))
    try Data(Self.script.utf8).write(to: folder.appending(path: "judge.py"))
    let result = try Program.run(Program.python, ["judge.py", Self.folder.path()], in: folder)
    guard result.status == 0 else { throw Failure(message: result.errors) }
    let verdicts = try Data(contentsOf: folder.appending(path: "verdicts.json"))
    let parsed = try JSONParser.parse(Array(verdicts))
    let problems = Dictionary(
      (parsed.members ?? []).map { ($0.key, $0.value.string) },
      uniquingKeysWith: { first, _ in first })
    return lines.enumerated().reduce(into: [:]) { found, line in
      guard let number = numbers[line.element], let text = problems["\(number)"] else { return }
      found[line.offset] = text
    }
  }

  struct Failure: Error, CustomStringConvertible {
    let message: String
    var description: String { "the schemas could not be used: \(message)" }
  }

  /// Four keywords of ours express what JSON Schema can't: how many things several lists may have
  /// together (`x-total`), what the seconds of shots add up to (`x-sum`), how many bytes a text has
  /// (`x-bytes`), and what an `@` in a prompt may name (`x-tokens`).
  private static let script = #"""
    import json, pathlib, re, sys
    try:
      from jsonschema import Draft202012Validator as Draft, ValidationError
      from jsonschema.validators import extend
    except ImportError:
      sys.exit("python3 has no jsonschema: run Scripts/install --tests")

    def total(validator, rule, body, schema):
      if isinstance(body, dict):
        values = [body[name] for name in rule["of"] if name in body]
        count = sum(len(value) if isinstance(value, list) else 1 for value in values)
        if count > rule["maximum"]:
          yield ValidationError(f"{count} of {rule['of']}, at most {rule['maximum']}")

    def seconds(validator, rule, body, schema):
      items = body.get(rule["of"]) if isinstance(body, dict) else None
      if isinstance(items, list) and all(isinstance(item, dict) for item in items):
        try:
          sum_ = sum(float(item.get(rule["field"], 0)) for item in items)
        except (TypeError, ValueError):
          return
        if not rule.get("minimum", 0) <= sum_ <= rule.get("maximum", sum_):
          yield ValidationError(f"{rule['of']} come to {sum_:g} s")

    def size(validator, limit, text, schema):
      if isinstance(text, str) and len(text.encode()) > limit:
        yield ValidationError(f"{len(text.encode())} bytes, at most {limit}")

    def at(body, path):
      for name in path.split("."):
        body = body.get(name) if isinstance(body, dict) else None
      return body

    def tokens(validator, rule, body, schema):
      values = [at(body, path) for path in rule["in"]]
      texts = [value for value in values if isinstance(value, str)]
      for shots in values:
        if isinstance(shots, list):
          texts += [str(shot["prompt"]) for shot in shots if isinstance(shot, dict) and "prompt" in shot]
      named = set()
      for path, key in rule.get("named", {}).items():
        items = at(body, path)
        if isinstance(items, list):
          named |= {"@" + str(item[key]) for item in items if isinstance(item, dict) and key in item}
      for text in texts:
        for prefix, path in rule.get("numbered", {}).items():
          sent = at(body, path)
          count = len(sent) if isinstance(sent, list) else 0 if sent is None else 1
          for number in re.findall(re.escape(prefix) + r"(\d+)\b", text):
            if not 1 <= int(number) <= count:
              yield ValidationError(f"{prefix}{number}, and there are {count} in {path}")
          text = re.sub(re.escape(prefix) + r"\d+\b", "", text)
        for word in re.findall(r"@[\w-]+", text):
          if word not in named:
            yield ValidationError(f"{word} names nothing that goes in")

    Judge = extend(
      Draft, {"x-total": total, "x-sum": seconds, "x-bytes": size, "x-tokens": tokens})
    schemas = {}
    for path in pathlib.Path(sys.argv[1]).glob("*.schema.json"):
      schema = json.loads(path.read_bytes())
      try:
        Draft.check_schema(schema)
      except Exception as error:
        sys.exit(f"{path.name}: {error}"[:2000])
      schemas[path.name[:-len(".schema.json")]] = schema["$defs"]
    judges, verdicts = {}, {}
    for index, line in enumerate(pathlib.Path("bodies.jsonl").read_bytes().splitlines()):
      item = json.loads(line)
      key = item["host"], item["def"]
      if key not in judges:
        definitions = schemas[key[0]]
        judges[key] = Judge({**definitions[key[1]], "$defs": definitions})
      problem = next(judges[key].iter_errors(item["body"]), None)
      if problem:
        causes = [f"{cause.json_path}: {cause.message}" for cause in problem.context or []]
        text = f"{problem.json_path}: {problem.message}"
        verdicts[index] = " | ".join([text[:300]] + [cause[:200] for cause in causes[:4]])
    pathlib.Path("verdicts.json").write_text(json.dumps(verdicts))
    """#
}
