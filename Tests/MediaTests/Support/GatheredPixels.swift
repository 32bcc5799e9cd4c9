import FormatSupport
import TestSupport
import Testing

extension GatheredPixels {
  /// The largest difference of any value to another picture of equal size.
  func distance(to other: [UInt8]) throws -> Int {
    let values = values
    try #require(values.count == other.count)
    return zip(values, other).reduce(0) { max($0, abs(Int($1.0) - Int($1.1))) }
  }
}
