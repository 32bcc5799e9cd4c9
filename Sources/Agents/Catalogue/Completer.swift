internal import Model

/// Returns the values that begin with what was typed, given the other arguments so far.
package typealias Completer =
  @Sendable (_ typed: String, _ others: [String: String]) async throws -> CompletedValues

/// The values that a client can offer for an argument.
package struct CompletedValues: Sendable {
  /// The maximum number of values in an answer, by the specification.
  private static let maximum = 100

  package let values: [String]
  /// Whether there are more.
  package let hasMore: Bool

  /// Keeps the first 100 values.
  package init(_ values: [String], hasMore: Bool = false) {
    self.values = Array(values.prefix(Self.maximum))
    self.hasMore = hasMore || values.count > Self.maximum
  }

  var json: JSONValue { ["values": values, "hasMore": hasMore] }
}
