package import Decoding
package import Model

extension Inspector {
  /// The memory that all decoding together may reserve, in bytes.
  package var budgetTotal: Int { budget.total }

  /// Reserves memory while `work` runs, at most all there is.
  package func reserving<Value: Sendable>(
    _ bytes: Int, _ work: @Sendable () async -> Value
  ) async -> Value {
    await budget.reserving(bytes, work)
  }

  /// Runs `work` if its memory is available at once, and releases `pixels` afterwards.
  ///
  /// The result is `nil` if the memory is not available. It never waits, because a caller
  /// that waits while it keeps memory could block others forever.
  package func reservingAtOnce<Value: Sendable>(
    _ bytes: Int, besides pixels: HeldPixels, _ work: @Sendable () async -> Value
  ) async -> Value? {
    let value = await budget.reservingAtOnce(bytes, work)
    await letGo(pixels)
    return value
  }

  /// Empties retained pixels and returns their memory to the budget.
  package func letGo(_ pixels: HeldPixels) async {
    pixels.empty()
    await budget.release(pixels.byteLimit)
  }

  /// Returns the amounts of memory to try for decoding a sound picture at its full size.
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

  /// Decodes a sound picture at its full size within `memory` bytes and passes the rows to
  /// `sink`.
  package func pixels(
    of bytes: [UInt8], _ facts: FileFacts, memory: Int, into sink: any PixelSink
  ) async -> PixelOutcome {
    guard let format = facts.format else { return .failed("its format is not known") }
    if let externalFormat = DecodedFormat(format) {
      return await pixels(bytes, as: externalFormat, of: facts.image, memory: memory, into: sink)
    }
    if let reading = PixelReading(bytes, format) { return reading.run(within: memory, into: sink) }
    return .failed("Castbook can't decode \(format.name)")
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
