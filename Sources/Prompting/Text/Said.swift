public import Model

/// A value with the place where somebody said it; nothing where an option of a command did.
public struct Said<Value: Sendable>: Sendable {
  public let value: Value
  public let place: TextPlace?

  public init(_ value: Value, at place: TextPlace?) {
    self.value = value
    self.place = place
  }
}
