/// One end of a range: the comparison with it, and the words for it. A provider may exclude the
/// bound itself.
struct Bound {
  /// The end of a range.
  enum End: String {
    case minimum, maximum
  }

  let end: End
  /// Whether the bound itself is excluded.
  let isOpen: Bool

  init(_ end: End, inclusive: Bool?) {
    self.end = end
    isOpen = inclusive == false
  }

  func holds<Value: Comparable>(_ value: Value, _ bound: Value) -> Bool {
    switch end {
    case .minimum: isOpen ? value > bound : value >= bound
    case .maximum: isOpen ? value < bound : value <= bound
    }
  }

  /// Returns what is allowed: "300 px or more", "over 300 px", "6000 px at most", "under 6000
  /// px".
  func allowed(_ bound: String) -> String {
    switch end {
    case .minimum: isOpen ? "over \(bound)" : "\(bound) or more"
    case .maximum: isOpen ? "under \(bound)" : "\(bound) at most"
    }
  }

  /// Returns the words for a value outside the bound: `below` or "not" `above` for a minimum,
  /// and the reverse for a maximum.
  func missed(_ below: String, _ above: String) -> String {
    switch end {
    case .minimum: isOpen ? "not \(above)" : below
    case .maximum: isOpen ? "not \(below)" : above
    }
  }

  /// Returns the message about a value outside the bound: "256 px, below the 300 px minimum".
  func message(
    _ found: String, _ limit: String, below: String = "below", above: String = "above"
  ) -> String {
    "\(found), \(missed(below, above)) the \(limit) \(end.rawValue)"
  }
}
