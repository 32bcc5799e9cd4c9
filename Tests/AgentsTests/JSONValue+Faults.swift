import Model
import Testing

@testable import Agents

extension JSONValue {
  /// Returns where the value doesn't fit a schema, of which the words that answers use are known:
  /// wrong types, missing members, and members that the schema doesn't list. A published document
  /// is only known by its name.
  func faults(against schema: JSONValue, at place: String = "") -> [String] {
    var faults: [String] = []
    if let type = schema["type"]?.string, !isOf(type) { faults.append("\(place): no \(type)") }
    if let wanted = schema["const"], wanted != self { faults.append("\(place): not \(wanted)") }
    for name in schema["required"]?.array?.compactMap(\.string) ?? [] where self[name] == nil {
      faults.append("\(place)/\(name): missing")
    }
    let known = schema["properties"]?.members?.map(\.key) ?? []
    for member in members ?? [] {
      if let inner = schema["properties"]?[member.key] {
        faults += member.value.faults(against: inner, at: "\(place)/\(member.key)")
      } else if !known.isEmpty, known != ["castbook"] {
        faults.append("\(place)/\(member.key): unknown")
      }
    }
    for (index, item) in (array ?? []).enumerated() {
      faults += schema["items"].map { item.faults(against: $0, at: "\(place)/\(index)") } ?? []
    }
    return faults
  }

  private func isOf(_ type: String) -> Bool {
    switch (type, self) {
    case ("object", .object), ("array", .array), ("string", .string), ("boolean", .boolean),
      ("integer", .integer), ("number", .integer), ("number", .number):
      true
    default: false
    }
  }
}

@Suite("What tests know of schemas")
struct SchemaFaults {
  @Test("A value that fits has no faults; another has one for each")
  func faults() {
    let schema = Schema.object(
      required: ["a"],
      ["a": Schema.integer, "b": Schema.list(of: Schema.text), "d": Schema.number])
    let fitting: JSONValue = ["a": 1, "b": ["x"], "d": 0.5]
    #expect(fitting.faults(against: schema).isEmpty)
    #expect(JSONValue.object([:]).faults(against: schema) == ["/a: missing"])
    let other: JSONValue = ["a": "1", "b": .array(["x", 2]), "c": 3, "d": "0.5"]
    #expect(
      other.faults(against: schema) == [
        "/a: no integer", "/b/1: no string", "/c: unknown", "/d: no number",
      ])
    let document: JSONValue = ["castbook": "check/2", "files": 3]
    #expect(document.faults(against: Schema.published("check/2")).isEmpty)
    #expect(!document.faults(against: Schema.published("check/3")).isEmpty)
  }
}
