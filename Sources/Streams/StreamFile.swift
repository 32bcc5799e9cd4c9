internal import CStreams
internal import Decoding
internal import Model

/// A sound or a clip that is being read, and is closed exactly once.
@safe final class StreamFile {
  private let contents: castbook_stream_contents_t
  private let outcome: castbook_stream_opening_t
  private let handle: OpaquePointer?
  private var piece = unsafe castbook_piece_t()

  init(_ descriptor: Int32, as format: StreamFormat) {
    var outcome = CASTBOOK_STREAM_NO_MEMORY
    var contents = castbook_stream_contents_t()
    unsafe handle = castbook_stream_open(descriptor, format.containers, &outcome, &contents)
    self.outcome = outcome
    self.contents = contents
  }

  deinit { unsafe castbook_stream_close(handle) }

  /// Whether it lists parts of itself that lie behind its end.
  var isCut: Bool { contents.is_cut }

  /// What stands beside sound and pictures.
  var privateMetadata: Set<PrivateMetadata> {
    // Of clips only: the camera and the day tell where and with what somebody filmed.
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

  /// Why nothing can be decoded.
  var problem: DecodedStream.Problem? {
    switch outcome {
    case CASTBOOK_STREAM_OPEN: nil
    case CASTBOOK_STREAM_UNREADABLE: .unreadable
    case CASTBOOK_STREAM_EMPTY: .empty
    case CASTBOOK_STREAM_NO_MEMORY: .outOfMemory
    default: .unknown
    }
  }

  /// The first track of sound; `isDecoded` false where nothing decodes it.
  func hear() -> (facts: SoundFacts, isDecoded: Bool)? {
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

  /// The first track of pictures.
  func watch() -> (facts: FilmFacts, isDecoded: Bool)? {
    guard contents.films > 0 else { return nil }
    var film = castbook_film_t()
    let isDecoded = unsafe castbook_stream_open_film(handle, &film)
    let claim = contents.film_claim
    let transfer = Self.text(film.transfer)
    let facts = FilmFacts(
      codec: Self.text(film.codec), pixelFormat: Self.text(film.pixels),
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

  /// What was decoded next.
  enum Piece {
    /// So many samples of each channel, which `samples` hands over, and when they are heard, in microseconds.
    case sound(count: Int, time: Int64?)
    /// A frame, which `rgb` and `luma` make pictures of; times are in microseconds, one below 0 is not known.
    case frame(time: Int64, length: Int64, fields: FieldOrder?)
    /// A frame that was not decoded.
    case counted(time: Int64, length: Int64)
    case end
    case failed
  }

  /// Decodes on.
  func next() -> Piece {
    switch unsafe castbook_stream_next(handle, &piece) {
    case CASTBOOK_STREAM_SOUND:
      .sound(count: unsafe piece.count, time: unsafe piece.heard == .min ? nil : piece.heard)
    case CASTBOOK_STREAM_FRAME:
      unsafe .frame(time: piece.time, length: piece.length, fields: FieldOrder(piece.fields))
    case CASTBOOK_STREAM_PACKET: unsafe .counted(time: piece.time, length: piece.length)
    case CASTBOOK_STREAM_FAILED: .failed
    default: .end
    }
  }

  /// The samples of the last piece, a plane for each of so many channels.
  func samples(of channels: Int) -> [UnsafeBufferPointer<Float>] {
    guard let planes = unsafe piece.planes else { return unsafe [] }
    return unsafe (0..<channels).map {
      unsafe UnsafeBufferPointer(start: planes[$0], count: piece.count)
    }
  }

  func countOnly() { unsafe castbook_stream_count_only(handle) }

  func rgb(_ size: PixelSize) -> [UInt8]? {
    unsafe picture(3 * size.pixelCount) {
      unsafe castbook_stream_rgb(handle, $0, Int32(size.width), Int32(size.height))
    }
  }

  func luma(_ size: PixelSize) -> [UInt8]? {
    unsafe picture(size.pixelCount) {
      unsafe castbook_stream_luma(handle, $0, Int32(size.width), Int32(size.height))
    }
  }

  private func picture(
    _ count: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Bool
  ) -> [UInt8]? {
    // Scaling may write whole lanes behind the last pixel.
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

  var errors: Int { unsafe Int(castbook_stream_errors(handle)) }

  var firstError: String? {
    let text = unsafe String(cString: castbook_stream_first_error(handle))
    return text.isEmpty ? nil : sanitized(text)
  }

  /// What a C array of characters holds.
  private static func text<Characters>(_ characters: Characters) -> String {
    unsafe withUnsafeBytes(of: characters) {
      unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}

extension FieldOrder {
  fileprivate init?(_ fields: castbook_fields_t) {
    switch fields {
    case CASTBOOK_TOP_FIRST: self = .top
    case CASTBOOK_BOTTOM_FIRST: self = .bottom
    default: return nil
    }
  }
}
