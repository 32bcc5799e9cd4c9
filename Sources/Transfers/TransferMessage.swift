package import Model

/// A message between `castbook` and `castbook-transport`: a numbered request, or the answer to one.
package enum TransferMessage: Hashable, Sendable {
  /// Opens a session for requests to one store. It comes first, and its answer has the number 0.
  case open(StoreConnection)
  case request(Int, StoreRequest)
  case answer(Int, Result<StoreResponse, TransferFailure>)
  /// Opens a session for calls to providers. It comes first, and its answer has the number 0.
  case openProviders(ProviderAccess)
  case call(Int, ProviderCall)
  case callAnswer(Int, Result<ProviderResponse, TransferFailure>)
  /// Asks to keep a key, or to forget it. It comes first, and its answer has the number 0.
  case keepKey(KeyRequest)
  /// Reports that all requests are waiting. It answers none of them.
  case waiting(TransferPause)

  /// The maximum lengths of a message's head and payload.
  private static let maximumHeadBytes = 4 << 20
  private static let maximumPayloadBytes = 256 << 20

  /// The encoded message: the lengths of a JSON head and of a payload, then both.
  package var bytes: [UInt8] {
    let (head, payload) = (json.compactBytes, payload)
    return Self.number(head.count) + Self.number(payload.count) + head + payload
  }

  private static func number(_ count: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }
  }

  /// The bytes after the head: those of a body or of an answer.
  private var payload: [UInt8] {
    switch self {
    case .request(_, .put(let upload)):
      if case .bytes(let bytes) = upload.body { bytes } else { [] }
    case .call(_, let call): if case .bytes(let bytes) = call.body { bytes } else { [] }
    case .answer(_, .success(let answer)): answer.bytes
    case .callAnswer(_, .success(let answer)): answer.bytes
    case .keepKey(let request): request.payload
    case .open, .openProviders, .request, .answer, .callAnswer, .waiting: []
    }
  }

  /// Returns the message with the bytes that followed its head.
  private func with(_ payload: [UInt8]) -> Self {
    switch self {
    case .request(let number, .put(var upload)):
      if case .bytes = upload.body { upload.body = .bytes(payload) }
      return .request(number, .put(upload))
    case .call(let number, var call):
      if case .bytes = call.body { call.body = .bytes(payload) }
      return .call(number, call)
    case .answer(let number, .success(var answer)):
      answer.bytes = payload
      return .answer(number, .success(answer))
    case .callAnswer(let number, .success(var answer)):
      answer.bytes = payload
      return .callAnswer(number, .success(answer))
    case .keepKey(let request): return .keepKey(request.with(payload))
    case .open, .openProviders, .request, .answer, .callAnswer, .waiting: return self
    }
  }

  /// The number of the request that this answers; `nil` if it is not an answer.
  var requestNumber: Int? {
    switch self {
    case .answer(let number, _), .callAnswer(let number, _): number
    case .open, .request, .openProviders, .keepKey, .call, .waiting: nil
    }
  }

  /// Assembles messages from a stream of bytes.
  package struct Reader {
    private var bytes: [UInt8] = []
    private var start = 0

    /// An invalid message: the other program is not of the same version.
    package struct InvalidMessage: Error {}

    package init() {}

    /// Appends bytes that arrived.
    package mutating func append(_ more: some Sequence<UInt8>) {
      if start > 0, start == bytes.count || start >= 1 << 20 {
        bytes.removeSubrange(..<start)
        start = 0
      }
      bytes += more
    }

    /// Returns the next complete message, or `nil`.
    package mutating func next() throws(InvalidMessage) -> TransferMessage? {
      guard bytes.count - start >= 8 else { return nil }
      let numbers = [start, start + 4].map { bytes[$0..<$0 + 4].reduce(0) { $0 << 8 | Int($1) } }
      let (headCount, payloadCount) = (numbers[0], numbers[1])
      guard headCount <= maximumHeadBytes, payloadCount <= maximumPayloadBytes else {
        throw InvalidMessage()
      }
      let (head, payload) = (start + 8, start + 8 + headCount)
      guard bytes.count >= payload + payloadCount else { return nil }
      guard
        let json = try? JSONParser.parse(
          Array(bytes[head..<payload]),
          bounds: JSONParser.Bounds(byteCount: maximumHeadBytes, depth: 8)),
        let message = TransferMessage(json: json)
      else { throw InvalidMessage() }
      start = payload + payloadCount
      return message.with(Array(bytes[payload..<start]))
    }
  }
}

/// The head: the value of the case under a key of its own, after the number if the case has one.
extension TransferMessage: StoredObject {
  package static let objectName = "message"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    let number = fields.valid("number", \.number)
    if let own = try fields.optional("open", { if case .open(let own) = $0 { own } else { nil } }) {
      self = .open(own)
    } else if let own = try fields.optional(
      "openProviders", { if case .openProviders(let own) = $0 { own } else { nil } })
    {
      self = .openProviders(own)
    } else if let own = try fields.optional(
      "keepKey", { if case .keepKey(let own) = $0 { own } else { nil } })
    {
      self = .keepKey(own)
    } else if let own = try fields.optional(
      "waiting", { if case .waiting(let own) = $0 { own } else { nil } })
    {
      self = .waiting(own)
    } else if let own = try fields.optional(
      "call", { if case .call(_, let own) = $0 { own } else { nil } })
    {
      self = .call(number ?? 0, own)
    } else if let own = try fields.optional(
      "callAnswer", { if case .callAnswer(_, .success(let own)) = $0 { own } else { nil } })
    {
      self = .callAnswer(number ?? 0, .success(own))
    } else if let own = try fields.optional(
      "callFailure", { if case .callAnswer(_, .failure(let own)) = $0 { own } else { nil } })
    {
      self = .callAnswer(number ?? 0, .failure(own))
    } else if let own = try fields.optional(
      "request", { if case .request(_, let own) = $0 { own } else { nil } })
    {
      self = .request(number ?? 0, own)
    } else if let own = try fields.optional(
      "answer", { if case .answer(_, .success(let own)) = $0 { own } else { nil } })
    {
      self = .answer(number ?? 0, .success(own))
    } else if let own = try fields.optional(
      "failure", { if case .answer(_, .failure(let own)) = $0 { own } else { nil } })
    {
      self = .answer(number ?? 0, .failure(own))
    } else {
      throw RecordError("message: it has no known part")
    }
    try fields.require(number != nil || self.number == nil, "its number is missing")
  }

  /// The number of a request or an answer; `nil` for any other message.
  private var number: Int? {
    switch self {
    case .request(let number, _), .answer(let number, _), .call(let number, _),
      .callAnswer(let number, _):
      number
    case .open, .openProviders, .keepKey, .waiting: nil
    }
  }
}
