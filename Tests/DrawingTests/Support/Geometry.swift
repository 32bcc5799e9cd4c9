import Testing

@testable import Drawing

/// Expects of a layout that each part is on the picture, and that no two overlap.
func expectApart(
  _ frames: [Rectangle], within bounds: Rectangle,
  _ sourceLocation: SourceLocation = #_sourceLocation
) {
  for (index, frame) in frames.enumerated() {
    #expect(
      frame.intersection(with: bounds) == frame, "\(frame) is cut off",
      sourceLocation: sourceLocation)
    for other in frames[(index + 1)...] where !frame.intersection(with: other).isEmpty {
      Issue.record("\(frame) and \(other) overlap", sourceLocation: sourceLocation)
    }
  }
}
