internal import Model

/// The reason why a message has no result: its code, a sentence, and details for programs.
///
/// What a tool refuses is not such an error but an answer with `isError`, because only that reaches
/// the model.
struct ProtocolError: Error, Hashable {
  /// The codes of JSON-RPC and of the protocol.
  enum Code: Int {
    case invalidJSON = -32700
    case invalidRequest = -32600
    case unknownMethod = -32601
    case invalidParameters = -32602
    case internalFailure = -32603
    /// A resource that doesn't exist, in versions before 2026-07-28.
    case unknownResource = -32002
    case unsupportedVersion = -32022
  }

  let code: Code
  let message: String
  var data: JSONValue?

  init(_ code: Code, _ message: String, data: JSONValue? = nil) {
    self.code = code
    self.message = message
    self.data = data
  }

  /// Creates an error about the parameters of a request.
  static func parameters(_ message: String) -> ProtocolError {
    ProtocolError(.invalidParameters, message)
  }

  /// The member `error` of an answer.
  var json: JSONValue { ["code": code.rawValue, "message": message, "data": data] }
}
