internal import Model

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

  var json: JSONValue { ["seconds": seconds, "reason": reason.rawValue] }

  init?(_ json: JSONValue) {
    guard let seconds = json["seconds"]?.integer, (0...86_400).contains(seconds),
      let reason = json["reason"]?.string.flatMap(Reason.init)
    else { return nil }
    self.init(seconds: seconds, reason)
  }
}
