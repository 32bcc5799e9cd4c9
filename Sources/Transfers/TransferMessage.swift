internal import Model

/// A message between `castbook` and `castbook-transport`: a numbered request, or the answer to one.
package enum TransferMessage: Hashable, Sendable {
  /// Opens a session for requests to one store. It comes first, and its answer has the number 0.
  case open(StoreConnection)
  case request(Int, StoreRequest)
  case answer(Int, Result<StoreAnswer, TransferFailure>)
  /// Opens a session for calls to providers. It comes first, and its answer has the number 0.
  case openProviders(ProviderAccess)
  case call(Int, ProviderCall)
  case callAnswer(Int, Result<ProviderAnswer, TransferFailure>)
  /// Reports that all requests are waiting. It answers none of them.
  case waiting(TransferWait)

  /// The maximum lengths of a message's head and payload.
  private static let maximumHeadBytes = 4 << 20
  private static let maximumPayloadBytes = 256 << 20

  /// The encoded message: the lengths of a JSON head and of a payload, then both.
  package var bytes: [UInt8] {
    let (json, payload) = content
    let head = json.compactBytes
    return Self.number(head.count) + Self.number(payload.count) + head + payload
  }

  private static func number(_ count: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }
  }

  private var content: (JSONValue, payload: [UInt8]) {
    switch self {
    case .open(let connection):
      return (["open": connection.json], [])
    case .request(let number, let request):
      let (json, payload) = request.content
      return (["number": number, "request": json], payload)
    case .answer(let number, .success(let answer)):
      return (["number": number, "answer": answer.json], answer.bytes)
    case .answer(let number, .failure(let failure)):
      return (["number": number, "failure": failure.json], [])
    case .openProviders(let access): return (["openProviders": access.json], [])
    case .call(let number, let call):
      let (json, payload) = call.content
      return (["number": number, "call": json], payload)
    case .callAnswer(let number, .success(let answer)):
      return (["number": number, "callAnswer": answer.json], answer.bytes)
    case .callAnswer(let number, .failure(let failure)):
      return (["number": number, "callFailure": failure.json], [])
    case .waiting(let wait): return (["waiting": wait.json], [])
    }
  }

  private init?(_ json: JSONValue, _ payload: [UInt8]) {
    if let connection = json["open"] {
      guard let connection = StoreConnection(connection) else { return nil }
      self = .open(connection)
      return
    }
    if let access = json["openProviders"] {
      guard let access = ProviderAccess(access) else { return nil }
      self = .openProviders(access)
      return
    }
    if let wait = json["waiting"] {
      guard let wait = TransferWait(wait) else { return nil }
      self = .waiting(wait)
      return
    }
    guard let number = json["number"]?.integer else { return nil }
    if let call = json["call"].flatMap({ ProviderCall($0, payload) }) {
      self = .call(number, call)
    } else if let answer = json["callAnswer"].flatMap({ ProviderAnswer($0, payload) }) {
      self = .callAnswer(number, .success(answer))
    } else if let failure = json["callFailure"].flatMap(TransferFailure.init) {
      self = .callAnswer(number, .failure(failure))
    } else if let request = json["request"].flatMap({ StoreRequest($0, payload) }) {
      self = .request(number, request)
    } else if let answer = json["answer"].flatMap({ StoreAnswer($0, payload) }) {
      self = .answer(number, .success(answer))
    } else if let failure = json["failure"].flatMap(TransferFailure.init) {
      self = .answer(number, .failure(failure))
    } else {
      return nil
    }
  }

  /// The number of the request that this answers; `nil` if it is not an answer.
  var answeredNumber: Int? {
    switch self {
    case .answer(let number, _), .callAnswer(let number, _): number
    case .open, .request, .openProviders, .call, .waiting: nil
    }
  }

  /// Assembles messages from a stream of bytes.
  package struct Reader {
    private var bytes: [UInt8] = []
    private var start = 0

    /// An invalid message: the other program is not of the same version.
    package struct Mistake: Error {}

    package init() {}

    /// Appends bytes that arrived.
    package mutating func add(_ more: some Sequence<UInt8>) {
      if start > 0, start == bytes.count || start >= 1 << 20 {
        bytes.removeSubrange(..<start)
        start = 0
      }
      bytes += more
    }

    /// Returns the next complete message, or `nil`.
    package mutating func next() throws(Mistake) -> TransferMessage? {
      guard bytes.count - start >= 8 else { return nil }
      let numbers = [start, start + 4].map { bytes[$0..<$0 + 4].reduce(0) { $0 << 8 | Int($1) } }
      let (headCount, payloadCount) = (numbers[0], numbers[1])
      guard headCount <= maximumHeadBytes, payloadCount <= maximumPayloadBytes else {
        throw Mistake()
      }
      let (head, payload) = (start + 8, start + 8 + headCount)
      guard bytes.count >= payload + payloadCount else { return nil }
      guard
        let json = try? JSONParser.parse(
          Array(bytes[head..<payload]),
          bounds: JSONParser.Bounds(byteCount: maximumHeadBytes, depth: 8)),
        let message = TransferMessage(json, Array(bytes[payload..<payload + payloadCount]))
      else { throw Mistake() }
      start = payload + payloadCount
      return message
    }
  }
}

extension StoreRequest {
  fileprivate var content: (JSONValue, payload: [UInt8]) {
    switch self {
    case .put(let upload):
      var json: JSONValue = [
        "put": upload.key, "sha256": upload.digest, "type": upload.type,
        "newOnly": upload.isNewOnly, "seconds": upload.seconds, "defect": upload.defect?.rawValue,
      ]
      switch upload.body {
      case .bytes(let bytes): return (json, bytes)
      case .file(let path):
        json = json.adding(["file": path.bytes.base64])
        return (json, [])
      }
    case .get(let key, let path, let limit):
      return (["get": key, "into": path?.bytes.base64, "limit": limit], [])
    case .list(let prefix, let after, let token):
      return (["list": prefix, "after": after, "token": token], [])
    case .delete(let key): return (["delete": key], [])
    case .address(let key, let seconds): return (["address": key, "seconds": seconds], [])
    }
  }

  fileprivate init?(_ json: JSONValue, _ payload: [UInt8]) {
    if let key = json["put"]?.string {
      guard let digest = (json["sha256"]?.string).flatMap(Digest.init(hex:)),
        let type = json["type"]?.string, let isNewOnly = json["newOnly"]?.boolean
      else { return nil }
      let file = json["file"]?.string
      let path = file.flatMap(FilePath.init(base64:))
      guard (file == nil) == (path == nil) else { return nil }
      var upload = Upload(key, path.map { .file($0) } ?? .bytes(payload), digest, type: type)
      upload.isNewOnly = isNewOnly
      upload.seconds = json["seconds"]?.integer
      if let defect = json["defect"]?.string {
        guard let defect = Defect(rawValue: defect) else { return nil }
        upload.defect = defect
      }
      self = .put(upload)
    } else if let key = json["get"]?.string {
      guard let limit = json["limit"]?.integer, limit >= 0 else { return nil }
      let file = json["into"]?.string
      let path = file.flatMap(FilePath.init(base64:))
      guard (file == nil) == (path == nil) else { return nil }
      self = .get(key: key, into: path, limit: limit)
    } else if let prefix = json["list"]?.string {
      self = .list(prefix: prefix, after: json["after"]?.string, token: json["token"]?.string)
    } else if let key = json["delete"]?.string {
      self = .delete(key: key)
    } else if let key = json["address"]?.string, let seconds = json["seconds"]?.integer {
      self = .address(key: key, seconds: seconds)
    } else {
      return nil
    }
  }
}

extension FilePath {
  init?(base64: String) {
    guard let path = [UInt8](base64: base64).flatMap({ FilePath(bytes: $0) }) else { return nil }
    self = path
  }
}

extension StoreAnswer {
  fileprivate var json: JSONValue {
    [
      "status": status, "date": date?.milliseconds, "byteCount": byteCount,
      "objects": page.map { page in
        JSONValue.array(
          page.objects.map {
            .array([.string($0.key), .integer($0.byteCount), .integer($0.modified.milliseconds)])
          })
      }, "next": page?.next, "address": address, "code": code, "message": message,
    ]
  }

  fileprivate init?(_ json: JSONValue, _ payload: [UInt8]) {
    guard let status = json["status"]?.integer, let byteCount = json["byteCount"]?.integer,
      let code = json["code"]?.string, let message = json["message"]?.string
    else { return nil }
    self.init(status: status, date: (json["date"]?.integer).map(Instant.init(milliseconds:)))
    (bytes, self.byteCount, self.code, self.message) = (payload, byteCount, code, message)
    address = json["address"]?.string
    guard let objects = json["objects"]?.array else { return }
    var found: [ObjectPage.Object] = []
    for object in objects {
      guard let parts = object.array, parts.count == 3, let key = parts[0].string,
        let count = parts[1].integer, let modified = parts[2].integer
      else { return nil }
      found.append(
        ObjectPage.Object(
          key: key, byteCount: count, modified: Instant(milliseconds: modified)))
    }
    page = ObjectPage(found, next: json["next"]?.string)
  }
}
