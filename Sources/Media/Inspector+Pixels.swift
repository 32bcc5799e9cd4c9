package import Decoding
package import Model

extension Inspector {
  /// Has the first picture of a file handed over at its full size by a process of its own, as `DecoderPool`
  /// does it: within the usual memory first, and when that was too little within all there is. `memory` is
  /// what is reserved for it already, for all that it takes; else it is reserved here. `sink` is told once
  /// what comes, whichever of them it is.
  package func pixels(
    _ bytes: [UInt8], as format: DecodedFormat, of image: ImageFacts?, memory: Int? = nil,
    into sink: any PixelSink
  ) async -> PixelOutcome {
    let tries = DecoderLimits.forPixels(
      of: image, format, fileBytes: bytes.count, within: memory ?? budget.total)
    for (number, limits) in tries.enumerated() {
      let decode = { @Sendable [decoders] in
        await decoders.pixelReply(
          bytes, as: format, within: limits, expecting: image?.codedSize, into: sink)
      }
      let reservation = limits.reservation(of: image, fileBytes: bytes.count)
      let reply =
        memory == nil ? await budget.reserving(reservation, decode) : await decode()
      if !reply.wantsMemory || number == tries.count - 1 { return reply.outcome }
    }
    return .noMemory
  }
}
