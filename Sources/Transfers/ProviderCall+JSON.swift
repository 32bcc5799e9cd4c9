package import Model

extension ProviderAccess: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    account = try fields.required("account", \.account)
    keyFile = fields.valid("keyFile") { $0.keyFile.map(SentPath.init) }?.path
    keyFolder = fields.valid("keyFolder") { $0.keyFolder.map(SentPath.init) }?.path
  }
}

extension ProviderCall.Method: JSONConvertible, StoredValue {}

extension ProviderCall: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    let method = try fields.required("method", \.method)
    guard let address = ProviderAddress(try fields.required("address", \.address.text)) else {
      throw RecordError("provider call: its address is invalid")
    }
    self.init(method, address, headers: try fields.required("headers", \.headers))
    body = try fields.value("body", \.body, default: .none)
    outputFile = try fields.optional("path") { $0.outputFile.map(SentPath.init) }?.path
    maximumByteCount = try fields.required("limit", \.maximumByteCount, in: 0...Int.max)
    timeoutSeconds = try fields.required("seconds", \.timeoutSeconds, in: 1...86_400)
    isSubmission = try fields.required("isSubmission", \.isSubmission)
    allowsSignedToken = try fields.required("acceptsToken", \.allowsSignedToken)
  }
}

/// A body whose bytes, if it has any, are sent after the JSON.
extension ProviderCall.Body: StoredObject {
  private var kind: String {
    switch self {
    case .none: "none"
    case .bytes: "bytes"
    case .file: "file"
    case .form: "form"
    }
  }

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    switch try fields.required("kind", \.kind) {
    case "bytes": self = .bytes([])
    case "file":
      let path = try fields.associated("path") {
        if case .file(let own) = $0 { SentPath(own) } else { nil }
      }
      self = .file(path.path)
    case "form":
      self = .form(
        try fields.associated("parts") { if case .form(let own) = $0 { own } else { nil } })
    default: throw RecordError("body: it is of no known kind")
    }
  }
}

extension ProviderCall.FormPart: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    let name = try fields.required("name", \.name)
    let text = fields.valid("text") { if case .text(let own) = $0.content { own } else { nil } }
    if let text {
      self.init(name, .text(text))
    } else {
      let sent = try fields.associated("path") {
        if case .file(let own, _, _) = $0.content { SentPath(own) } else { nil }
      }
      let fileName = try fields.associated("fileName") {
        if case .file(_, let own, _) = $0.content { own } else { nil }
      }
      let type = try fields.associated("type") {
        if case .file(_, _, let own) = $0.content { own } else { nil }
      }
      self.init(name, .file(sent.path, name: fileName, type: type))
    }
  }
}

/// An answer whose bytes are sent after the JSON.
extension ProviderResponse: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    self.init(status: try fields.required("status", \.status))
    date = fields.valid("date") { $0.date?.milliseconds }.map(Instant.init(milliseconds:))
    type = try fields.required("type", \.type)
    byteCount = try fields.required("byteCount", \.byteCount)
  }
}
