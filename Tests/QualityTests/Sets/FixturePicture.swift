import CEncoders
import Foundation
import Media
import Model
import Testing

/// A picture of the fixtures, as it is or changed, looked at by the decoders of the program.
struct FixturePicture {
  private let width: Int
  private let height: Int
  private let rgba: [UInt8]

  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures")

  /// The picture's file as it lies there.
  static func member(_ name: String, _ role: Role = .unsorted) async throws -> SetMember {
    let bytes = [UInt8](try Data(contentsOf: root.appending(path: name)))
    return try await member(bytes, named: name, role)
  }

  private static func member(
    _ bytes: [UInt8], named name: String, _ role: Role
  ) async throws -> SetMember {
    let inspector = Inspector(budget: MemoryBudget(total: 768 << 20))
    let luma = try #require(await inspector.luma(of: bytes), "\(name)")
    let digest = SHA256.digest(of: bytes)
    return SetMember(
      name: name, digest: digest, appearance: Appearance(digest: digest, luma: luma), role: role)
  }

  /// A JPEG of the fixtures, to be changed.
  init(_ name: String) throws {
    let bytes = [UInt8](try Data(contentsOf: Self.root.appending(path: name)))
    var (width, height): (Int32, Int32) = (0, 0)
    var out = castbook_bytes()
    try #require(castbook_jpeg_decode(bytes, bytes.count, &width, &height, &out), "\(name)")
    defer { castbook_bytes_free(&out) }
    self.init(
      Int(width), Int(height), Array(UnsafeBufferPointer(start: out.start, count: out.count)))
  }

  private init(_ width: Int, _ height: Int, _ rgba: [UInt8]) {
    self.width = width
    self.height = height
    self.rgba = rgba
  }

  /// Without a share of each side.
  func cropped(left: Double, top: Double, right: Double, bottom: Double) -> FixturePicture {
    let columns = Int(left * Double(width))..<width - Int(right * Double(width))
    let rows = Int(top * Double(height))..<height - Int(bottom * Double(height))
    let pixels = rows.flatMap { row -> ArraySlice<UInt8> in
      rgba[4 * (row * width + columns.lowerBound)..<4 * (row * width + columns.upperBound)]
    }
    return FixturePicture(columns.count, rows.count, pixels)
  }

  var mirrored: FixturePicture {
    let pixels = (0..<height).flatMap { row in
      (0..<width).reversed().flatMap { column -> ArraySlice<UInt8> in
        let place = 4 * (row * width + column)
        return rgba[place..<place + 4]
      }
    }
    return FixturePicture(width, height, pixels)
  }

  /// Saved as a JPEG and read again.
  func member(
    named name: String, _ role: Role = .unsorted, quality: Int = 80
  ) async throws -> SetMember {
    var options = castbook_jpeg_options()
    options.width = Int32(width)
    options.height = Int32(height)
    options.kind = Int32(castbook_jpeg_rgb)
    options.quality = Int32(quality)
    options.luma_across = 2
    options.luma_down = 2
    options.jfif = true
    var out = castbook_bytes()
    try #require(castbook_jpeg_encode(rgba, &options, &out))
    defer { castbook_bytes_free(&out) }
    let bytes = Array(UnsafeBufferPointer(start: out.start, count: out.count))
    return try await Self.member(bytes, named: name, role)
  }
}
