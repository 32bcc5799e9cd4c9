/// Where something stands in a shot file: lines and columns count from 1, columns in characters as one sees
/// them.
public struct TextPlace: Hashable, Sendable {
  public let line: Int
  public let column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

extension TextPlace: Comparable {
  public static func < (left: TextPlace, right: TextPlace) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

extension TextPlace: CustomStringConvertible {
  public var description: String { "\(line):\(column)" }
}

/// A value with the place where somebody said it; nothing where an option of a command did.
public struct Said<Value: Sendable>: Sendable {
  public let value: Value
  public let place: TextPlace?

  public init(_ value: Value, at place: TextPlace?) {
    self.value = value
    self.place = place
  }
}
