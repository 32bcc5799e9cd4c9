internal import CStreams
package import Decoding
internal import Frames
internal import Model
internal import Sound

/// Decodes whole files and measures their sound and pictures on the way.
package enum StreamDecoder {
  /// The duration of pictures that is decoded, in microseconds. The frames of longer clips
  /// are only counted, since no provider accepts such clips.
  private static let maximumDecodedMicroseconds: Int64 = 60_000_000
  /// The accepted numbers of channels. No voice is recorded with more.
  private static let channels = 1...64
  /// The accepted sample rates in hertz.
  private static let rates = 1000...768_000
  /// The accepted lengths of a side in pixels.
  private static let sides = 1...16_384

  /// Decodes a file and measures what `options` requests.
  ///
  /// A file whose louder channel is not the first is read a second time, since measures
  /// are those of the louder channel.
  package static func decode(
    _ descriptor: Int32, as format: StreamFormat, options: DecodingOptions,
    _ part: StreamPart = StreamPart()
  ) -> DecodedStream {
    var first = Pass(options, part, channel: 0)
    first.run(descriptor, format)
    // The measures must be those of the louder channel.
    guard let louder = first.louderChannel, louder != 0 else { return first.stream }
    var second = Pass(options.subtracting(.film), part, channel: louder)
    second.isSoundOnly = true
    second.run(descriptor, format)
    guard second.stream.problem == nil, second.stream.sound?.measures != nil else {
      return first.stream
    }
    first.stream.sound?.measures = second.stream.sound?.measures
    first.stream.cuts = second.stream.cuts
    return first.stream
  }

  /// One reading of a file.
  private struct Pass {
    /// The facts so far.
    var stream = DecodedStream()
    /// Whether pictures are ignored.
    var isSoundOnly = false
    /// The index of the louder channel, known after the file was measured.
    private(set) var louderChannel: Int?
    private let options: DecodingOptions
    private let part: StreamPart
    private let channel: Int
    /// Measures the sound; `nil` when that is not requested or there is none.
    private var meter: SoundMeter?
    /// Measures the loudness; `nil` as for `meter`.
    private var loudness: LoudnessMeter?
    /// Watches the pictures; `nil` when that is not requested or there are none.
    private var watcher: FilmWatcher?
    private var times = FrameTimes()
    private var fields = FieldOrderCount()
    /// The time at which sound begins, in microseconds.
    private var soundStart: Int64?
    /// The sizes of the reduced frames: colors and luma.
    private var sizes: (small: PixelSize, luma: PixelSize)?

    /// Prepares to measure one channel.
    init(_ options: DecodingOptions, _ part: StreamPart, channel: Int) {
      self.options = options
      self.part = part
      self.channel = channel
    }

    /// Reads the whole file.
    mutating func run(_ descriptor: Int32, _ format: StreamFormat) {
      let file = StreamFile(descriptor, as: format)
      stream.isTruncated = file.isTruncated
      stream.privateMetadata = file.privateMetadata
      if let problem = file.problem {
        stream.problem = problem
        stream.firstError = file.firstError
        return
      }
      prepare(file)
      guard stream.problem == nil else { return }
      read(file)
      finish(file)
    }

    /// Opens the tracks and checks what their headers state.
    private mutating func prepare(_ file: StreamFile) {
      var isDecoded = false
      if let (facts, isHeard) = file.openSound() {
        if !channels.contains(facts.channels) {
          stream.problem = .invalidHeader("\(facts.channels) channels")
        } else if !rates.contains(facts.rate) {
          stream.problem = .invalidHeader("\(facts.rate) samples a second")
        } else {
          stream.sound = facts
          isDecoded = isHeard
          if isHeard { prepare(facts) } else { stream.problem = .noDecoder(codec: facts.codec) }
        }
      }
      guard !isSoundOnly, let (facts, isSeen) = file.openPictures() else { return }
      guard sides.contains(facts.size.width), sides.contains(facts.size.height) else {
        stream.problem = .invalidHeader("\(facts.size) px")
        return
      }
      stream.film = facts
      if isSeen {
        prepare(facts)
      } else if !isDecoded {
        stream.problem = .noDecoder(codec: facts.codec)
      }
      // The pictures of a clip are worth knowing even when its sound cannot be decoded.
      if isSeen { stream.problem = nil }
    }

    /// Prepares the meters if the sound is measured.
    private mutating func prepare(_ facts: SoundFacts) {
      guard !options.isDisjoint(with: [.voice, .cuts]) else { return }
      meter = SoundMeter(
        rate: facts.rate, channels: facts.channels, bits: facts.bits, measuring: channel)
      loudness = LoudnessMeter(rate: facts.rate, channels: facts.channels)
    }

    /// Prepares the watcher if the pictures are measured.
    private mutating func prepare(_ facts: FilmFacts) {
      guard options.contains(.film) else { return }
      watcher = FilmWatcher(stills: 12)
      sizes = (
        facts.size.fitted(within: SmallFrame.defaultColourSide),
        facts.size.fitted(within: SmallFrame.maximumLumaSide)
      )
    }

    /// Decodes the file to its end. Behind the limit, frames are only counted.
    private mutating func read(_ file: StreamFile) {
      var isCounting = false
      while true {
        switch file.next() {
        case .sound(let count, let time):
          if soundStart == nil, count > 0 { soundStart = time }
          measure(count, of: file)
        case .frame(let time, let length, let order):
          times.add(time, length: length)
          fields.add(order)
          watch(file)
          if !isCounting, times.microseconds > maximumDecodedMicroseconds {
            isCounting = true
            file.countOnly()
          }
        case .skipped(let time, let length): times.add(time, length: length)
        case .failed:
          stream.problem = .outOfMemory
          return
        case .end: return
        }
      }
    }

    /// Measures the samples of a piece.
    private mutating func measure(_ count: Int, of file: StreamFile) {
      guard count > 0, let sound = stream.sound else { return }
      stream.sound?.sampleCount += count
      guard meter != nil else { return }
      let planes = unsafe file.samples(of: sound.channels)
      guard unsafe planes.count == sound.channels else { return }
      unsafe meter?.add(planes)
      unsafe loudness?.add(planes)
    }

    /// Reduces the current frame and shows it to the watcher.
    private mutating func watch(_ file: StreamFile) {
      guard watcher != nil, let sizes, let rgb = file.rgb(sizes.small),
        let luma = file.luma(sizes.luma)
      else { return }
      let frame = SmallFrame(
        width: sizes.small.width, height: sizes.small.height, rgb: rgb, lumaWidth: sizes.luma.width,
        lumaHeight: sizes.luma.height, luma: luma)
      if let frame { watcher?.add(frame, atMilliseconds: times.lastMilliseconds) }
    }

    /// Completes the facts with what was counted and measured.
    private mutating func finish(_ file: StreamFile) {
      stream.errors = file.errors
      stream.firstError = file.errors > 0 || stream.isTruncated ? file.firstError : nil
      if stream.film != nil {
        times.complete(&stream.film)
        let stated = stream.film?.fieldOrder
        stream.film?.fieldOrder = fields.order(stated: stated)
        if let soundStart { stream.film?.soundLead = times.lead(of: soundStart) }
        stream.film?.observations = watcher?.finish()
      }
      guard var meter else { return }
      let request =
        options.contains(.cuts)
        ? CutRequest(
          minimumSeconds: Double(part.first) / 1000, maximumSeconds: Double(part.last) / 1000,
          count: 5) : nil
      let report = meter.finish(cuts: request)
      var measures = report.measures
      let loud = loudness?.finish()
      measures.loudness = loud?.integrated ?? .unknown(.tooLong)
      measures.truePeak = loud?.truePeak ?? .unknown(.tooLong)
      stream.sound?.measures = measures
      stream.cuts = report.cuts
      louderChannel = report.loudestChannel
    }
  }

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
    guard unsafe OutputDescriptor.write(bytes, to: output) else {
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
