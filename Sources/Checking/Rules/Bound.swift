/// One end of a range: the comparison with it, and the words for it. A provider may exclude the
/// bound itself.
struct Bound {
  /// The end of a range.
  enum End {
    case least, most
  }

  let end: End
  /// Whether the bound itself is excluded.
  let isOpen: Bool

  /// Returns whether a value is within the bound.
  func holds<Value: Comparable>(_ value: Value, _ bound: Value) -> Bool {
    switch end {
    case .least: isOpen ? value > bound : value >= bound
    case .most: isOpen ? value < bound : value <= bound
    }
  }

  /// Returns what is allowed: "300 px or more", "over 300 px", "6000 px at most", "under 6000
  /// px".
  func allowed(_ bound: String) -> String {
    switch end {
    case .least: isOpen ? "over \(bound)" : "\(bound) or more"
    case .most: isOpen ? "under \(bound)" : "\(bound) at most"
    }
  }

  /// Returns the words for a value outside the bound: `below` or "not" `above` for a minimum,
  /// and the reverse for a maximum.
  func missed(_ below: String, _ above: String) -> String {
    switch end {
    case .least: isOpen ? "not \(above)" : below
    case .most: isOpen ? "not \(below)" : above
    }
  }
}
