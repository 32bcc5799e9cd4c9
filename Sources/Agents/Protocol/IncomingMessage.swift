internal import Model

/// A message from a client, whose form was checked.
enum IncomingMessage: Hashable {
  case request(Request)
  /// A message that gets no answer.
  case notification(method: String, parameters: JSONValue)
  /// An answer. The server asks for nothing, so it is ignored.
  case response
  /// A message without a valid form; the answer names its id if it has one.
  case invalid(RequestID?, ProtocolError)

  /// A request, with its parameters as an object.
  struct Request: Hashable {
    let id: RequestID
    let method: String
    let parameters: JSONValue
  }

  init(_ value: JSONValue) {
    guard value.members != nil else {
      self = .invalid(nil, ProtocolError(.invalidRequest, "a message must be a JSON object"))
      return
    }
    let id = RequestID(value["id"])
    guard value["jsonrpc"] == "2.0" else {
      self = .invalid(id, ProtocolError(.invalidRequest, "\"jsonrpc\" must be \"2.0\""))
      return
    }
    guard let method = value["method"]?.string else {
      let isResponse = value["method"] == nil && (value["result"] ?? value["error"]) != nil
      self =
        isResponse
        ? .response
        : .invalid(id, ProtocolError(.invalidRequest, "\"method\" must be a string"))
      return
    }
    let parameters = value["params"] ?? [:]
    guard value["id"] != nil else {
      self = .notification(method: method, parameters: parameters)
      return
    }
    guard let id else {
      let problem = "\"id\" must be a string or a whole number"
      self = .invalid(nil, ProtocolError(.invalidRequest, problem))
      return
    }
    guard parameters.members != nil else {
      self = .invalid(id, .parameters("\"params\" must be an object"))
      return
    }
    self = .request(Request(id: id, method: method, parameters: parameters))
  }
}

/// The messages in one line.
enum IncomingLine: Hashable {
  case empty
  case single(IncomingMessage)
  case batch([IncomingMessage])

  /// The maximum number of bytes in a line, and the depth of its value.
  static let bounds = JSONParser.Bounds(byteCount: 4 << 20, depth: 64)
  /// The maximum number of messages in a batch.
  private static let maximumBatch = 100

  init(_ bytes: [UInt8]) {
    guard bytes.contains(where: { ![0x20, 0x09, 0x0D].contains($0) }) else {
      self = .empty
      return
    }
    do {
      switch try JSONParser.parse(bytes, bounds: Self.bounds) {
      case .array(let values):
        guard (1...Self.maximumBatch).contains(values.count) else {
          let problem = "a batch must have 1 to \(Self.maximumBatch) messages"
          self = .single(.invalid(nil, ProtocolError(.invalidRequest, problem)))
          return
        }
        self = .batch(values.map(IncomingMessage.init))
      case let value: self = .single(IncomingMessage(value))
      }
    } catch {
      self = .single(.invalid(nil, ProtocolError(.invalidJSON, "not JSON: \(error.message)")))
    }
  }
}
