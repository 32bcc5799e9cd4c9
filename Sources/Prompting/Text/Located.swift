public import Model

/// A value with its place in a shot file.
public struct Located<Value: Sendable>: Sendable {
  /// The value.
  public let value: Value
  /// The place of the value, or `nil` when an option of a command set it.
  public let place: TextLocation?

  public init(_ value: Value, at place: TextLocation?) {
    self.value = value
    self.place = place
  }
}
