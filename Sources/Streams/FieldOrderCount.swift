internal import Model

/// Counts the frames of a clip by the order of their fields.
struct FieldOrderCount {
  private var all = 0
  /// The number of frames of each order. Progressive frames are not in it.
  private var counts: [FieldOrder: Int] = [:]

  /// Adds a frame; `nil` when it is progressive.
  mutating func add(_ order: FieldOrder?) {
    all += 1
    if let order { counts[order, default: 0] += 1 }
  }

  /// Returns the order of most interlaced frames, or `nil` when fewer than one frame in
  /// twenty is interlaced. Without any frame it returns what the container states.
  func order(stated: FieldOrder?) -> FieldOrder? {
    guard all > 0 else { return stated }
    let (top, bottom) = (counts[.top, default: 0], counts[.bottom, default: 0])
    guard 20 * (top + bottom) >= all, top + bottom > 0 else { return nil }
    return top >= bottom ? .top : .bottom
  }
}
