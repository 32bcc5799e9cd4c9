/// A vector in few bytes, to search through many: its products with fixed random signs. Like
/// vectors have like sketches, so the pictures whose sketches are most like a query's are compared
/// with it by their vectors.
package struct SubjectSketch: Hashable, Sendable {
  /// The number of values.
  package static let length = 256

  /// The values; all are 0 if the picture could not be described.
  package let values: [Int8]
  /// The sum of the squares of the values.
  package let squaredLength: Int

  /// Creates a sketch of values that are stored.
  package init(_ values: [Int8]) {
    precondition(values.count == Self.length)
    self.values = values
    squaredLength = values.reduce(0) { $0 + Int($1) * Int($1) }
  }

  /// What sums are divided by, so that few values exceed 127: the sums of 1280 values of about 18
  /// have about 640.
  private static let divisor: Int32 = 16

  package init(_ vector: SubjectVector) {
    // The fixed signs, 64 at a time.
    var generator = SplitMix64()
    let count = vector.values.count
    self.init(
      (0..<Self.length).map { _ in
        var sum: Int32 = 0
        for start in stride(from: 0, to: count, by: 64) {
          var signs = generator.next()
          for index in start..<min(start + 64, count) {
            let value = Int32(vector.values[index])
            sum &+= signs & 1 == 0 ? value : 0 &- value
            signs >>= 1
          }
        }
        return Int8(max(-127, min(127, sum / Self.divisor)))
      })
  }

  /// Whether the picture could be described.
  package var isKnown: Bool { squaredLength > 0 }
}
