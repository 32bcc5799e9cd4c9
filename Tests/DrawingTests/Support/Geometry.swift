import Testing

@testable import Drawing

/// What holds for every layout: each part is on the picture, and no two lie over each other.
func expectApart(
  _ frames: [Rectangle], within bounds: Rectangle,
  _ sourceLocation: SourceLocation = #_sourceLocation
) {
  for (index, frame) in frames.enumerated() {
    #expect(
      frame.common(with: bounds) == frame, "\(frame) is cut off", sourceLocation: sourceLocation)
    for other in frames[(index + 1)...] where !frame.common(with: other).isEmpty {
      Issue.record("\(frame) and \(other) overlap", sourceLocation: sourceLocation)
    }
  }
}
