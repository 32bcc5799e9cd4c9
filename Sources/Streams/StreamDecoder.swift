package import Decoding
internal import Frames
internal import Model
internal import Sound

/// Decodes a whole file, sound and pictures, and measures them while they come by.
package enum StreamDecoder {
  /// Of longer clips the rest is counted, and not decoded: nobody takes them.
  private static let mostDecodedMicroseconds: Int64 = 60_000_000
  /// More channels, or another rate, are not what anybody records a voice with.
  private static let channels = 1...64
  private static let rates = 1000...768_000
  private static let sides = 1...16_384

  package static func decode(
    _ descriptor: Int32, as format: StreamFormat, wishes: Wishes, _ part: StreamPart = StreamPart()
  ) -> DecodedStream {
    var first = Pass(wishes, part, channel: 0)
    first.run(descriptor, format)
    // What was measured is to be the louder channel.
    guard let louder = first.louderChannel, louder != 0 else { return first.stream }
    var second = Pass(wishes.subtracting(.film), part, channel: louder)
    second.listensOnly = true
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
    var stream = DecodedStream()
    var listensOnly = false
    private(set) var louderChannel: Int?
    private let wishes: Wishes
    private let part: StreamPart
    private let channel: Int
    private var meter: SoundMeter?
    private var loudness: LoudnessMeter?
    private var watcher: FilmWatcher?
    private var times = FrameTimes()
    private var fields = FieldCount()
    /// When sound is first heard, in microseconds.
    private var heard: Int64?
    private var room: (small: PixelSize, luma: PixelSize)?

    init(_ wishes: Wishes, _ part: StreamPart, channel: Int) {
      self.wishes = wishes
      self.part = part
      self.channel = channel
    }

    mutating func run(_ descriptor: Int32, _ format: StreamFormat) {
      let file = StreamFile(descriptor, as: format)
      stream.isCut = file.isCut
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

    private mutating func prepare(_ file: StreamFile) {
      var isDecoded = false
      if let (facts, isHeard) = file.hear() {
        if !channels.contains(facts.channels) {
          stream.problem = .senseless("\(facts.channels) channels")
        } else if !rates.contains(facts.rate) {
          stream.problem = .senseless("\(facts.rate) samples a second")
        } else {
          stream.sound = facts
          isDecoded = isHeard
          if isHeard { prepare(facts) } else { stream.problem = .noDecoder(codec: facts.codec) }
        }
      }
      guard !listensOnly, let (facts, isSeen) = file.watch() else { return }
      guard sides.contains(facts.size.width), sides.contains(facts.size.height) else {
        stream.problem = .senseless("\(facts.size) px")
        return
      }
      stream.film = facts
      if isSeen {
        prepare(facts)
      } else if !isDecoded {
        stream.problem = .noDecoder(codec: facts.codec)
      }
      // What can be seen of a clip is worth knowing whatever its sound is.
      if isSeen { stream.problem = nil }
    }

    private mutating func prepare(_ facts: SoundFacts) {
      guard !wishes.isDisjoint(with: [.voice, .cuts]) else { return }
      meter = SoundMeter(
        rate: facts.rate, channels: facts.channels, bits: facts.bits, measuring: channel)
      loudness = LoudnessMeter(rate: facts.rate, channels: facts.channels)
    }

    private mutating func prepare(_ facts: FilmFacts) {
      guard wishes.contains(.film) else { return }
      watcher = FilmWatcher(stills: 12)
      room = (facts.size.fitted(within: 160), facts.size.fitted(within: 512))
    }

    private mutating func read(_ file: StreamFile) {
      var isCounting = false
      while true {
        switch file.next() {
        case .sound(let count, let time):
          if heard == nil, count > 0 { heard = time }
          take(count, of: file)
        case .frame(let time, let length, let order):
          times.add(time, length: length)
          fields.add(order)
          watch(file)
          if !isCounting, times.microseconds > mostDecodedMicroseconds {
            isCounting = true
            file.countOnly()
          }
        case .counted(let time, let length): times.add(time, length: length)
        case .failed:
          stream.problem = .outOfMemory
          return
        case .end: return
        }
      }
    }

    private mutating func take(_ count: Int, of file: StreamFile) {
      guard count > 0, let sound = stream.sound else { return }
      stream.sound?.sampleCount += count
      guard meter != nil else { return }
      let planes = unsafe file.samples(of: sound.channels)
      guard unsafe planes.count == sound.channels else { return }
      unsafe meter?.add(planes)
      unsafe loudness?.add(planes)
    }

    private mutating func watch(_ file: StreamFile) {
      guard watcher != nil, let room, let rgb = file.rgb(room.small),
        let luma = file.luma(room.luma)
      else { return }
      let frame = SmallFrame(
        width: room.small.width, height: room.small.height, rgb: rgb, lumaWidth: room.luma.width,
        lumaHeight: room.luma.height, luma: luma)
      if let frame { watcher?.add(frame, atMilliseconds: times.lastMilliseconds) }
    }

    private mutating func finish(_ file: StreamFile) {
      stream.errors = file.errors
      stream.firstError = file.errors > 0 || stream.isCut ? file.firstError : nil
      if stream.film != nil {
        times.complete(&stream.film)
        let stated = stream.film?.fieldOrder
        stream.film?.fieldOrder = fields.order(stated: stated)
        if let heard { stream.film?.soundLead = times.lead(of: heard) }
        stream.film?.seen = watcher?.finish()
      }
      guard var meter else { return }
      let wish =
        wishes.contains(.cuts)
        ? CutWish(
          minimumSeconds: Double(part.first) / 1000, maximumSeconds: Double(part.last) / 1000,
          count: 5) : nil
      let report = meter.finish(cuts: wish)
      var measures = report.measures
      let loud = loudness?.finish()
      measures.loudness = loud?.integrated ?? .unknown(.tooLong)
      measures.truePeak = loud?.truePeak ?? .unknown(.tooLong)
      stream.sound?.measures = measures
      stream.cuts = report.cuts
      louderChannel = report.louderChannel
    }
  }
}
