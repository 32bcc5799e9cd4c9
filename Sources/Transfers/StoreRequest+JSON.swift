package import Model

/// The case is the first key, whose value is the key of an object or the beginning of keys.
extension StoreRequest: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    if let upload = try fields.inline(
      ifAny: "put", value: { if case .put(let own) = $0 { own } else { nil } })
    {
      self = .put(upload)
    } else if let key = fields.valid(
      "get", { if case .get(let own, _, _) = $0 { own } else { nil } })
    {
      let path = try fields.optional("into") {
        if case .get(_, let own?, _) = $0 { SentPath(own) } else { nil }
      }
      let limit = try fields.associated("limit") {
        if case .get(_, _, let own) = $0 { own } else { nil }
      }
      try fields.require(limit >= 0, "its limit is negative")
      self = .get(key: key, into: path?.path, limit: limit)
    } else if let prefix = fields.valid(
      "list", { if case .list(let own, _, _) = $0 { own } else { nil } })
    {
      self = .list(
        prefix: prefix,
        after: fields.valid("after") { if case .list(_, let own, _) = $0 { own } else { nil } },
        token: fields.valid("token") { if case .list(_, _, let own) = $0 { own } else { nil } })
    } else if let key = fields.valid(
      "delete", { if case .delete(let own) = $0 { own } else { nil } })
    {
      self = .delete(key: key)
    } else {
      self = .presign(
        key: try fields.associated("address") {
          if case .presign(let own, _) = $0 { own } else { nil }
        },
        seconds: try fields.associated("seconds") {
          if case .presign(_, let own) = $0 { own } else { nil }
        })
    }
  }
}

extension StoreRequest.DeliberateFault: JSONConvertible, StoredValue {}

/// An upload whose body, unless it is a file, is sent after the JSON.
extension StoreRequest.Upload: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    key = try fields.required("put", \.key)
    digest = try fields.required("sha256", \.digest)
    type = try fields.required("type", \.type)
    failsIfExists = try fields.required("newOnly", \.failsIfExists)
    seconds = fields.valid("seconds", \.seconds)
    fault = try fields.optional("defect", \.fault)
    let path = try fields.optional("file") {
      if case .file(let own) = $0.body { SentPath(own) } else { nil }
    }
    body = path.map { .file($0.path) } ?? .bytes([])
  }
}

/// A path that is sent as its bytes in base64, since it need not be text.
struct SentPath: StoredValue {
  let path: FilePath
  static let expectation = "is not a path"

  init(_ path: FilePath) { self.path = path }

  init?(stored: JSONValue) {
    guard let path = stored.string.flatMap([UInt8].init(base64:)).flatMap({ FilePath(bytes: $0) })
    else { return nil }
    self.path = path
  }

  var stored: JSONValue { .string(path.bytes.base64) }
}

/// An answer whose bytes are sent after the JSON.
extension StoreResponse: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    self.init(status: try fields.required("status", \.status))
    date = fields.valid("date") { $0.date?.milliseconds }.map(Instant.init(milliseconds:))
    byteCount = try fields.required("byteCount", \.byteCount)
    page = try fields.inline(ifAny: "objects", value: \.page)
    address = fields.valid("address", \.address)
    code = try fields.required("code", \.code)
    message = try fields.required("message", \.message)
  }
}

extension ObjectPage: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    objects = try fields.required("objects", \.objects)
    next = fields.valid("next", \.next)
  }
}

/// An object of a list is sent as its key, its length and its time in milliseconds: a page has a
/// thousand of them.
extension ObjectPage.Object: StoredValue {
  package static var expectation: String { "is not an object of a store" }

  package init?(stored: JSONValue) {
    guard let parts = stored.array, parts.count == 3, let key = parts[0].string,
      let byteCount = parts[1].integer, let modified = parts[2].integer
    else { return nil }
    self.init(key: key, byteCount: byteCount, modified: Instant(milliseconds: modified))
  }

  package var stored: JSONValue {
    .array([.string(key), .integer(byteCount), .integer(modified.milliseconds)])
  }
}
