package import Decoding
package import Model
internal import PNG

extension Inspector {
  /// All memory that decoding together may take.
  package var budgetTotal: Int { budget.total }

  /// Holds memory, at most all there is, while work goes on.
  package func reserving<Value: Sendable>(
    _ bytes: Int, _ work: @Sendable () async -> Value
  ) async -> Value {
    await budget.reserving(bytes, work)
  }

  /// Makes a copy of pixels that are held, when there is memory for it at once, and lets them go. Nobody waits
  /// while holding a part.
  package func reservingAtOnce<Value: Sendable>(
    _ bytes: Int, besides pixels: HeldPixels, _ work: @Sendable () async -> Value
  ) async -> Value? {
    let value = await budget.reservingAtOnce(bytes, work)
    await letGo(pixels)
    return value
  }

  /// Gives back the memory of pixels that were held.
  package func letGo(_ pixels: HeldPixels) async {
    pixels.empty()
    await budget.release(pixels.byteLimit)
  }

  /// The memory that decoding a sound picture at its full size takes, beside the file itself: the first is
  /// enough for most, and where it is not, the next is.
  package func pixelMemory(of bytes: [UInt8], _ facts: FileFacts) -> [Int] {
    guard let format = facts.format else { return [0] }
    if let outside = DecodedFormat(format) {
      let tries = DecoderLimits.forPixels(
        of: facts.image, outside, fileBytes: bytes.count, within: budget.total)
      return tries.isEmpty
        ? [0] : tries.map { $0.reservation(of: facts.image, fileBytes: bytes.count) }
    }
    return [PixelReading(bytes, format)?.memory ?? 0]
  }

  /// Hands over the pixels of a sound picture at their full size, within so much memory.
  package func pixels(
    of bytes: [UInt8], _ facts: FileFacts, memory: Int, into sink: any PixelSink
  ) async -> PixelOutcome {
    guard let format = facts.format else { return .failed("its format is not known") }
    if let outside = DecodedFormat(format) {
      return await pixels(bytes, as: outside, of: facts.image, memory: memory, into: sink)
    }
    if let reading = PixelReading(bytes, format) { return reading.run(within: memory, into: sink) }
    return .failed("Castbook can't decode \(format.name)")
  }
}

extension Inspector {
  /// Whether a lossless copy can keep the profile of its picture: one that can't be used, or that has a monitor's
  /// serial number, stays behind.
  package static func canKeepProfile(of bytes: [UInt8], _ format: MediaFormat) -> Bool {
    guard let profile = profile(of: bytes, format) else { return false }
    let view = ByteView(profile)
    return ICCProfile.fault(in: view) == nil && !ICCProfile.namesMonitor(view)
  }

  /// The ICC profile that a picture carries which is decoded here, or whose header is read here.
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
