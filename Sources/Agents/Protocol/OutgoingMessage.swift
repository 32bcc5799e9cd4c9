internal import Model

/// The messages that the server writes.
enum OutgoingMessage {
  /// Returns the answer to a request.
  static func result(_ result: JSONValue, to id: RequestID) -> JSONValue {
    ["jsonrpc": "2.0", "id": id, "result": result]
  }

  /// Returns the answer to a request that failed, or to a message whose id can't be read.
  static func error(_ error: ProtocolError, to id: RequestID?) -> JSONValue {
    ["jsonrpc": "2.0", "id": id?.json ?? .null, "error": error.json]
  }

  /// Returns a message that expects no answer.
  static func notification(_ method: String, _ parameters: JSONValue) -> JSONValue {
    ["jsonrpc": "2.0", "method": method, "params": parameters]
  }
}
