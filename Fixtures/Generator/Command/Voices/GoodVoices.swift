/// One sentence in each of five languages.
let goodVoices: [Fixture] = [
  good("en-us.wav", "American English", .english), good("es.wav", "Spanish", .spanish),
  good("cmn.wav", "Mandarin", .mandarin), good("ja.wav", "Japanese", .japanese),
  good("ko.wav", "Korean", .korean),
]

private func good(_ name: String, _ language: String, _ speech: Speech) -> Fixture {
  voice(name, "Mira speaks \(language): 16 bit, 16 kHz, one channel.", Speech.standard) {
    () throws(FixtureError) in
    WaveFile(try speech.inRoom()).bytes
  }
}

/// The English sentence in other codings.
let codedVoices: [Fixture] = [
  coded("en-us.mp3", "MP3, 48 kbit/s", "-c:a libmp3lame -b:a 48k -id3v2_version 0"),
  coded("en-us.m4a", "AAC, 48 kbit/s", "-c:a aac -b:a 48k"),
  coded("en-us.ogg", "Vorbis in Ogg", "-c:a libvorbis -q:a 2"),
  coded("en-us.opus", "Opus, 24 kbit/s: it comes back at 48 kHz", "-c:a libopus -b:a 24k"),
  coded("en-us.flac", "FLAC", losslessly),
  coded("en-us.aiff", "AIFF, 16 bit", "-c:a pcm_s16be"),
  voice(
    "en-us.mp4", "The English sentence as the sound of a clip: AAC beside a black picture.",
    Speech.standard
  ) { () throws(FixtureError) in
    let sound = WaveFile(try Speech.english.inRoom()).bytes
    let black = [UInt8](repeating: 0, count: 3 * 64 * 64)
    return try StreamCoding.file(
      "out.mp4",
      "-vf loop=51:1:0 -c:v libx264 -pix_fmt yuv420p -c:a aac -b:a 48k",
      from: [
        StreamCoding.Input(
          options: "-f rawvideo -pixel_format rgb24 -video_size 64x64 -framerate 10", bytes: black),
        StreamCoding.Input(bytes: sound),
      ])
  },
]

private func coded(_ name: String, _ note: String, _ options: String) -> Fixture {
  voice(name, "The English sentence as \(note).", Speech.standard) { () throws(FixtureError) in
    try codedSound(name, options, Speech.english.inRoom())
  }
}

let losslessly = "-c:a flac -compression_level 12"

/// A sound coded with the given options, in the format of the name's suffix.
func codedSound(_ name: String, _ options: String, _ sound: Sound) throws(FixtureError) -> [UInt8] {
  try StreamCoding.file(name, options, from: [StreamCoding.Input(bytes: WaveFile(sound).bytes)])
}

/// Lengths at the bounds of 3, 5, 8 and 30 seconds.
let boundVoices: [Fixture] =
  [23_992, 24_000, 39_992, 40_000, 64_000, 64_008].map { bound(Length($0, at: 8000)) } + [
    bound(Length(120_000, at: 4000)),
    five(
      "5.00s.mp3", "With the header of frames and padding that tells a decoder the length.",
      "-write_xing 1"),
    five("5.00s-no-header.mp3", "Without that header: a decoder gives more.", "-write_xing 0"),
  ]

/// The English sentence repeated, in the coding of telephones.
private func bound(_ length: Length) -> Fixture {
  let seconds = length.text.prefix { $0 != " " }
  return voice("\(seconds)s.wav", "\(seconds) s exactly: \(length.rate) Hz, µ-law.", length) {
    () throws(FixtureError) in
    let sound = try Speech.english.inRoom().resampled(to: length.rate)
    return WaveFile(sound.repeated(to: length.samples), .mu8).bytes
  }
}

private func five(_ name: String, _ note: String, _ options: String) -> Fixture {
  voice(name, "MP3 of 5.00 s, 32 kbit/s. \(note)", Length(80_000, at: Speech.rate)) {
    () throws(FixtureError) in
    try codedSound(name, fiveSecondsOptions + options, fiveSeconds())
  }
}

let fiveSecondsOptions = "-c:a libmp3lame -b:a 32k -id3v2_version 0 "

/// The English sentence cut at 5.00 s.
func fiveSeconds() throws(FixtureError) -> Sound { try Speech.english.inRoom().prefix(80_000) }
