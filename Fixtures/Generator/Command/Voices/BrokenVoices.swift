/// Files whose header lies, or that are not sounds.
let brokenVoices: [Fixture] = [
  Fixture("empty.wav", "No byte at all.", length: Length.none.text) { [] },
  Fixture("text.wav", "A text.", length: Length.none.text) {
    [UInt8]("Good morning. I am Mira, but nobody has recorded me yet.\n")
  },
  lying("long-chunk.wav", "8 kHz, µ-law; its header says twice as many samples as there are.") {
    file in
    file.saying(UInt32(shortLength.samples * 2), at: WaveFile.dataSize)
  },
  voice("giant.wav", "2 KB whose header says 1 GB.", Length(1002, at: 8000)) {
    () throws(FixtureError) in
    WaveFile(try shortSound().prefix(1002)).saying(1 << 30, at: WaveFile.dataSize)
      .saying(1 << 30 + 36, at: WaveFile.riffSize).bytes
  },
  voice("rate-0.wav", "0 samples a second.", .none) { () throws(FixtureError) in
    WaveFile(try shortSound().prefix(1000)).saying(0, at: WaveFile.rate).bytes
  },
  voice("channels-0.wav", "No channel.", .none) { () throws(FixtureError) in
    WaveFile(try shortSound().prefix(1000)).saying(channels: 0).bytes
  },
  voice("header-only.wav", "A header and no sample.", .none) {
    WaveFile(Sound(rate: 16_000, [])).bytes
  },
  lying(
    "streamed.wav",
    "8 kHz, µ-law, written to a pipe: both its sizes are 0xFFFFFFFF, and that is fine."
  ) {
    $0.saying(.max, at: WaveFile.riffSize).saying(.max, at: WaveFile.dataSize)
  },
]

/// Files that lack a part, or don't match their name.
let cutVoices: [Fixture] = [
  coded(
    "cut.mp3", "The first half of an MP3 whose header says 5.00 s.", mp3,
    length: "some 2.5 of 5.000 s", change: firstHalf),
  coded("mp3-named.wav", "An MP3 of 5.00 s.", mp3) { $0 },
  coded(
    "cut.m4a", "The first half of an M4A of 5.00 s with its index in front.",
    "-c:a aac -b:a 32k -movflags +faststart", length: "some 2.3 of 5.000 s", change: firstHalf),
  coded(
    "cut-no-index.m4a", "The first half of an M4A whose index was to come at the end.",
    "-c:a aac -b:a 32k", length: "none", change: firstHalf),
  coded(
    "cut.ogg", "The first half of an Ogg Vorbis of 5.00 s.", "-c:a libvorbis -q:a 0",
    length: "some 2 of 5.000 s", change: firstHalf),
  voice("damaged.flac", "64 bytes in the middle are 0.", Length(51_200, at: Speech.rate)) {
    () throws(FixtureError) in
    let file = try codedSound("out.flac", losslessly, Speech.english.inRoom().prefix(51_200))
    return file.replacing(at: file.count / 2, with: [UInt8](repeating: 0, count: 64))
  },
  twoTracks("two-tracks.mkv"), twoTracks("two-tracks.mp4"),
]

private let mp3 = fiveSecondsOptions + "-f mp3"

private let shortLength = Length(25_600, at: 8000)

private func shortSound() throws(FixtureError) -> Sound {
  try Speech.english.inRoom().resampled(to: shortLength.rate).prefix(shortLength.samples)
}

private func lying(
  _ name: String, _ note: String, change: @escaping @Sendable (WaveFile) -> WaveFile
) -> Fixture {
  voice(name, note, shortLength) { () throws(FixtureError) in
    change(WaveFile(try shortSound(), .mu8)).bytes
  }
}

@Sendable private func firstHalf(_ file: [UInt8]) -> [UInt8] { Array(file.prefix(file.count / 2)) }

/// 5.00 s that are coded and then changed.
private func coded(
  _ name: String, _ note: String, _ options: String,
  length: String = Length(80_000, at: Speech.rate).text,
  change: @escaping @Sendable ([UInt8]) -> [UInt8]
) -> Fixture {
  voice(name, note, length: length) { () throws(FixtureError) in
    change(try codedSound(name, options, fiveSeconds()))
  }
}

private func twoTracks(_ name: String) -> Fixture {
  voice(name, "Two tracks of sound, AAC: the English sentence, then the Spanish.", Speech.standard)
  {
    () throws(FixtureError) in
    try StreamCoding.file(
      name, "-map 0:a -map 1:a -c:a aac -b:a 32k",
      from: [
        StreamCoding.Input(bytes: WaveFile(try Speech.english.inRoom()).bytes),
        StreamCoding.Input(bytes: WaveFile(try Speech.spanish.inRoom()).bytes),
      ])
  }
}
