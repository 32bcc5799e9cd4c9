import Decoding

@testable import Media

extension DecoderProcess {
  /// Has one file decoded within limits.
  func decode(
    _ bytes: [UInt8], as format: DecodedFormat, within limits: DecoderLimits
  ) -> DecoderOutcome<DecodedPicture> {
    send(bytes, as: format, within: limits) ?? answer()
  }

  /// Sends a file; returns the failure, if any.
  func send(
    _ bytes: [UInt8], as format: DecodedFormat, within limits: DecoderLimits
  ) -> DecoderOutcome<DecodedPicture>? {
    send(DecoderRequest(bytes, as: format, within: limits))
  }
}
