import Decoding
import Model
import TestSupport
import Testing

@testable import Media

extension Inspector {
  /// The analysis of a valid picture.
  func measured(_ bytes: [UInt8], _ comment: Comment? = nil) async throws -> AnalysisPicture {
    let path = try #require(FilePath("a"))
    let found = try await inspect(.bytes(bytes, name: path), depth: .appearance)
    try #require(found.facts.isProven, "\(comment ?? "") \(found.facts.problems)")
    let picture = try #require(found.picture, comment)
    #expect(picture.original == found.facts.image?.size, comment)
    #expect(picture.size == AnalysisPicture.size(of: picture.original), comment)
    #expect(picture.isOverWhite == (found.facts.image?.alpha == .used), comment)
    return picture
  }

  /// The analysis of a fixture.
  func measured(_ name: String) async throws -> AnalysisPicture {
    try await measured(try Fixtures.bytes(name), "\(name)")
  }
}

extension AnalysisPicture {
  /// The mean difference of each channel to another picture of equal size.
  func distances(to other: AnalysisPicture) throws -> [Double] {
    try #require(size == other.size)
    return distances(to: other.rgb)
  }

  func distances(to other: [UInt8]) -> [Double] {
    var sums = [0, 0, 0]
    for index in rgb.indices { sums[index % 3] += abs(Int(rgb[index]) - Int(other[index])) }
    return sums.map { Double($0) / Double(size.pixelCount) }
  }

  /// The largest of the mean differences.
  func distance(to other: AnalysisPicture) throws -> Double {
    try distances(to: other).max() ?? 0
  }
}

extension ChangedPicture {
  /// Red, green and blue of all pixels.
  var rgb: [UInt8] {
    rgba.indices.filter { $0 % 4 < 3 }.map { rgba[$0] }
  }
}
