package import Model

/// Writes a picture of 1 or 3 channels as a sequential JPEG that every service takes: of 8 bits, with a JFIF
/// header and nothing else, so that its colours are those of sRGB. The same picture gives the same bytes.
///
/// Its codes are made for the picture. Finding the best ones for a large picture takes three times as long as
/// writing it, and holds all its coefficients; those that are best for a part of its rows make a file that is
/// hardly a thousandth larger.
package enum JPEGWriter {
  /// How much of the colours' detail is kept.
  package enum Sampling: Hashable, Sendable {
    /// All of it: 4:4:4.
    case full
    /// Half the width and half the height: 4:2:0.
    case half

    /// As people write it.
    var name: String { self == .full ? "4:4:4" : "4:2:0" }
  }

  package struct Settings: Hashable, Sendable {
    /// Hundredths: 9750 is between libjpeg's 97 and 98. What is under 100 or over 10000 is taken as that.
    package let quality: Int
    package let sampling: Sampling

    package init(quality: Int, sampling: Sampling) {
      self.quality = min(max(quality, 100), 10_000)
      self.sampling = sampling
    }

    /// What is hardly told from the original.
    package static let best = Settings(quality: 9700, sampling: .full)
  }

  /// The file; nothing where it passes `limit` bytes, which ends the writing early.
  package static func bytes(
    of picture: HeldPicture, settings: Settings, limit: Int? = nil
  ) throws(WritingError) -> [UInt8]? {
    let library = try JPEGLibrary(picture)
    let codes = library.strips == 0 ? nil : try library.sample(settings).codes
    let bound = fileBound(picture.size, picture.channels)
    guard
      let file = try library.whole(
        settings, codes: codes, limit: min(max(limit ?? bound, 0), bound))
    else {
      // No picture comes near the bound at the qualities that are used.
      guard let limit, limit <= bound else { throw .noMemory }
      return nil
    }
    return file.bytes
  }

  /// The bytes that writing takes, or looking for what fits, besides the picture itself.
  package static func memory(for size: PixelSize, channels: Int, within limit: Int? = nil) -> Int {
    let file = min(limit ?? Int.max, fileBound(size, channels))
    // Coefficients of two bytes, blocks filled up at the borders, and the sample's file.
    let rows = JPEGLibrary.sampleRows(width: size.width, height: size.height) + 16
    let coefficients = 3 * (size.width + 16) * rows * channels
    // Rows that wait to become blocks, in libjpeg and on their way to it.
    let waiting = 64 * (size.width + 16) * channels + 1 << 20
    // A file that fits while one a quarter larger is tried.
    return file / 4 * 9 + coefficients + waiting
  }

  /// More bytes than a file has at any quality that is used: even noise is smaller.
  static func fileBound(_ size: PixelSize, _ channels: Int) -> Int {
    (size.width + 16) * (size.height + 16) * channels * 5 / 4 + 1 << 12
  }
}
