public import Model

/// A value with its place in a shot file.
public struct Said<Value: Sendable>: Sendable {
  /// The value.
  public let value: Value
  /// The place of the value, or `nil` when an option of a command set it.
  public let place: TextPlace?

  public init(_ value: Value, at place: TextPlace?) {
    self.value = value
    self.place = place
  }
}
