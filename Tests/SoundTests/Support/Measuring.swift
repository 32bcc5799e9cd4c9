import Model
import Sound

/// Measures channels that arrive in pieces of some length.
func report(
  _ channels: [[Float]], rate: Int = Sound.rate, bits: Int? = 16, channel: Int = 0,
  pieces: [Int] = [4096], cuts: CutRequest? = nil
) -> SoundReport {
  var meter = SoundMeter(rate: rate, channels: channels.count, bits: bits, measuring: channel)
  let count = channels.map(\.count).min() ?? 0
  var start = 0
  var piece = 0
  while start < count {
    let end = min(count, start + max(1, pieces[piece % pieces.count]))
    add(channels[...], from: start, to: end, to: &meter, [])
    start = end
    piece += 1
  }
  return meter.finish(cuts: cuts)
}

/// Opens one channel after the other.
private func add(
  _ channels: ArraySlice<[Float]>, from start: Int, to end: Int, to meter: inout SoundMeter,
  _ open: [UnsafeBufferPointer<Float>]
) {
  guard let first = channels.first else { return meter.add(open) }
  first.withUnsafeBufferPointer { samples in
    let plane = UnsafeBufferPointer(rebasing: samples[start..<end])
    add(channels.dropFirst(), from: start, to: end, to: &meter, open + [plane])
  }
}

extension Sound {
  func report(bits: Int? = 16, pieces: [Int] = [4096], cuts: CutRequest? = nil) -> SoundReport {
    SoundTests.report([samples], bits: bits, pieces: pieces, cuts: cuts)
  }

  var measures: SoundMeasures { report().measures }
}
