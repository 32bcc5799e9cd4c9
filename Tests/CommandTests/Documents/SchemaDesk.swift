import Foundation
import Model
import TestSupport
import Testing

/// A folder with documents, the library that they come from, and the schemas of `docs/schemas` that
/// they are checked against.
struct SchemaDesk {
  static let schemas = Fixtures.repository.appending(path: "docs/schemas")

  let scratch: TemporaryFolder
  /// The name of the schema of all documents. If it is `nil`, each document has the schema of the
  /// shape that it names, and a list of lines the one of its file's name.
  private let schema: String?

  init(_ schema: String? = nil) throws {
    scratch = try TemporaryFolder()
    self.schema = schema
    #expect(try run(["init", "--starter"]).status == 0)
  }

  func run(_ words: [String], in folder: URL = Fixtures.folder) throws -> Program.Result {
    try Tool.run(
      words, in: folder,
      environment: [
        "CASTBOOK_LIBRARY": scratch.path("library").text,
        "XDG_DATA_HOME": scratch.path("data").text,
      ])
  }

  /// Saves the output of a command with `--json` or `--jsonl`.
  func keep(_ name: String, _ words: String...) throws { try keep(name, words) }

  func keep(_ name: String, _ words: [String], in folder: URL = Fixtures.folder) throws {
    let result = try run(words + [name.hasSuffix("l") ? "--jsonl" : "--json"], in: folder)
    #expect(result.status <= 1 || result.errors.isEmpty, "\(words): \(result.errors)")
    try scratch.write(Data(result.output.utf8), to: name)
  }

  /// Saves the output of many commands, which run in the desk's folder.
  func keep(_ all: KeyValuePairs<String, String>) throws {
    for (name, words) in all {
      try keep(name, words.split(separator: " ").map(String.init), in: scratch.url)
    }
  }

  /// Expects documents to be valid by the schema.
  func accepts(_ names: [String]) throws {
    let verdict = try judge(names.map { ($0, try schema(of: $0)) })
    #expect(verdict.status == 0, "\(verdict.errors)")
  }

  /// Expects a document to be valid, and to be invalid with each of some faults.
  func accepts(_ name: String, butNotWith faults: [SchemaFault]) throws {
    let sound = try values(of: name)
    // If the document is still valid after being written again, each refusal is due to its fault.
    let again = "again.\(Self.ending(of: name))"
    try scratch.write(Self.text(of: sound), to: again)
    let shape = try schema(of: name)
    let verdict = try judge([(name, shape), (again, shape)])
    #expect(verdict.status == 0, "\(verdict.errors)")
    var variants: [Variant] = []
    for fault in faults {
      let faulty = sound.map { fault.applied(to: $0) }
      #expect(faulty != sound, "\(name) has no place for \(fault)")
      variants.append(
        Variant(name: name, text: Self.text(of: faulty), fault: fault.description))
    }
    try refuses(variants)
  }

  /// Expects documents to be valid by their schemas, and invalid after each change, with another
  /// version, and with an unknown key.
  func acceptsOnly(_ all: KeyValuePairs<String, KeyValuePairs<String, String>>) throws {
    try accepts(all.map(\.key))
    var variants: [Variant] = []
    for (name, changes) in all {
      let text = try scratch.text(name)
      let shape = try schema(of: name)
      let own = [
        ("\"\(shape)/", "\"\(shape)/9"), ("\"castbook\":", "\"surplus\":1,\"castbook\":"),
      ]
      let replacements = (name.hasSuffix("l") ? [] : own) + changes.map { ($0.key, $0.value) }
      for (from, to) in replacements {
        let other = text.replacing(from, with: to)
        #expect(other != text, "\(name) has no \(from)")
        variants.append(Variant(name: name, text: other, fault: to))
      }
    }
    try refuses(variants)
  }

  /// A document with something wrong in it.
  private struct Variant {
    /// The name of the sound document.
    let name: String
    let text: String
    /// What is wrong, for a message.
    let fault: String
  }

  /// Expects each variant to be invalid by the schema of its document.
  private func refuses(_ variants: [Variant]) throws {
    var broken: [(name: String, schema: String)] = []
    var words: [String: String] = [:]
    for variant in variants {
      let file = "broken-\(broken.count).\(Self.ending(of: variant.name))"
      try scratch.write(variant.text, to: file)
      words[file] = "\(variant.name): the schema accepts \(variant.fault)"
      broken.append((file, try schema(of: variant.name)))
    }
    let verdict = try judge(broken)
    #expect(verdict.status == 1, "\(verdict.errors)")
    let refused = Set(verdict.output.split(separator: "\n").map(String.init))
    for (name, _) in broken {
      #expect(refused.contains(name), "\(words[name] ?? name)\n\(verdict.errors)")
    }
  }

  /// How the name of a document ends: a list of lines or one value.
  private static func ending(of name: String) -> String { name.hasSuffix("l") ? "jsonl" : "json" }

  /// The value of a document, or those of its lines.
  private func values(of name: String) throws -> [JSONValue] {
    let text = try scratch.text(name)
    guard name.hasSuffix("l") else { return [try JSONParser.parse(Array(text.utf8))] }
    return try text.split(separator: "\n").map { try JSONParser.parse(Array($0.utf8)) }
  }

  private static func text(of values: [JSONValue]) -> String {
    values.map { "\($0.compactText)\n" }.joined()
  }

  /// The name of the schema of a document.
  private func schema(of name: String) throws -> String {
    if let schema { return schema }
    if name.hasSuffix("l") { return String(name.prefix { $0 != "." }) }
    let text = try scratch.text(name)
    let shape = text.prefixMatch(of: /\{\s*"castbook": ?"([a-z-]+)\/[0-9]/)
    return String(try #require(shape, "\(name): \(text.prefix(200))").1)
  }

  private func judge(_ documents: [(name: String, schema: String)]) throws -> Program.Result {
    let python = "/usr/bin/python3"
    try #require(
      FileManager.default.isExecutableFile(atPath: python),
      "\(python) is not there: run Scripts/install --tests")
    let words = documents.flatMap { [$0.schema, $0.name] }
    return try Tool.run(
      program: URL(filePath: python), ["-c", Self.script, Self.schemas.path()] + words,
      in: scratch.url)
  }

  /// Names each document that is not valid by its schema; the exit code is then 1, else 0. In a
  /// list of lines each line is validated by the schema's definition of a line, or by the whole
  /// schema.
  private static let script = """
    import json, pathlib, sys
    try:
      from jsonschema import Draft202012Validator as Validator
    except ImportError:
      print("python3 has no jsonschema: run Scripts/install --tests", file=sys.stderr)
      sys.exit(3)
    validators = {}
    def validator(name, isList):
      if (name, isList) not in validators:
        schema = json.loads(pathlib.Path(sys.argv[1], name + ".schema.json").read_bytes())
        Validator.check_schema(schema)
        definitions = schema.get("$defs", {})
        line = [key for key, value in definitions.items() if value.get("$anchor") == "line"]
        if isList and line:
          schema = {"$ref": "#/$defs/" + line[0], "$defs": definitions}
        validators[name, isList] = Validator(schema)
      return validators[name, isList]
    refused = 0
    for schema, name in zip(sys.argv[2::2], sys.argv[3::2]):
      isList = name.endswith(".jsonl")
      text = pathlib.Path(name).read_bytes()
      for line in text.splitlines() if isList else [text]:
        problem = next(validator(schema, isList).iter_errors(json.loads(line)), None)
        if problem:
          refused += 1
          print(name)
          print(f"{name}: {problem.json_path}: {problem.message}"[:400], file=sys.stderr)
    sys.exit(1 if refused else 0)
    """
}
