internal import Model
internal import Targets
internal import Transfers

/// A provider's answer, interpreted by the rules of the endpoint.
struct ProviderReply {
  let json: JSONValue?
  let answer: ProviderResponse
  private let endpoint: ProviderEndpoint

  init(_ answer: ProviderResponse, _ endpoint: ProviderEndpoint) {
    (self.answer, self.endpoint) = (answer, endpoint)
    json = try? JSONParser.parse(answer.bytes, bounds: JSONParser.Bounds(depth: 64))
  }

  /// Whether the provider accepted the call. A success status alone does not prove it.
  var isAccepted: Bool {
    guard answer.isSuccess, let json else { return false }
    guard let success = endpoint.success else { return true }
    return success.path.values(in: json).first == success.value
  }

  /// Whether the answer states, in the API's own format, whether the call was accepted.
  var statesOutcome: Bool {
    guard let success = endpoint.success, let json else { return false }
    return !success.path.values(in: json).isEmpty
  }

  /// Whether the answer's own code is a server error, regardless of the HTTP status: 500, or 5001
  /// at Kling.
  var isServerError: Bool {
    guard let success = endpoint.success, let json,
      let code = success.path.values(in: json).first?.scalarText.flatMap({ Int($0) })
    else { return false }
    return (500...599).contains(code) || (5000...5999).contains(code)
  }

  /// The text or number at a path, exactly as written: ids may have more digits than a number can
  /// hold.
  func text(at path: ResponsePath) -> String? {
    guard let json, let text = path.values(in: json).first?.scalarText, !text.isEmpty,
      text.utf8.count <= 16_384
    else { return nil }
    return text
  }

  /// The provider's text at a path; `nil` if there is none, or it can't be recorded and shown.
  func providerText(at path: ResponsePath, _ kind: ProviderText.Kind) -> String? {
    text(at: path).flatMap { ProviderText($0, kind) }?.text
  }

  /// Whether the provider refused the key of the call.
  var isKeyRefused: Bool { answer.status == 401 && !endpoint.keyNames.isEmpty }

  /// The provider's refusal, with its answer.
  var refusal: Refusal { refusal(message) }

  func refusal(_ message: String) -> Refusal {
    Refusal(
      message: message, answer: answer.bytes.isEmpty ? nil : RecordedCall.redacted(answer.bytes))
  }

  /// Why the provider did not accept the call: its own message, or that it refused the key.
  var message: String {
    guard isKeyRefused else { return providerMessage }
    return Self.displayText(
      "the key in \(endpoint.keyNames.joined(separator: " or ")) is not accepted (\(providerMessage))"
    )
  }

  /// The provider's own explanation for not accepting the call.
  var providerMessage: String {
    let places = endpoint.refusal.flatMap { path in json.map { path.values(in: $0) } ?? [] }
    let found = places.compactMap(\.scalarText).filter { !$0.isEmpty }
    let body = json?.string ?? String(decoding: answer.bytes.prefix(500), as: UTF8.self)
    let words = found.isEmpty ? body : found.joined(separator: "; ")
    let status = answer.isSuccess ? "" : "status \(answer.status)"
    return Self.displayText(
      [status, String(words.prefix(500))].filter { !$0.isEmpty }.joined(separator: ": "))
  }

  /// Returns a provider's text, cleaned up and shortened for display and for records.
  static func displayText(_ words: String) -> String { sanitized(String(words.prefix(520))) }
}
