package import Model

/// A pause in which no request is sent, because a store asks for it or fails.
package struct TransferPause: Hashable, Sendable {
  /// The reason for the pause.
  package enum Reason: String, Hashable, Sendable {
    /// The store asks for a pause, or for fewer requests.
    case throttled = "asked"
    /// The store, or the connection to it, is failing.
    case failing
  }

  /// The seconds until the next request, at least 1.
  package let seconds: Int
  package let reason: Reason

  package init(seconds: Int, _ reason: Reason) { (self.seconds, self.reason) = (seconds, reason) }
}

extension TransferPause.Reason: JSONConvertible, StoredValue {}

extension TransferPause: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    seconds = try fields.required("seconds", \.seconds, in: 0...86_400)
    reason = try fields.required("reason", \.reason)
  }
}
