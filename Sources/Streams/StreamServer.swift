internal import CDecoderServer
internal import Decoding
internal import Model

/// The work of the program `castbook-streams`.
package enum StreamServer {
  /// Serves requests until the standard input is closed.
  package static func run() -> Never {
    unsafe DecoderServer.run(
      "castbook-streams decodes sounds and clips; castbook starts it.\n",
      answer: answer)
  }

  /// Decodes one file and writes the report. It runs in a process forked for that file.
  private static let answer: castbook_decoder_t = { source, request, descriptor, pixels in
    guard let request = unsafe request?.pointee else { return }
    var stream = DecodedStream(problem: .unknownContainer)
    let file = unsafe source.descriptor
    if let format = StreamFormat(rawValue: request.format), file >= 0 {
      let options = DecodingOptions(rawValue: request.options)
      let part = StreamPart(
        first: Int(clamping: request.first), last: Int(clamping: request.last),
        channel: Int(clamping: request.channel))
      if options.contains(.copy) {
        stream = StreamDecoder.copy(file, as: format, ClipCopyRequest(request), into: pixels)
      } else if options.contains(.samples) {
        stream = StreamDecoder.samples(file, as: format, part, into: SampleWriter(to: pixels))
      } else if options.contains(.pixels) {
        let writer = PixelWriter(to: pixels)
        stream = StreamDecoder.frame(file, as: format, number: part.first, into: writer)
        writer.flush()
      } else {
        stream = StreamDecoder.decode(file, as: format, options: options, part)
      }
    }
    _ = unsafe stream.answer.withUnsafeBytes { unsafe OutputDescriptor.write($0, to: descriptor) }
  }
}

extension ClipCopyRequest {
  /// Reads the request's fields, in which zero means that a value is missing.
  fileprivate init(_ request: castbook_decoder_request_t) {
    func optional(_ value: UInt64) -> Int? { value == 0 ? nil : Int(clamping: value) }
    let options = DecodingOptions(rawValue: request.options)
    self.init(maximumBytes: Int(clamping: request.maximum_bytes))
    isQuickTime = options.contains(.quickTime)
    if options.contains(.encodedFilm) {
      film = Film(
        size: PixelSize(
          width: Int(clamping: request.width), height: Int(clamping: request.height)),
        frameInterval: Int(clamping: request.every), maximumBitRate: optional(request.maximum_bits))
    }
    sound =
      options.contains(.noSound) ? .omitted : options.contains(.encodedSound) ? .encoded : .copied
    start = Int(clamping: request.first)
    end = optional(request.last)
    earliestEnd = optional(request.earliest_end)
    maximumDuration = optional(request.maximum_length)
    earliestStart = Int(clamping: request.earliest)
    latestStart = Int(clamping: request.latest)
  }
}

/// The part of a file that is requested: samples of one channel, milliseconds for cuts, or
/// the number of a frame.
package struct StreamPart: Sendable {
  /// The first sample or frame; for cuts, the shortest length in milliseconds.
  package var first = 0
  /// The end of the samples, which is not included; for cuts, the longest length in
  /// milliseconds.
  package var last = 0
  package var channel = 0

  /// Describes a part. Values that a request does not need are 0.
  package init(first: Int = 0, last: Int = 0, channel: Int = 0) {
    self.first = first
    self.last = last
    self.channel = channel
  }
}
