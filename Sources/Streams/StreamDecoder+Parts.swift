package import Decoding
internal import Model

extension StreamDecoder {
  /// Hands over one frame, by its number from 0, at its full size, as it is shown.
  package static func frame(
    _ descriptor: Int32, as format: StreamFormat, number: Int, into sink: any PixelSink
  ) -> DecodedStream {
    var stream = DecodedStream()
    let file = StreamFile(descriptor, as: format)
    if let problem = file.problem { return DecodedStream(problem: problem) }
    guard let (facts, isSeen) = file.watch(), isSeen else {
      return DecodedStream(problem: .noDecoder(codec: ""))
    }
    stream.film = facts
    var count = 0
    stream.problem = .notThere
    while true {
      switch file.next() {
      case .frame:
        guard count == number else {
          count += 1
          continue
        }
        stream.problem = .outOfMemory
        let layout = PixelLayout(size: facts.size, colors: .rgb)
        guard PixelLayout.takes(facts.size), let rgb = file.rgb(facts.size), sink.begin(layout)
        else { return stream }
        unsafe rgb.withUnsafeBytes { unsafe sink.take($0) }
        stream.problem = nil
        return stream
      case .failed:
        stream.problem = .outOfMemory
        return stream
      case .end: return stream
      case .sound, .counted: continue
      }
    }
  }

  /// Hands over the samples of a part of one channel, as 16 bits each, low byte first, fading in and out.
  package static func samples(
    _ descriptor: Int32, as format: StreamFormat, _ part: StreamPart, into writer: SampleWriter
  ) -> DecodedStream {
    var stream = DecodedStream()
    let file = StreamFile(descriptor, as: format)
    if let problem = file.problem { return DecodedStream(problem: problem) }
    guard let (facts, isHeard) = file.hear(), isHeard, part.channel < facts.channels,
      part.first < part.last
    else { return DecodedStream(problem: .notThere) }
    stream.sound = facts
    let fade = Fade(part, rate: facts.rate)
    var place = 0
    while place < part.last {
      switch file.next() {
      case .sound(let count, _):
        let planes = unsafe file.samples(of: facts.channels)
        guard count > 0, unsafe planes.count == facts.channels else { continue }
        let plane = unsafe planes[part.channel]
        let (start, end) = (max(part.first, place), min(part.last, place + count))
        for index in start..<max(start, end) {
          unsafe writer.add(plane[index - place] * fade.share(at: index))
        }
        place += count
      case .failed:
        stream.problem = .outOfMemory
        return stream
      case .end:
        stream.problem = .notThere
        return stream
      case .frame, .counted: continue
      }
    }
    writer.end()
    stream.sound?.sampleCount = part.last - part.first
    return stream
  }

  /// Five thousandths of a second at either end, so that nothing clicks.
  private struct Fade {
    private let part: StreamPart
    private let count: Int

    init(_ part: StreamPart, rate: Int) {
      self.part = part
      count = min(rate / 200, (part.last - part.first) / 2)
    }

    func share(at place: Int) -> Float {
      let inside = min(place - part.first, part.last - 1 - place)
      return inside >= count ? 1 : (Float(inside) + 0.5) / Float(count)
    }
  }
}

/// Writes samples of 16 bits to a descriptor.
package final class SampleWriter {
  private let descriptor: Int32
  private var held: [UInt8] = []
  private var isBroken = false

  package init(to descriptor: Int32) { self.descriptor = descriptor }

  func add(_ sample: Float) {
    let scaled = sample.isFinite ? (sample * 32_768).rounded() : 0
    let value = Int16(max(-32_768, min(32_767, scaled)))
    held.append(UInt8(truncatingIfNeeded: value))
    held.append(UInt8(truncatingIfNeeded: value >> 8))
    if held.count >= 64 << 10 { end() }
  }

  /// Writes what was held back.
  func end() {
    if !isBroken {
      isBroken = !(unsafe held.withUnsafeBytes { unsafe Descriptor.write($0, to: descriptor) })
    }
    held.removeAll(keepingCapacity: true)
  }
}
