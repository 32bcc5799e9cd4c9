import Model

extension JSONValue {
  /// How a value differs from a schema, of which the words that tools use are known; empty if it
  /// fits.
  func faults(against schema: JSONValue, at place: String = "") -> [String] {
    var faults: [String] = []
    if let type = schema["type"]?.string, !isOf(type) { faults.append("\(place): not \(type)") }
    if let wanted = schema["const"], wanted != self { faults.append("\(place): not \(wanted)") }
    for key in schema["required"]?.array ?? [] {
      if let key = key.string, self[key] == nil { faults.append("\(place)/\(key): missing") }
    }
    for member in members ?? [] {
      if let inner = schema["properties"]?[member.key] {
        faults += member.value.faults(against: inner, at: "\(place)/\(member.key)")
      } else if schema["properties"] != nil {
        // Objects of tools may be open, but the tests know all of their members.
        let isPublished = schema["properties"]?["castbook"] != nil && !place.isEmpty
        if !isPublished { faults.append("\(place)/\(member.key): unknown") }
      }
    }
    for (index, item) in (array ?? []).enumerated() {
      faults += schema["items"].map { item.faults(against: $0, at: "\(place)/\(index)") } ?? []
    }
    return faults
  }

  private func isOf(_ type: String) -> Bool {
    switch type {
    case "object": members != nil
    case "array": array != nil
    case "string": string != nil
    case "integer": integer != nil
    case "boolean": boolean != nil
    default: false
    }
  }
}
