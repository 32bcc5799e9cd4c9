package import Decoding
package import Model

extension Inspector {
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
    return .noMemory
  }
}
