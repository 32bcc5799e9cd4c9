internal import CStreams
internal import Decoding
internal import Model

/// A sound or a clip that is read with the libraries of FFmpeg. The file is closed exactly
/// once.
@safe final class StreamFile {
  /// The tracks and facts that the container states.
  private let contents: castbook_stream_contents_t
  private let outcome: castbook_stream_opening_t
  /// The open file; `nil` when it could not be opened.
  private let handle: OpaquePointer?
  /// The piece that was decoded last. Its memory belongs to the libraries and is valid
  /// until the next one.
  private var piece = unsafe castbook_piece_t()

  /// Opens a file as a container of the given format only.
  init(_ descriptor: Int32, as format: StreamFormat) {
    var outcome = CASTBOOK_STREAM_NO_MEMORY
    var contents = castbook_stream_contents_t()
    unsafe handle = castbook_stream_open(descriptor, format.containers, &outcome, &contents)
    self.outcome = outcome
    self.contents = contents
  }

  deinit { unsafe castbook_stream_close(handle) }

  /// Whether the file refers to parts of itself that lie beyond its end.
  var isTruncated: Bool { contents.is_cut }

  var privateMetadata: Set<PrivateMetadata> {
    // Only for clips: camera and date reveal where and with what someone filmed.
    let ofClips: [(CUnsignedInt, PrivateMetadata)] = [
      (CUnsignedInt(CASTBOOK_PRIVATE_CAMERA), .camera),
      (CUnsignedInt(CASTBOOK_PRIVATE_DATE), .date),
    ]
    let kinds: [(CUnsignedInt, PrivateMetadata)] =
      (contents.films > 0 ? ofClips : []) + [
        (CUnsignedInt(CASTBOOK_PRIVATE_LOCATION), .location),
        (CUnsignedInt(CASTBOOK_PRIVATE_OWNER), .owner),
        (CUnsignedInt(CASTBOOK_PRIVATE_SERIAL), .serialNumber),
        (CUnsignedInt(CASTBOOK_PRIVATE_PROMPT), .prompt),
      ]
    return Set(kinds.filter { contents.private_kinds & $0.0 != 0 }.map(\.1))
  }

  /// Why the file cannot be decoded; `nil` when it can.
  var problem: DecodedStream.Problem? {
    switch outcome {
    case CASTBOOK_STREAM_OPEN: nil
    case CASTBOOK_STREAM_UNREADABLE: .unreadable
    case CASTBOOK_STREAM_EMPTY: .empty
    case CASTBOOK_STREAM_NO_MEMORY: .outOfMemory
    default: .unknownContainer
    }
  }

  /// Opens the first track of sound. Returns `nil` when there is none; `isDecoded` is
  /// false when no decoder is available.
  func openSound() -> (facts: SoundFacts, isDecoded: Bool)? {
    guard contents.sounds > 0 else { return nil }
    var sound = castbook_sound_t()
    let isDecoded = unsafe castbook_stream_open_sound(handle, &sound)
    let claim = contents.sound_claim
    let facts = SoundFacts(
      codec: Self.text(sound.codec), isLossy: sound.is_lossy, rate: Int(sound.rate),
      channels: Int(sound.channels), bits: sound.bits > 0 ? Int(sound.bits) : nil, sampleCount: 0,
      claimedMilliseconds: claim < 0 ? nil : Int((claim + 500) / 1000),
      tracks: Int(contents.sounds))
    return (facts, isDecoded)
  }

  /// Opens the first track of pictures. Returns `nil` when there is none; `isDecoded` is
  /// false when no decoder is available.
  func openPictures() -> (facts: FilmFacts, isDecoded: Bool)? {
    guard contents.films > 0 else { return nil }
    var film = castbook_film_t()
    let isDecoded = unsafe castbook_stream_open_film(handle, &film)
    let claim = contents.film_claim
    let transfer = Self.text(film.transfer)
    let pixels = Self.text(film.pixels)
    // Only a decoder knows the format of the pixels.
    let facts = FilmFacts(
      codec: Self.text(film.codec), pixelFormat: pixels.isEmpty ? "unknown" : pixels,
      depth: Int(film.depth),
      codedSize: PixelSize(width: Int(film.width), height: Int(film.height)),
      size: PixelSize(width: Int(film.shown_width), height: Int(film.shown_height)),
      rotation: Int(film.rotation) * 90,
      framesPerSecond: film.stated_rate > 0 ? film.stated_rate : nil, frameCount: 0,
      milliseconds: 0, claimedMilliseconds: claim < 0 ? nil : Int((claim + 500) / 1000),
      hdrTransfer: transfer.isEmpty ? nil : transfer, tracks: Int(contents.films),
      fieldOrder: FieldOrder(film.fields))
    return (facts, isDecoded)
  }

  /// What was decoded next. Times are in microseconds, and a negative one is unknown.
  enum Piece {
    /// The number of samples of each channel, which `samples(of:)` returns, and the time
    /// at which they are heard.
    case sound(count: Int, time: Int64?)
    /// A frame, from which `rgb(_:)` and `luma(_:)` make pictures.
    case frame(time: Int64, length: Int64, fields: FieldOrder?)
    /// A frame that was not decoded.
    case skipped(time: Int64, length: Int64)
    /// The end of the file.
    case end
    /// Memory was not available.
    case failed
  }

  func next() -> Piece {
    switch unsafe castbook_stream_next(handle, &piece) {
    case CASTBOOK_STREAM_SOUND:
      .sound(
        count: unsafe piece.count, time: unsafe piece.sound_start == .min ? nil : piece.sound_start)
    case CASTBOOK_STREAM_FRAME:
      unsafe .frame(time: piece.time, length: piece.length, fields: FieldOrder(piece.fields))
    case CASTBOOK_STREAM_PACKET: unsafe .skipped(time: piece.time, length: piece.length)
    case CASTBOOK_STREAM_FAILED: .failed
    default: .end
    }
  }

  /// Returns the samples of the last piece, one plane for each channel. They are valid
  /// until the next piece.
  func samples(of channels: Int) -> [UnsafeBufferPointer<Float>] {
    guard let planes = unsafe piece.planes else { return unsafe [] }
    return unsafe (0..<channels).map {
      unsafe UnsafeBufferPointer(start: planes[$0], count: piece.count)
    }
  }

  /// Stops decoding pictures: from now on, frames are only counted.
  func countOnly() { unsafe castbook_stream_count_only(handle) }

  /// Returns the last frame as red, green and blue at the given size, or `nil` when it
  /// cannot be scaled.
  func rgb(_ size: PixelSize) -> [UInt8]? {
    unsafe picture(3 * size.pixelCount) {
      unsafe castbook_stream_rgb(handle, $0, Int32(size.width), Int32(size.height))
    }
  }

  /// Returns the luma of the last frame at the given size, or `nil` when it cannot be
  /// scaled.
  func luma(_ size: PixelSize) -> [UInt8]? {
    unsafe picture(size.pixelCount) {
      unsafe castbook_stream_luma(handle, $0, Int32(size.width), Int32(size.height))
    }
  }

  /// Allocates a picture of `count` bytes and fills it.
  private func picture(
    _ count: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Bool
  ) -> [UInt8]? {
    // Scaling may write whole SIMD lanes behind the last pixel.
    let margin = 64
    var isFilled = false
    let values = unsafe [UInt8](unsafeUninitializedCapacity: count + margin) { buffer, filled in
      guard let start = buffer.baseAddress else { return }
      unsafe buffer.initialize(repeating: 0)
      isFilled = unsafe fill(start)
      filled = count
    }
    return isFilled ? values : nil
  }

  /// The number of packets and frames that could not be decoded.
  var errors: Int { unsafe Int(castbook_stream_errors(handle)) }

  /// The decoder's message about the first of them, as one safe line.
  var firstError: String? {
    let text = unsafe String(cString: castbook_stream_first_error(handle))
    return text.isEmpty ? nil : sanitized(text)
  }

  /// Returns the text in a C array of characters.
  private static func text<Characters>(_ characters: Characters) -> String {
    unsafe withUnsafeBytes(of: characters) {
      unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}

extension FieldOrder {
  /// Returns `nil` for progressive frames.
  fileprivate init?(_ fields: castbook_fields_t) {
    switch fields {
    case CASTBOOK_TOP_FIRST: self = .top
    case CASTBOOK_BOTTOM_FIRST: self = .bottom
    default: return nil
    }
  }
}
