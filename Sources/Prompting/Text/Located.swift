public import Model

/// A value with its location in a shot file.
public struct Located<Value: Sendable>: Sendable {
  public let value: Value
  /// The location of the value, or `nil` when an option of a command set it.
  public let location: TextLocation?

  public init(_ value: Value, at location: TextLocation?) {
    self.value = value
    self.location = location
  }
}
