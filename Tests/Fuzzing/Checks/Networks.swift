import CVision
import Decoding

/// Networks that castbook-vision is asked to run, and its answers about them.
enum Networks {
  /// Larger networks take seconds for a picture, which is no fault.
  private static let largestSide = 16
  private static let side: UInt32 = 9
  private static let pixels = (0..<3 * side * side).map { UInt8($0) }

  static func run(_ bytes: [UInt8]) throws {
    var problem: UnsafePointer<CChar>?
    guard
      let network = castbook_vision_open(bytes, bytes.count, castbook_vision_fastest(), &problem)
    else {
      try must(problem != nil, "it was refused without a reason")
      return
    }
    defer { castbook_vision_close(network) }
    let length = castbook_vision_length(network)
    try must((1...8192).contains(length), "vectors of \(length) values")
    guard castbook_vision_side(network) <= largestSide else { return }
    var vector = [Float](repeating: 0, count: length)
    try must(
      castbook_vision_describe(network, pixels, side, side, &vector), "no memory for \(length)")
  }

  static func answer(_ bytes: [UInt8]) throws {
    guard let answer = VisionSession.Answer(bytes: bytes) else { return }
    if case .usable(let length) = answer {
      try must((1...8192).contains(length) && answer.bytes == bytes, "\(answer)")
    }
  }
}
