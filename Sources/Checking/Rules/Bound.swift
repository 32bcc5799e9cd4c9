/// One end of a range: whether values hold, and how it is said. A provider may exclude the bound
/// itself.
struct Bound {
  enum End {
    case least, most
  }

  let end: End
  let isOpen: Bool

  func holds<Value: Comparable>(_ value: Value, _ bound: Value) -> Bool {
    switch end {
    case .least: isOpen ? value > bound : value >= bound
    case .most: isOpen ? value < bound : value <= bound
    }
  }

  /// "300 px or more", "over 300 px", "6000 px at most", "under 6000 px".
  func allowed(_ bound: String) -> String {
    switch end {
    case .least: isOpen ? "over \(bound)" : "\(bound) or more"
    case .most: isOpen ? "under \(bound)" : "\(bound) at most"
    }
  }

  /// What is said of a value that does not hold: "under" the bound, or "not over" it.
  func missed(_ below: String, _ above: String) -> String {
    switch end {
    case .least: isOpen ? "not \(above)" : below
    case .most: isOpen ? "not \(below)" : above
    }
  }
}
