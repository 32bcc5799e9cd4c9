package import Model

/// A pause in which nothing is sent, because a store asks for it or fails.
package struct TransferWait: Hashable, Sendable {
  /// The reason for the pause.
  package enum Reason: String, Hashable, Sendable {
    /// The store asks for a pause, or for fewer requests.
    case asked
    /// The store, or the connection to it, is failing.
    case failing
  }

  /// The seconds until the next request, at least 1.
  package let seconds: Int
  package let reason: Reason

  package init(seconds: Int, _ reason: Reason) { (self.seconds, self.reason) = (seconds, reason) }
}

extension TransferWait.Reason: JSONConvertible, StoredValue {}

extension TransferWait: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    seconds = try fields.required("seconds", \.seconds, in: 0...86_400)
    reason = try fields.required("reason", \.reason)
  }
}
