package import Decoding
internal import Model

extension StreamDecoder {
  /// Sends one frame to a sink at its full size, as it is displayed.
  ///
  /// - Parameter number: The index of the frame, from 0.
  /// - Returns: The facts about the clip; the problem is `notFound` when it has fewer
  ///   frames.
  package static func frame(
    _ descriptor: Int32, as format: StreamFormat, number: Int, into sink: any PixelSink
  ) -> DecodedStream {
    var stream = DecodedStream()
    let file = StreamFile(descriptor, as: format)
    if let problem = file.problem { return DecodedStream(problem: problem) }
    guard let (facts, isSeen) = file.openPictures(), isSeen else {
      return DecodedStream(problem: .noDecoder(codec: ""))
    }
    stream.film = facts
    var count = 0
    stream.problem = .notFound
    while true {
      switch file.next() {
      case .frame:
        guard count == number else {
          count += 1
          continue
        }
        stream.problem = .outOfMemory
        let layout = PixelLayout(size: facts.size, colors: .rgb)
        guard PixelLayout.supports(facts.size), let rgb = file.rgb(facts.size), sink.begin(layout)
        else { return stream }
        unsafe rgb.withUnsafeBytes { unsafe sink.append($0) }
        stream.problem = nil
        return stream
      case .failed:
        stream.problem = .outOfMemory
        return stream
      case .end: return stream
      case .sound, .skipped: continue
      }
    }
  }

  /// Writes the samples of one channel from `part.first` up to `part.last`, as
  /// little-endian 16-bit integers with a short fade at both ends.
  package static func samples(
    _ descriptor: Int32, as format: StreamFormat, _ part: StreamPart, into writer: SampleWriter
  ) -> DecodedStream {
    var stream = DecodedStream()
    let file = StreamFile(descriptor, as: format)
    if let problem = file.problem { return DecodedStream(problem: problem) }
    guard let (facts, isHeard) = file.openSound(), isHeard, part.channel < facts.channels,
      part.first < part.last
    else { return DecodedStream(problem: .notFound) }
    stream.sound = facts
    let fade = Fade(part, rate: facts.rate)
    var position = 0
    while position < part.last {
      switch file.next() {
      case .sound(let count, _):
        let planes = unsafe file.samples(of: facts.channels)
        guard count > 0, unsafe planes.count == facts.channels else { continue }
        let plane = unsafe planes[part.channel]
        let (start, end) = (max(part.first, position), min(part.last, position + count))
        for index in start..<max(start, end) {
          unsafe writer.add(plane[index - position] * fade.share(at: index))
        }
        position += count
      case .failed:
        stream.problem = .outOfMemory
        return stream
      case .end:
        stream.problem = .notFound
        return stream
      case .frame, .skipped: continue
      }
    }
    writer.end()
    stream.sound?.sampleCount = part.last - part.first
    return stream
  }

  /// A fade of 5 ms at both ends, which keeps the cut from clicking.
  private struct Fade {
    private let part: StreamPart
    /// The length of each fade in samples.
    private let count: Int

    /// Limits the fades to half of the part each.
    init(_ part: StreamPart, rate: Int) {
      self.part = part
      count = min(rate / 200, (part.last - part.first) / 2)
    }

    /// Returns the factor for a sample, from 0 to 1.
    func share(at index: Int) -> Float {
      let inside = min(index - part.first, part.last - 1 - index)
      return inside >= count ? 1 : (Float(inside) + 0.5) / Float(count)
    }
  }
}

/// Writes 16-bit samples to a descriptor.
package final class SampleWriter {
  private let descriptor: Int32
  /// Samples that are not written yet.
  private var buffer: [UInt8] = []
  /// Whether a write failed, after which nothing more is written.
  private var isBroken = false

  /// Writes to a descriptor that the caller opened and closes.
  package init(to descriptor: Int32) { self.descriptor = descriptor }

  /// Adds a sample, where 1 is full scale. Larger values are clipped, and values that are
  /// not finite become 0.
  func add(_ sample: Float) {
    let scaled = sample.isFinite ? (sample * 32_768).rounded() : 0
    let value = Int16(max(-32_768, min(32_767, scaled)))
    buffer.append(UInt8(truncatingIfNeeded: value))
    buffer.append(UInt8(truncatingIfNeeded: value >> 8))
    if buffer.count >= 64 << 10 { end() }
  }

  /// Writes the samples that are still in the buffer.
  func end() {
    if !isBroken {
      isBroken =
        !(unsafe buffer.withUnsafeBytes { unsafe OutputDescriptor.write($0, to: descriptor) })
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
