internal import CStreams
internal import Decoding
internal import Model

extension StreamDecoder {
  /// Copies a clip as requested and writes the copy to `output`.
  static func copy(
    _ descriptor: Int32, as format: StreamFormat, _ request: ClipCopyRequest, into output: Int32
  ) -> DecodedStream {
    var copy = unsafe castbook_copy_t()
    var cRequest = request.cRequest
    let outcome = unsafe castbook_clip_copy(
      descriptor, format.containers, &cRequest, request.maximumBytes, &copy)
    guard outcome == CASTBOOK_COPY_MADE else { return DecodedStream(problem: problem(outcome)) }
    defer { unsafe castbook_copy_free(&copy) }
    let bytes = unsafe UnsafeRawBufferPointer(start: copy.bytes, count: copy.count)
    guard unsafe Descriptor.write(bytes, to: output) else {
      return DecodedStream(problem: .unreadable)
    }
    var stream = DecodedStream()
    stream.copy = unsafe ClipCopy(
      start: milliseconds(copy.start), end: milliseconds(copy.end), byteCount: bytes.count,
      lostSound: milliseconds(copy.lost))
    return stream
  }

  /// Rounds microseconds to milliseconds.
  private static func milliseconds(_ microseconds: Int64) -> Int {
    Int((microseconds + 500) / 1000)
  }

  /// Translates a failure to copy.
  private static func problem(_ outcome: castbook_copy_outcome_t) -> DecodedStream.Problem {
    switch outcome {
    case CASTBOOK_COPY_NO_START: .noKeyframe
    case CASTBOOK_COPY_NO_ENCODER: .noEncoder
    case CASTBOOK_COPY_REFUSED: .unsupportedCodec
    case CASTBOOK_COPY_TOO_LARGE: .tooLarge
    case CASTBOOK_COPY_NO_MEMORY: .outOfMemory
    default: .unknownContainer
    }
  }
}

extension ClipCopyRequest {
  /// The request for C, with times in microseconds. Zero means no limit.
  fileprivate var cRequest: castbook_copy_options_t {
    func microseconds(_ milliseconds: Int?) -> Int64 { Int64(milliseconds ?? 0) * 1000 }
    return castbook_copy_options_t(
      is_quicktime: isQuickTime, encodes_film: film != nil, encodes_sound: sound == .encoded,
      drops_sound: sound == .omitted, width: Int32(clamping: film?.size.width ?? 0),
      height: Int32(clamping: film?.size.height ?? 0),
      every: Int32(clamping: film?.frameInterval ?? 1),
      maximum_bits: Int64(film?.maximumBitRate ?? 0), start: microseconds(start),
      end: microseconds(end),
      earliest_end: microseconds(earliestEnd), maximum_length: microseconds(maximumDuration),
      earliest: microseconds(earliestStart), latest: microseconds(latestStart))
  }
}
