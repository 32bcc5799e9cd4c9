import Model

/// A fault that is put into a JSON document at every place where it can occur.
///
/// ```swift
/// let fault = SchemaFault.value("pass", of: "status", becomes: "passed")
/// try desk.accepts("check.json", butNotWith: [fault])
/// ```
struct SchemaFault: CustomStringConvertible, Sendable {
  /// What is wrong, for the message of a test.
  let description: String
  /// Returns the faulty form of a member; `nil` if the fault doesn't concern it.
  private let change: @Sendable (JSONValue.Member) -> JSONValue.Member?

  private init(
    _ description: String, change: @escaping @Sendable (JSONValue.Member) -> JSONValue.Member?
  ) {
    self.description = description
    self.change = change
  }

  /// Returns a value with the fault in it, or an equal value if it has no place for the fault.
  func applied(to value: JSONValue) -> JSONValue {
    switch value {
    case .array(let values): return JSONValue.array(values.map { applied(to: $0) })
    case .object(let members): return JSONValue.object(members.map { changed($0) })
    default: return value
    }
  }

  private func changed(_ member: JSONValue.Member) -> JSONValue.Member {
    let inner = JSONValue.Member(member.key, applied(to: member.value))
    return change(inner) ?? inner
  }
}

// MARK: - Faults of keys

extension SchemaFault {
  /// A key has another name.
  static func key(_ key: String, called name: String) -> SchemaFault {
    SchemaFault("\(key) called \(name)") { member in
      member.key == key ? JSONValue.Member(name, member.value) : nil
    }
  }

  /// A key has another name in the objects under `parent`.
  static func key(_ key: String, of parent: String, called name: String) -> SchemaFault {
    SchemaFault("\(key) of \(parent) called \(name)") { member in
      guard member.key == parent, let inner = member.value.members else { return nil }
      let renamed = inner.map { $0.key == key ? JSONValue.Member(name, $0.value) : $0 }
      return JSONValue.Member(parent, JSONValue.object(renamed))
    }
  }

  /// The objects under a key have this member, instead of their own of that name if there is one.
  static func object(
    _ key: String, gains name: String, _ value: JSONValue
  ) -> SchemaFault {
    SchemaFault("\(key) with \(name) \(value.compactText)") { member in
      guard member.key == key, let inner = member.value.members else { return nil }
      let others = inner.filter { $0.key != name }
      return JSONValue.Member(key, JSONValue.object(others + [JSONValue.Member(name, value)]))
    }
  }
}

// MARK: - Faults of values

extension SchemaFault {
  /// A value of a key is replaced by another one.
  static func value(_ value: JSONValue, of key: String, becomes other: JSONValue) -> SchemaFault {
    SchemaFault("\(key) \(other.compactText) instead of \(value.compactText)") { member in
      member.key == key && member.value == value ? JSONValue.Member(key, other) : nil
    }
  }

  /// Every value of a key is replaced by one.
  static func values(of key: String, become other: JSONValue) -> SchemaFault {
    SchemaFault("\(key) \(other.compactText)") { member in
      member.key == key ? JSONValue.Member(key, other) : nil
    }
  }

  /// The texts of a key begin with `other`, instead of with `start` if they begin with that.
  static func text(
    of key: String, begins other: String, insteadOf start: String = ""
  ) -> SchemaFault {
    let words = "\(key) beginning with \(other)" + (start.isEmpty ? "" : ", not with \(start)")
    return SchemaFault(words) { member in
      guard member.key == key, let text = member.value.string, text.hasPrefix(start) else {
        return nil
      }
      let rest = String(text.dropFirst(start.count))
      return JSONValue.Member(key, JSONValue.string(other + rest))
    }
  }

  /// The lists of a key have one more item, before the others.
  static func list(_ key: String, begins item: JSONValue) -> SchemaFault {
    SchemaFault("\(key) with the item \(item.compactText)") { member in
      guard member.key == key, let items = member.value.array else { return nil }
      return JSONValue.Member(key, JSONValue.array([item] + items))
    }
  }
}
