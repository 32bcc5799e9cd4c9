/// A version of the Model Context Protocol that the server knows, in order.
package enum ProtocolVersion: String, CaseIterable, Sendable {
  case november2024 = "2024-11-05"
  case march2025 = "2025-03-26"
  case june2025 = "2025-06-18"
  case november2025 = "2025-11-25"
  /// The first version without a handshake: each request names its version.
  case july2026 = "2026-07-28"

  /// The newest version that begins with `initialize`.
  static let newestWithHandshake = november2025

  /// All versions, the newest first.
  static let newestFirst = Array(allCases.reversed())

  /// Whether a client negotiates the version with `initialize`.
  var hasHandshake: Bool { self != .july2026 }

  /// Whether a line may contain an array of messages.
  var hasBatches: Bool { self == .march2025 }
}

extension ProtocolVersion: Comparable {
  package static func < (left: ProtocolVersion, right: ProtocolVersion) -> Bool {
    left.rawValue < right.rawValue
  }
}
