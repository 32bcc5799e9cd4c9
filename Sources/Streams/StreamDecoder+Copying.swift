internal import CStreams
internal import Decoding
internal import Model

extension StreamDecoder {
  /// Makes a copy of a clip and writes it to a descriptor.
  static func copy(
    _ descriptor: Int32, as format: StreamFormat, _ wish: ClipCopyWish, into out: Int32
  ) -> DecodedStream {
    var copy = unsafe castbook_copy_t()
    var asked = wish.inC
    let outcome = unsafe castbook_clip_copy(
      descriptor, format.containers, &asked, wish.mostBytes, &copy)
    guard outcome == CASTBOOK_COPY_MADE else { return DecodedStream(problem: problem(outcome)) }
    defer { unsafe castbook_copy_free(&copy) }
    let bytes = unsafe UnsafeRawBufferPointer(start: copy.bytes, count: copy.count)
    guard unsafe Descriptor.write(bytes, to: out) else {
      return DecodedStream(problem: .unreadable)
    }
    var stream = DecodedStream()
    stream.copy = unsafe ClipCopy(
      start: milliseconds(copy.start), end: milliseconds(copy.end), byteCount: bytes.count,
      lostSound: milliseconds(copy.lost))
    return stream
  }

  private static func milliseconds(_ microseconds: Int64) -> Int {
    Int((microseconds + 500) / 1000)
  }

  private static func problem(_ outcome: castbook_copy_outcome_t) -> DecodedStream.Problem {
    switch outcome {
    case CASTBOOK_COPY_NO_START: .noStart
    case CASTBOOK_COPY_NO_CODER: .noCoder
    case CASTBOOK_COPY_REFUSED: .notTaken
    case CASTBOOK_COPY_TOO_LARGE: .tooLarge
    case CASTBOOK_COPY_NO_MEMORY: .outOfMemory
    default: .unknown
    }
  }
}

extension ClipCopyWish {
  fileprivate var inC: castbook_copy_options_t {
    func microseconds(_ milliseconds: Int?) -> Int64 { Int64(milliseconds ?? 0) * 1000 }
    return castbook_copy_options_t(
      is_quicktime: isQuickTime, codes_film: film != nil, codes_sound: sound == .coded,
      drops_sound: sound == .leftOut, width: Int32(clamping: film?.size.width ?? 0),
      height: Int32(clamping: film?.size.height ?? 0), every: Int32(clamping: film?.every ?? 1),
      most_bits: Int64(film?.mostBits ?? 0), start: microseconds(start), end: microseconds(end),
      enough: microseconds(enough), longest: microseconds(longest),
      earliest: microseconds(earliest), latest: microseconds(latest))
  }
}
