internal import CDecoderServer
internal import Decoding
internal import Files
internal import Model

/// A request to decode one file: what to read, in which format, and within which limits.
///
/// The initializers cover the kinds of requests: a picture in memory, a part of an open sound
/// or clip, and a copy of a clip.
struct DecoderRequest: Sendable {
  /// The place where the decoder finds the file's bytes.
  enum File: Sendable {
    /// The bytes are sent to the process with the request.
    case bytes([UInt8])
    /// The process receives a descriptor and reads the file itself.
    case open(SharedFile)
  }

  let file: File
  /// The limits that the decoder enforces on itself.
  let limits: DecoderLimits
  /// The number that selects the decoder for the file's format.
  private let format: UInt32
  /// The first millisecond, sample or frame that is requested, depending on the kind of
  /// request.
  private var first = 0
  /// The end of the requested range, or 0 if the request has none.
  private var last = 0
  /// The index of the channel whose samples are requested.
  private var channel = 0
  /// Whether the process is used for a session from then on.
  private var isSession = false
  /// The options of a copied clip, or `nil` for other requests.
  private var copying: ClipCopyRequest?

  /// Creates a request for a picture whose bytes are in memory.
  init(_ bytes: [UInt8], as format: DecodedFormat, within limits: DecoderLimits) {
    file = .bytes(bytes)
    self.format = format.rawValue
    self.limits = limits
  }

  /// Creates a request for a process that converts colours by a profile.
  init(_ session: ColorSession, within limits: DecoderLimits) {
    file = .bytes(session.bytes)
    format = ColorSession.format
    self.limits = limits
    isSession = true
  }

  /// Creates a request for a process that describes pictures by a network.
  init(network: SharedFile, within limits: DecoderLimits) {
    file = .open(network)
    format = VisionSession.format
    self.limits = limits
    isSession = true
  }

  /// Creates a request for a part of a sound or clip; `first` and `last` depend on the
  /// options.
  init(
    _ open: SharedFile, as format: StreamFormat, within limits: DecoderLimits, first: Int = 0,
    last: Int = 0, channel: Int = 0
  ) {
    file = .open(open)
    self.format = format.rawValue
    self.limits = limits
    self.first = first
    self.last = last
    self.channel = channel
  }

  init(
    _ open: SharedFile, as format: StreamFormat, within limits: DecoderLimits,
    copying options: ClipCopyRequest
  ) {
    self.init(open, as: format, within: limits, first: options.start, last: options.end ?? 0)
    copying = options
  }

  /// The fixed-size header that is sent ahead of the file's bytes.
  var header: castbook_decoder_request_t {
    let count =
      switch file {
      case .bytes(let bytes): bytes.count
      case .open: 0
      }
    var options = limits.options
    if let copying { options.formUnion(copying.options) }
    if isSession {
      options = DecodingOptions(rawValue: UInt64(CASTBOOK_DECODER_OPTION_SESSION))
    }
    func number(_ value: Int?) -> UInt64 { UInt64(max(0, value ?? 0)) }
    return castbook_decoder_request_t(
      magic: UInt32(CASTBOOK_DECODER_MAGIC), format: format,
      processor_seconds: UInt32(limits.processorSeconds),
      clock_seconds: UInt32(limits.clockSeconds), memory_limit: UInt64(limits.memory),
      byte_count: UInt64(count), options: options.rawValue, first: number(first),
      last: number(last), channel: number(channel), earliest: number(copying?.earliestStart),
      latest: number(copying?.latestStart), earliest_end: number(copying?.earliestEnd),
      maximum_length: number(copying?.maximumDuration),
      maximum_bytes: number(copying?.maximumBytes),
      maximum_bits: number(copying?.film?.maximumBitRate),
      width: UInt32(clamping: copying?.film?.size.width ?? 0),
      height: UInt32(clamping: copying?.film?.size.height ?? 0),
      every: UInt32(clamping: copying?.film?.frameInterval ?? 0), unused: 0)
  }
}
