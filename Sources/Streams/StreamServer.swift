internal import CDecoderServer
internal import Decoding
internal import Model

/// What `castbook-streams` does.
package enum StreamServer {
  package static func run() -> Never {
    unsafe DecoderServer.run(
      "castbook-streams decodes sounds and clips; castbook starts it.\n",
      answer: answer)
  }

  /// Decodes one file and writes what came of it. Runs in a process born for that file.
  private static let answer: castbook_decoder_t = { source, request, descriptor, pixels in
    guard let request = unsafe request?.pointee else { return }
    var stream = DecodedStream(problem: .unknown)
    let file = unsafe source.descriptor
    if let format = StreamFormat(rawValue: request.format), file >= 0 {
      let wishes = Wishes(rawValue: request.wishes)
      let part = StreamPart(
        first: Int(clamping: request.first), last: Int(clamping: request.last),
        channel: Int(clamping: request.channel))
      if wishes.contains(.copy) {
        stream = StreamDecoder.copy(file, as: format, ClipCopyWish(request), into: pixels)
      } else if wishes.contains(.samples) {
        stream = StreamDecoder.samples(
          file, as: format, part, into: SampleWriter(to: pixels))
      } else if wishes.contains(.pixels) {
        let writer = PixelWriter(to: pixels)
        stream = StreamDecoder.frame(
          file, as: format, number: part.first, into: writer)
        writer.end()
      } else {
        stream = StreamDecoder.decode(file, as: format, wishes: wishes, part)
      }
    }
    _ = unsafe stream.answer.withUnsafeBytes { unsafe Descriptor.write($0, to: descriptor) }
  }
}

extension ClipCopyWish {
  fileprivate init(_ request: castbook_decoder_request_t) {
    func some(_ value: UInt64) -> Int? { value == 0 ? nil : Int(clamping: value) }
    let wishes = Wishes(rawValue: request.wishes)
    self.init(mostBytes: Int(clamping: request.most_bytes))
    isQuickTime = wishes.contains(.quickTime)
    if wishes.contains(.codedFilm) {
      film = Film(
        size: PixelSize(
          width: Int(clamping: request.width), height: Int(clamping: request.height)),
        every: Int(clamping: request.every), mostBits: some(request.most_bits))
    }
    sound =
      wishes.contains(.noSound) ? .leftOut : wishes.contains(.codedSound) ? .coded : .takenOver
    start = Int(clamping: request.first)
    end = some(request.last)
    enough = some(request.enough)
    longest = some(request.longest)
    earliest = Int(clamping: request.earliest)
    latest = Int(clamping: request.latest)
  }
}

/// Which part of a file is meant.
package struct StreamPart: Sendable {
  package var first = 0
  package var last = 0
  package var channel = 0

  package init(first: Int = 0, last: Int = 0, channel: Int = 0) {
    self.first = first
    self.last = last
    self.channel = channel
  }
}
