import Model
import Testing

/// A document that is reduced to some of its members keeps their order and their exact text.
@Suite("A reduced document")
struct ReducedDocuments {
  private static let text =
    #"{"castbook":"x/1","files":[{"path":"a","status":"pass","box":{"x":1,"y":2.50}},"#
    + #"{"status":"fail","box":{"y":3}}],"summary":{"pass":1,"of":{"a.b-c":4,"a":5}},"n":1e400}"#

  private static func reduced(_ text: String, to paths: [String]) throws -> String {
    try JSONParser.parse(Array(text.utf8)).reduced(to: FieldSelection(paths)).compactText
  }

  @Test(
    "has only what the paths name, through objects and lists, in the document's order",
    arguments: [
      ([], #"{"castbook":"x/1"}"#),
      (["castbook"], #"{"castbook":"x/1"}"#),
      (["summary.pass"], #"{"castbook":"x/1","summary":{"pass":1}}"#),
      (["n", "files.path"], #"{"castbook":"x/1","files":[{"path":"a"},{}],"n":1e400}"#),
      (
        ["files.status", "files.path"],
        #"{"castbook":"x/1","files":[{"path":"a","status":"pass"},{"status":"fail"}]}"#
      ),
      (
        ["files.box.y"],
        #"{"castbook":"x/1","files":[{"box":{"y":2.50}},{"box":{"y":3}}]}"#
      ),
      (
        ["files.box.x"], #"{"castbook":"x/1","files":[{"box":{"x":1}},{"box":{}}]}"#
      ),
      (["files.path.more", "n.more", "nothing"], #"{"castbook":"x/1","files":[{},{}]}"#),
    ] as [([String], String)])
  func members(paths: [String], expected: String) throws {
    #expect(try Self.reduced(Self.text, to: paths) == expected)
  }

  @Test("is the document itself when all of its members are named, however often")
  func whole() throws {
    let paths = ["files", "files.path", "summary", "n", "n", "castbook"]
    #expect(try Self.reduced(Self.text, to: paths) == Self.text)
  }

  @Test("selects a key with dots by its whole name, not by its beginning")
  func dottedKeys() throws {
    #expect(
      try Self.reduced(Self.text, to: ["summary.of.a.b-c"])
        == #"{"castbook":"x/1","summary":{"of":{"a.b-c":4}}}"#)
    #expect(
      try Self.reduced(Self.text, to: ["summary.of.a"])
        == #"{"castbook":"x/1","summary":{"of":{"a":5}}}"#)
    #expect(
      try Self.reduced(Self.text, to: ["summary.of.a", "summary.of.a.b-c"])
        == #"{"castbook":"x/1","summary":{"of":{"a.b-c":4,"a":5}}}"#)
  }

  @Test(
    "keeps the lists and objects on the way, and drops what has no members",
    arguments: [
      (#"{"a":[]}"#, #"{"a":[]}"#), (#"{"a":{}}"#, #"{"a":{}}"#),
      (#"{"a":[[{"b":1,"c":2}],[]]}"#, #"{"a":[[{"b":1}],[]]}"#),
      (#"{"a":[1,"b",null,true,{"b":null}]}"#, #"{"a":[{"b":null}]}"#),
      (#"{"a":"b"}"#, "{}"), (#"[{"a":{"b":1}},{"b":1}]"#, #"[{"a":{"b":1}},{}]"#),
      (#"{"":{"b":1},".":1,"a.":{"b":1},"..a.b":1}"#, "{}"), ("7", "{}"), ("null", "{}"),
    ])
  func oddDocuments(text: String, expected: String) throws {
    #expect(try Self.reduced(text, to: ["a.b"]) == expected)
  }

  @Test("may have names that other languages treat as something else")
  func hostileNames() throws {
    for name in ["__proto__", "*", "$ref", "a/b", "~0", "ü", "\u{202E}", " ", "\n"] {
      let document = JSONValue.object([.init(name, 1), .init("other", 2)])
      #expect(
        try document.reduced(to: FieldSelection([name])) == .object([.init(name, 1)]), "\(name)")
    }
  }

  @Test("can't be asked for by a path with an empty name, or by one that is too deep")
  func malformed() throws {
    for path in ["", ".", "a.", ".a", "a..b"] {
      #expect(throws: MalformedFieldError.emptyName(path)) { try FieldSelection(["a", path]) }
    }
    let deepest = Array(repeating: "a", count: FieldSelection.maximumDepth)
    let document = deepest.reduce(JSONValue.integer(1)) { .object([.init($1, $0)]) }
    let path = deepest.joined(separator: ".")
    #expect(try document.reduced(to: FieldSelection([path])) == document)
    #expect(throws: MalformedFieldError.tooDeep("\(path).a")) { try FieldSelection(["\(path).a"]) }
  }

  @Test("tells of each key what is selected below it, for documents that are written in parts")
  func parts() throws {
    let selection = try FieldSelection(["files.path", "summary"])
    let file: JSONValue = ["path": "a", "status": "pass"]
    #expect(selection["set"] == nil)
    #expect(try file.reduced(to: #require(selection["files"])) == ["path": "a"])
    #expect(try file.reduced(to: #require(selection["summary"])) == file)
    #expect(try file.reduced(to: #require(selection["summary"]?["any.thing"])) == file)
  }
}
