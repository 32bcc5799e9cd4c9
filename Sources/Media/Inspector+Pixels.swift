package import Decoding
package import Model
internal import PNG

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
  package func reservingIfAvailable<Value: Sendable>(
    _ bytes: Int, releasing pixels: BufferedPixels, _ work: @Sendable () async -> Value
  ) async -> Value? {
    let value = await budget.reservingIfAvailable(bytes, work)
    await release(pixels)
    return value
  }

  /// Empties retained pixels and returns their memory to the budget.
  package func release(_ pixels: BufferedPixels) async {
    pixels.clear()
    await budget.release(pixels.byteLimit)
  }

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

  /// Decodes an intact picture at its full size within `memory` bytes and passes the rows to
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

  /// Decodes the first picture of a file at its full size in a separate process.
  ///
  /// The default memory is tried first, and then all there is. The sink is called for only
  /// one of these attempts. `DecoderPool` describes the rows.
  ///
  /// - Parameters:
  ///   - image: The facts about the picture, or `nil` if they are unknown.
  ///   - memory: The memory that the caller has reserved, or `nil` to reserve it here.
  package func pixels(
    _ bytes: [UInt8], as format: DecodedFormat, of image: ImageFacts?, memory: Int? = nil,
    into sink: any PixelSink
  ) async -> PixelOutcome {
    let attempts = DecoderLimits.forPixels(
      of: image, format, fileBytes: bytes.count, within: memory ?? budget.total)
    for (index, limits) in attempts.enumerated() {
      let decode = { @Sendable [decoders] in
        await decoders.pixelReply(
          bytes, as: format, within: limits, expecting: image?.codedSize, into: sink)
      }
      let reservation = limits.reservation(of: image, fileBytes: bytes.count)
      let reply =
        memory == nil ? await budget.reserving(reservation, decode) : await decode()
      if !reply.wantsMemory || index == attempts.count - 1 { return reply.outcome }
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
