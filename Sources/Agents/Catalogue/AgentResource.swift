package import Model

/// The content of a resource.
package struct ResourceContent: Sendable {
  package enum Body: Sendable {
    case text(String)
    case bytes([UInt8])
  }

  /// The media type, such as `text/plain`.
  package let type: String
  package let body: Body
  /// What the client should know about the content; `nil` for nothing.
  package var meta: JSONValue?

  package init(type: String, body: Body, meta: JSONValue? = nil) {
    self.type = type
    self.body = body
    self.meta = meta
  }
}

/// How long a client may keep a list or a resource, and whether it is the same for all users.
package struct CacheRule: Hashable, Sendable {
  package let seconds: Int
  package let isPublic: Bool

  package init(seconds: Int, isPublic: Bool) {
    self.seconds = seconds
    self.isPublic = isPublic
  }

  /// For what is part of the program.
  package static let builtIn = CacheRule(seconds: 3600, isPublic: true)

  var json: JSONValue {
    ["ttlMs": 1000 * seconds, "cacheScope": isPublic ? "public" : "private"]
  }
}

/// A resource that is always there, such as a document.
package struct AgentResource: Sendable {
  package let address: String
  package let name: String
  package let title: String
  package let description: String
  /// The media type, such as `text/markdown`.
  package let type: String
  package let cache: CacheRule
  package let read: @Sendable () async throws -> ResourceContent

  package init(
    _ address: String, name: String, title: String, description: String, type: String,
    cache: CacheRule = .builtIn, read: @escaping @Sendable () async throws -> ResourceContent
  ) {
    self.address = address
    self.name = name
    self.title = title
    self.description = description
    self.type = type
    self.cache = cache
    self.read = read
  }

  func json(for version: ProtocolVersion) -> JSONValue {
    [
      "uri": address, "name": name, "title": version >= .june2025 ? title : nil,
      "description": description, "mimeType": type,
    ]
  }
}

/// A family of resources whose addresses differ in their last part: `castbook://rule/{rule}`.
package struct AgentResourceTemplate: Sendable {
  /// What comes before the variable, such as `castbook://rule/`.
  package let prefix: String
  /// The variable's name, such as `rule`.
  package let variable: String
  package let name: String
  package let title: String
  package let description: String
  /// The media type, such as `text/plain`.
  package let type: String
  package let cache: CacheRule
  /// Returns the content for a value of the variable. An error of the caller's means that there is
  /// no such resource.
  package let read: @Sendable (_ value: String) async throws -> ResourceContent
  package let complete: Completer?

  package init(
    _ prefix: String, variable: String, name: String, title: String, description: String,
    type: String, cache: CacheRule = .builtIn,
    read: @escaping @Sendable (_ value: String) async throws -> ResourceContent,
    complete: Completer? = nil
  ) {
    self.prefix = prefix
    self.variable = variable
    self.name = name
    self.title = title
    self.description = description
    self.type = type
    self.cache = cache
    self.read = read
    self.complete = complete
  }

  /// The template, as RFC 6570 writes it.
  package var template: String { "\(prefix){\(variable)}" }

  /// Returns the value of the variable in an address; `nil` for an address of another family.
  func value(in address: String) -> String? {
    guard address.hasPrefix(prefix) else { return nil }
    let rest = address.dropFirst(prefix.count)
    guard !rest.isEmpty, !rest.contains("/") else { return nil }
    return rest.percentDecoded()
  }

  func json(for version: ProtocolVersion) -> JSONValue {
    [
      "uriTemplate": template, "name": name, "title": version >= .june2025 ? title : nil,
      "description": description, "mimeType": type,
    ]
  }
}
