import CEncoders
import Files
import Foundation
import Media
import Model
import TestSupport
import Testing

@testable import Quality

/// A picture of the fixtures, unchanged or changed, read by the decoders of the program.
struct FixturePicture {
  private let width: Int
  private let height: Int
  private let rgba: [UInt8]

  /// The set member of an unchanged fixture.
  static func member(_ name: String, _ role: Role = .unsorted) async throws -> SetMember {
    let bytes = try Fixtures.bytes(name)
    return try await member(bytes, named: name, role)
  }

  private static func member(
    _ bytes: [UInt8], named name: String, _ role: Role
  ) async throws -> SetMember {
    let inspector = Inspector(budget: MemoryBudget(total: 768 << 20))
    let found = try await inspector.inspect(.bytes(bytes, name: .unnamed), depth: .luma)
    let luma = try #require(found.luma, "\(name)")
    let digest = SHA256.digest(of: bytes)
    return SetMember(
      name: name, digest: digest, appearance: Appearance(digest: digest, luma: luma), role: role)
  }

  /// A JPEG of the fixtures, to be changed.
  init(_ name: String) throws {
    let bytes = try Fixtures.bytes(name)
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

  /// The picture without a share of each side.
  func cropped(left: Double, top: Double, right: Double, bottom: Double) -> FixturePicture {
    let columns = Int(left * Double(width))..<width - Int(right * Double(width))
    let rows = Int(top * Double(height))..<height - Int(bottom * Double(height))
    let pixels = rows.flatMap { row -> ArraySlice<UInt8> in
      rgba[4 * (row * width + columns.lowerBound)..<4 * (row * width + columns.upperBound)]
    }
    return FixturePicture(columns.count, rows.count, pixels)
  }

  /// Each pixel transformed by its position and its light, from 0 to 1 in each channel.
  private func changed(
    _ change: (_ x: Double, _ y: Double, _ light: [Double]) -> [Double]
  ) -> FixturePicture {
    let light = (0..<256).map { pow(Double($0) / 255, 2.2) }
    var pixels = rgba
    for row in 0..<height {
      for column in 0..<width {
        let offset = 4 * (row * width + column)
        let next = change(
          Double(column) / Double(width), Double(row) / Double(height),
          (0..<3).map { light[Int(rgba[offset + $0])] })
        for channel in 0..<3 {
          let value = pow(min(1, max(0, next[channel])), 1 / 2.2)
          pixels[offset + channel] = UInt8((255 * value).rounded())
        }
      }
    }
    return FixturePicture(width, height, pixels)
  }

  /// The picture in another light, in stops; a light from one side leaves the other darker.
  func relit(exposure: Double = 0, color: Double = 0, across: Double = 0) -> FixturePicture {
    changed { x, _, light in
      let stops = exposure + across * (x - 0.5) - abs(across) / 2
      return [
        light[0] * exp2(stops + color / 2), light[1] * exp2(stops),
        light[2] * exp2(stops - color / 2),
      ]
    }
  }

  /// The picture in other hues: greens become red, blues green, and reds blue. A grey backdrop
  /// stays.
  var recolored: FixturePicture { changed { _, _, light in [light[1], light[2], light[0]] } }

  /// Mira's teal jacket and blue trousers in black.
  var inDarkClothes: FixturePicture {
    changed { _, _, light in
      guard light[2] > 1.3 * light[0] else { return light }
      return [0.04, 0.04, 0.045].map { $0 * (light[1] + light[2]) }
    }
  }

  /// The picture with black bars above and below.
  func barred(_ share: Double) -> FixturePicture {
    changed { _, y, light in y < share || y > 1 - share ? [0, 0, 0] : light }
  }

  /// The middle of the picture, with another one around it.
  func surrounded(by other: FixturePicture) -> FixturePicture {
    var pixels = rgba
    for row in 0..<height {
      for column in 0..<width {
        let isInside =
          (3..<7).contains(10 * column / width) && (3..<17).contains(20 * row / height)
        let offset = 4 * (row * width + column)
        let from = 4 * (row * other.height / height * other.width + column * other.width / width)
        guard !isInside else { continue }
        pixels.replaceSubrange(offset..<offset + 4, with: other.rgba[from..<from + 4])
      }
    }
    return FixturePicture(width, height, pixels)
  }

  /// The picture with another mouth: a dark ellipse around a position, with half its width as a
  /// share of the picture's.
  func withMouth(x middleX: Double, y middleY: Double, size: Double) -> FixturePicture {
    changed { x, y, light in
      let (u, v) = ((x - middleX) / size, (y - middleY) / size * 1.4)
      return u * u + v * v < 1 ? [0.05, 0.01, 0.01] : light
    }
  }

  /// The picture rotated about its middle, with white corners.
  func turned(_ degrees: Double) -> FixturePicture {
    let (sine, cosine) = (sin(degrees * .pi / 180), cos(degrees * .pi / 180))
    var pixels = [UInt8](repeating: 255, count: rgba.count)
    for row in 0..<height {
      for column in 0..<width {
        let (u, v) = (Double(column) - Double(width) / 2, Double(row) - Double(height) / 2)
        let x = Int((u * cosine - v * sine + Double(width) / 2).rounded())
        let y = Int((u * sine + v * cosine + Double(height) / 2).rounded())
        guard (0..<width).contains(x), (0..<height).contains(y) else { continue }
        for channel in 0..<4 {
          pixels[4 * (row * width + column) + channel] = rgba[4 * (y * width + x) + channel]
        }
      }
    }
    return FixturePicture(width, height, pixels)
  }

  /// A member with the picture's scores, and no appearance.
  func lit(_ name: String) throws -> SetMember {
    let rgb = stride(from: 0, to: rgba.count, by: 4).flatMap { rgba[$0..<$0 + 3] }
    let size = PixelSize(width: width, height: height)
    let picture = try #require(
      AnalysisPicture(size: size, rgb: rgb, original: size, native: nil))
    return SetMember(
      name: name, digest: digest(of: name), scores: PictureMeasurement.scores(of: picture),
      size: size)
  }

  /// A member of the picture, saved as a JPEG, with everything that is measured of it.
  func measured(named name: String, quality: Int = 80) async throws -> SetMember {
    var member = try await member(named: name, quality: quality)
    let lit = try lit(name)
    (member.scores, member.size) = (lit.scores, lit.size)
    return member
  }

  var mirrored: FixturePicture {
    let pixels = (0..<height).flatMap { row in
      (0..<width).reversed().flatMap { column -> ArraySlice<UInt8> in
        let offset = 4 * (row * width + column)
        return rgba[offset..<offset + 4]
      }
    }
    return FixturePicture(width, height, pixels)
  }

  /// A member of the picture, saved as a JPEG and read again.
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
