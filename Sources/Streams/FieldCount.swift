internal import Model

/// Counts the frames of a clip by the order of their fields.
struct FieldCount {
  private var all = 0
  private var counts: [FieldOrder: Int] = [:]

  mutating func add(_ order: FieldOrder?) {
    all += 1
    if let order { counts[order, default: 0] += 1 }
  }

  /// The order of most interlaced frames; `nil` where fewer than a twentieth are. Without any frame it is what the
  /// container states.
  func order(stated: FieldOrder?) -> FieldOrder? {
    guard all > 0 else { return stated }
    let (top, bottom) = (counts[.top, default: 0], counts[.bottom, default: 0])
    guard 20 * (top + bottom) >= all, top + bottom > 0 else { return nil }
    return top >= bottom ? .top : .bottom
  }
}
