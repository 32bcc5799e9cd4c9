/// Every sample of a voice, in the order of README.md.
let voiceFixtures: [Fixture] =
  goodVoices + codedVoices + boundVoices + faultyVoices + faultyChannels + brokenVoices + cutVoices

/// Whether this machine has the programs to make the samples.
let voicesCanBeMade = SpokenSound.isThere && StreamCoding.isThere

/// A sample of a voice, with its length.
func voice(
  _ name: String, _ note: String, _ length: Length,
  make: @escaping @Sendable () throws(FixtureError) -> [UInt8]
) -> Fixture {
  voice(name, note, length: length.text, make: make)
}

/// A truncated sample.
func voice(
  _ name: String, _ note: String, length: String,
  make: @escaping @Sendable () throws(FixtureError) -> [UInt8]
) -> Fixture {
  Fixture(name, note, length: length, canBeMade: voicesCanBeMade, make: make)
}

/// A number of samples at a rate.
struct Length: Sendable {
  let samples: Int
  let rate: Int

  init(_ samples: Int, at rate: Int) {
    self.samples = samples
    self.rate = rate
  }

  static let none = Length(0, at: 0)

  /// The length as the table shows it: `5.200 s: 83,200 samples`.
  var text: String {
    guard rate > 0 else { return "none" }
    let thousandths = samples * 1000 / rate
    let seconds = "\(thousandths / 1000).\(Self.padded(thousandths % 1000)) s"
    return "\(seconds): \(Self.grouped(samples)) samples"
  }

  private static func padded(_ number: Int) -> String {
    String(repeating: "0", count: 3 - String(number).count) + String(number)
  }

  private static func grouped(_ number: Int) -> String {
    number < 1000 ? "\(number)" : "\(number / 1000),\(padded(number % 1000))"
  }
}

/// A sentence spoken by a member of the cast.
struct Speech: Sendable {
  let spoken: SpokenSound
  /// The number of samples at 16 kHz.
  let samples: Int

  static let rate = 16_000
  /// The noise of a quiet room relative to full scale, in decibels.
  static let room = -66.0
  /// The length of good samples: 5.200 s.
  static let standard = Length(83_200, at: rate)

  init(
    _ voice: String, wordsPerMinute: Int = 150, pitch: Int = 50, samples: Int = standard.samples,
    _ sentence: String
  ) {
    spoken = SpokenSound(
      voice: voice, wordsPerMinute: wordsPerMinute, pitch: pitch, loudness: 60, sentence: sentence)
    self.samples = samples
  }

  /// The voice alone, with a peak 6 dB below full scale and silence between the words.
  func clean() throws(FixtureError) -> Sound {
    let heard = try spoken.samples().map { Double($0) / 32_768 }
    let sound = Sound(rate: SpokenSound.rate, heard).resampled(to: Self.rate).louder(by: -3)
    guard sound.count <= samples else { throw .missing("sentence of \(samples) samples or less") }
    return sound.prefix(samples)
  }

  /// The voice in a quiet room.
  func inRoom() throws(FixtureError) -> Sound { try clean().withNoise(Self.room) }
}

extension Speech {
  static let english = Speech(
    "en-us+linda", wordsPerMinute: 165,
    "Good morning. I am Mira, and I carry the first letters of the day across the old bridge.")
  static let spanish = Speech(
    "es+linda", wordsPerMinute: 183,
    "Buenos días. Soy Mira, y cada mañana llevo las primeras cartas al otro lado del puente.")
  static let mandarin = Speech(
    "cmn+linda", wordsPerMinute: 175, "早上好。我是米拉，每天早上送信。")
  static let japanese = Speech(
    "ja+linda", wordsPerMinute: 190,
    "おはようございます。わたしはミラ、まいあさ、はしのむこうへ、てがみをとどけます。")
  static let korean = Speech(
    "ko+linda", wordsPerMinute: 170, "안녕하세요. 저는 미라입니다. 매일 편지를 가져갑니다.")
  /// Another, low voice.
  static let man = Speech(
    "en-us", wordsPerMinute: 175, pitch: 30, samples: 41_600,
    "Good morning. I waited for it all night.")
  static let shortEnglish = Speech(
    "en-us+linda", wordsPerMinute: 165, pitch: 60, samples: 41_600,
    "Here it is. The river was slow.")
}
