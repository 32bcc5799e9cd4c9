package import Decoding
package import Model
internal import PNG

extension Inspector {
  /// Returns the amounts of memory to try for decoding an intact picture at its full size.
  ///
  /// They don't include the file itself. The first amount is enough for most pictures, and
  /// the next is for those that need more. An amount of 0 means that the picture can't be
  /// decoded.
  package func pixelMemory(of bytes: [UInt8], _ facts: FileFacts) -> [Int] {
    guard let format = facts.format else { return [0] }
    if let externalFormat = DecodedFormat(format) {
      let attempts = DecoderLimits.forPixels(
        of: facts.image, externalFormat, fileBytes: bytes.count, within: budget.total)
      return attempts.isEmpty
        ? [0] : attempts.map { $0.reservation(of: facts.image, fileBytes: bytes.count) }
    }
    return [PixelReading(bytes, format)?.memory ?? 0]
  }

  /// Decodes an intact picture at its full size within `memory` bytes, which the caller has
  /// reserved, and passes the rows to `sink`.
  ///
  /// A separate process gets the preferred memory first, and then all there is. The sink is called
  /// for only one of these attempts. `DecoderPool` describes the rows.
  package func pixels(
    of bytes: [UInt8], _ facts: FileFacts, memory: Int, into sink: any PixelSink
  ) async -> PixelOutcome {
    guard let format = facts.format else { return .failed("its format is not known") }
    guard let decoder = DecodedFormat(format) else {
      return PixelReading(bytes, format)?.run(within: memory, into: sink)
        ?? .failed("Castbook can't decode \(format.name)")
    }
    let attempts = DecoderLimits.forPixels(
      of: facts.image, decoder, fileBytes: bytes.count, within: memory)
    for (index, limits) in attempts.enumerated() {
      let reply = await decoders.pixels(
        bytes, as: decoder, within: limits, expecting: facts.image?.codedSize, into: sink)
      if !reply.needsMemory || index == attempts.count - 1 { return reply.outcome }
    }
    return .outOfMemory
  }
}

extension Inspector {
  /// Returns whether a lossless copy can keep the picture's profile.
  ///
  /// A profile that can't be used, or that contains a monitor's serial number, is left out.
  package static func canKeepProfile(of bytes: [UInt8], _ format: MediaFormat) -> Bool {
    guard let profile = profile(of: bytes, format) else { return false }
    let view = ByteView(profile)
    return ICCProfile.fault(in: view) == nil && !ICCProfile.namesMonitor(view)
  }

  /// Returns the embedded ICC profile of a format whose header is read here.
  ///
  /// The result is `nil` for other formats, and for a picture without a profile.
  package static func profile(of bytes: [UInt8], _ format: MediaFormat) -> [UInt8]? {
    let file = ByteView(bytes)
    switch format {
    case .jpeg: return JPEGHeader(file).profileBytes
    case .png: return (try? PNGFile(bytes))?.profile
    case .webp: return WebPFile(bytes).profile
    case .bmp: return BMPHeader(file)?.embeddedProfile
    case .tiff: return TIFFHeader.profile(of: file)
    default: return nil
    }
  }
}
