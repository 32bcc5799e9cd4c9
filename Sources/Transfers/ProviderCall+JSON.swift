internal import Model

extension ProviderAccess {
  var json: JSONValue {
    ["account": account, "keyFile": keyFile?.bytes.base64]
  }

  init?(_ json: JSONValue) {
    guard let account = json["account"]?.string else { return nil }
    self.init(account: account, keyFile: json["keyFile"]?.string.flatMap(FilePath.init(base64:)))
  }
}

extension ProviderCall {
  /// The call as a JSON head and a payload.
  var content: (JSONValue, payload: [UInt8]) {
    var payload: [UInt8] = []
    var body: JSONValue?
    switch self.body {
    case .none: break
    case .bytes(let bytes):
      payload = bytes
      body = ["kind": "bytes"]
    case .file(let path): body = ["kind": "file", "path": path.bytes.base64]
    case .form(let parts): body = ["kind": "form", "parts": .array(parts.map(\.json))]
    }
    return (
      [
        "method": method.rawValue, "address": address.text,
        "headers": .array(headers.map { .string($0) }), "body": body, "path": path?.bytes.base64,
        "limit": limit, "seconds": seconds, "isSubmission": isSubmission,
        "acceptsToken": acceptsToken,
      ], payload
    )
  }

  init?(_ json: JSONValue, _ payload: [UInt8]) {
    guard let method = json["method"]?.string.flatMap(Method.init),
      let address = json["address"]?.string.flatMap(ProviderAddress.init),
      let headers = json["headers"]?.array?.map(\.string), !headers.contains(nil),
      let limit = json["limit"]?.integer, limit >= 0,
      let seconds = json["seconds"]?.integer, (1...86_400).contains(seconds),
      let isSubmission = json["isSubmission"]?.boolean,
      let acceptsToken = json["acceptsToken"]?.boolean
    else { return nil }
    self.init(method, address, headers: headers.compactMap(\.self))
    (self.limit, self.seconds) = (limit, seconds)
    (self.isSubmission, self.acceptsToken) = (isSubmission, acceptsToken)
    if let text = json["path"]?.string {
      guard let path = FilePath(base64: text) else { return nil }
      self.path = path
    }
    guard let body = json["body"] else { return }
    switch body["kind"]?.string {
    case "bytes": self.body = .bytes(payload)
    case "file":
      guard let path = body["path"]?.string.flatMap(FilePath.init(base64:)) else { return nil }
      self.body = .file(path)
    case "form":
      let parts = body["parts"]?.array?.map(FormPart.init) ?? [nil]
      guard !parts.contains(nil) else { return nil }
      self.body = .form(parts.compactMap(\.self))
    default: return nil
    }
  }
}

extension ProviderCall.FormPart {
  fileprivate var json: JSONValue {
    switch content {
    case .text(let text): ["name": name, "text": text]
    case .file(let path, let fileName, let type):
      ["name": name, "path": path.bytes.base64, "fileName": fileName, "type": type]
    }
  }

  fileprivate init?(_ json: JSONValue) {
    guard let name = json["name"]?.string else { return nil }
    if let text = json["text"]?.string {
      self.init(name, .text(text))
    } else if let path = json["path"]?.string.flatMap(FilePath.init(base64:)),
      let fileName = json["fileName"]?.string, let type = json["type"]?.string
    {
      self.init(name, .file(path, name: fileName, type: type))
    } else {
      return nil
    }
  }
}

extension ProviderAnswer {
  var json: JSONValue {
    ["status": status, "date": date?.milliseconds, "type": type, "byteCount": byteCount]
  }

  init?(_ json: JSONValue, _ payload: [UInt8]) {
    guard let status = json["status"]?.integer, let type = json["type"]?.string,
      let byteCount = json["byteCount"]?.integer
    else { return nil }
    self.init(status: status)
    date = (json["date"]?.integer).map(Instant.init(milliseconds:))
    (self.type, self.byteCount, bytes) = (type, byteCount, payload)
  }
}
