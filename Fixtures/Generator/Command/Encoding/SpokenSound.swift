internal import Glibc

/// A sentence as espeak-ng speaks it, made ready for use: 16-bit mono, cut close, at an even level.
struct SpokenSound {
  /// A voice of espeak-ng with one of its variants: `en-us+linda`.
  var voice: String
  var wordsPerMinute: Int
  /// 0...99; 50 is the voice's own.
  var pitch: Int
  /// Without apostrophes: it is handed to a shell.
  var sentence: String

  /// The program that speaks, one of Debian's packages.
  static let program = "espeak-ng"
  static let rate = 22_050

  /// Whether the program is on this machine.
  static var isThere: Bool {
    guard let path = unsafe getenv("PATH") else { return false }
    return unsafe String(cString: path).split(separator: ":").contains { folder in
      unsafe access("\(folder)/\(program)", X_OK) == 0
    }
  }

  /// The sound as a WAV file.
  func file() throws(FixtureError) -> [UInt8] {
    let spoken = try Self.samples(in: output())
    return wav(Self.levelled(Self.trimmed(spoken)), rate: Self.rate)
  }

  /// What the program writes: a WAV file whose lengths it could not know yet.
  private func output() throws(FixtureError) -> [UInt8] {
    let command =
      "\(Self.program) -v '\(voice)' -s \(wordsPerMinute) -p \(pitch) --stdout '\(sentence)'"
    guard let pipe = unsafe popen(command, "r") else { throw .refused(Self.program) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe fread(&block, 1, block.count, pipe)
      if count == 0 { break }
      bytes += block.prefix(count)
    }
    guard unsafe pclose(pipe) == 0 else { throw .refused(Self.program) }
    return bytes
  }

  /// The samples behind the header of 44 bytes that the program always writes.
  private static func samples(in file: [UInt8]) throws(FixtureError) -> [Int] {
    let header = 44
    guard file.count > header, file[24] == 0x22, file[25] == 0x56, file[34] == 16 else {
      throw .missing("sound of 16 bits at \(rate) Hz")
    }
    return stride(from: header, to: file.count - 1, by: 2).map { place in
      Int(Int16(bitPattern: UInt16(file[place]) | UInt16(file[place + 1]) << 8))
    }
  }

  /// Without the silence before and behind, but for a breath that keeps the edges from clicking.
  private static func trimmed(_ samples: [Int]) -> [Int] {
    let quiet = 200
    let breath = rate * 12 / 100
    guard let first = samples.firstIndex(where: { abs($0) > quiet }),
      let last = samples.lastIndex(where: { abs($0) > quiet })
    else { return samples }
    let silence = [Int](repeating: 0, count: breath)
    return silence + samples[first...last] + silence
  }

  /// As loud as 3 dB below full scale at its loudest.
  private static func levelled(_ samples: [Int]) -> [Int16] {
    let loudest = samples.map(abs).max() ?? 0
    let wanted = 23_197
    return samples.map { Int16($0 * wanted / max(loudest, 1)) }
  }
}
