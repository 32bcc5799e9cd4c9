/// A sentence spoken by espeak-ng and made ready for use: 16-bit mono, trimmed, at an even level.
struct SpokenSound {
  /// A voice of espeak-ng with one of its variants: `en-us+linda`.
  var voice: String
  var wordsPerMinute: Int
  /// The pitch, 0...99; 50 is the voice's own.
  var pitch: Int
  /// The loudness; 100 is the voice's own, less avoids clipping by the program.
  var loudness = 100
  /// The sentence, without apostrophes: it is handed to a shell.
  var sentence: String

  /// The program that speaks, one of Debian's packages.
  static let program = "espeak-ng"
  static let rate = 22_050

  static var isThere: Bool { Program.isThere(program) }

  /// The sound alone, at `rate`.
  func samples() throws(FixtureError) -> [Int16] {
    let spoken = try Self.samples(in: output())
    return Self.levelled(Self.trimmed(spoken))
  }

  /// The program's output: a WAV file whose lengths it could not know yet.
  private func output() throws(FixtureError) -> [UInt8] {
    try Program.output(
      of: "\(Self.program) -v '\(voice)' -s \(wordsPerMinute) -p \(pitch) -a \(loudness) --stdout "
        + "'\(sentence)'", named: Self.program)
  }

  /// The samples after the header of 44 bytes that the program always writes.
  private static func samples(in file: [UInt8]) throws(FixtureError) -> [Int] {
    let header = 44
    guard file.count > header, file[24] == 0x22, file[25] == 0x56, file[34] == 16 else {
      throw .missing("sound of 16 bits at \(rate) Hz")
    }
    return stride(from: header, to: file.count - 1, by: 2).map { index in
      Int(Int16(bitPattern: UInt16(file[index]) | UInt16(file[index + 1]) << 8))
    }
  }

  /// The samples without the silence before and after, except for a short margin that keeps the
  /// edges from clicking.
  private static func trimmed(_ samples: [Int]) -> [Int] {
    let quiet = 200
    let breath = rate * 12 / 100
    guard let first = samples.firstIndex(where: { abs($0) > quiet }),
      let last = samples.lastIndex(where: { abs($0) > quiet })
    else { return samples }
    let silence = [Int](repeating: 0, count: breath)
    return silence + samples[first...last] + silence
  }

  /// The samples scaled to a peak 3 dB below full scale.
  private static func levelled(_ samples: [Int]) -> [Int16] {
    let loudest = samples.map(abs).max() ?? 0
    let wanted = 23_197
    return samples.map { Int16($0 * wanted / max(loudest, 1)) }
  }
}
