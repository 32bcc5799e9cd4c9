internal import FixtureScenes

/// Every clip, in the order of README.md.
let clipFixtures: [Fixture] =
  goodClips + boundClips + oddClips + mendableClips + fieldClips + brokenClips

/// A clip with its length: a number of frames at a frame rate.
private func clip(
  _ name: String, _ note: String, _ frames: Int, at rate: Int = 24,
  make: @escaping @Sendable () throws(FixtureError) -> [UInt8]
) -> Fixture {
  clip(name, note, length: Length(frames, at: rate).inFrames, make: make)
}

private func clip(
  _ name: String, _ note: String, length: String,
  make: @escaping @Sendable () throws(FixtureError) -> [UInt8]
) -> Fixture {
  Fixture(name, note, length: length, canBeMade: voicesCanBeMade, make: make)
}

extension Length {
  /// The length in frames: `4.000 s: 96 frames`.
  fileprivate var inFrames: String { text.replacing("samples", with: "frames") }
}

/// Clips without a fault.
private let goodClips: [Fixture] = [
  clip("mira.mp4", "Mira turns by 94°, and is heard: AAC.", 96) { () throws(FixtureError) in
    var clip = turning()
    clip.sound = try Speech.english.inRoom().prefix(64_000)
    return try clip.file()
  },
  clip("mira-silent.mp4", "Four views of her, without a track of sound.", 96) {
    () throws(FixtureError) in
    try slow().file()
  },
  clip("mira.webm", "640 × 360, VP9 in a WebM.", 96) { () throws(FixtureError) in
    var clip = slow()
    clip.filters = "fps=24"
    clip.coding = "-c:v libvpx-vp9 -deadline good -cpu-used 3 -crf 40 -b:v 0 -pix_fmt yuv420p"
    return try clip.file("out.webm")
  },
  clip("mira.mkv", "H.264 in a Matroska.", 96) { () throws(FixtureError) in
    try slow().file("out.mkv")
  },
]

/// Lengths at the bounds of 3 and 8 seconds, at 30 frames a second.
private let boundClips: [Fixture] = [87, 90, 240, 243].map { frames in
  let seconds = "\(frames / 30).\(frames % 30 / 3)"
  return clip("mira-\(seconds)s.mp4", "\(seconds) s exactly.", frames, at: 30) {
    () throws(FixtureError) in
    // A picture every two seconds, the last one cut short.
    let pictures = Turntable.few((frames + 59) / 60).flatMap { [$0, $0] }
    var clip = RenderedClip(pictures: pictures, picturesPerSecond: 1)
    clip.filters = "fps=30,trim=end_frame=\(frames),\(RenderedClip.large)"
    return try clip.file()
  }
}

/// Clips with one peculiarity each.
private let oddClips: [Fixture] = [
  clip(
    "turned.mov", "Filmed upright: stored 1280 × 720, the matrix turns it to 720 × 1280.", 96
  ) { () throws(FixtureError) in
    var clip = slow()
    clip.filters = "fps=24,crop=202:360,scale=720:1280,transpose=cclock,setsar=1"
    let file = try clip.file("out.mov")
    return try file.turned(width: 720)
  },
  clip(
    "wide-pixels.mp4", "Stored 960 × 720 with pixels 4:3, to be shown as 1280 × 720.", 96
  ) { () throws(FixtureError) in
    var clip = slow()
    clip.filters = "fps=24,scale=960:720,setsar=4/3"
    return try clip.file()
  },
  clip(
    "variable-rate.mp4", "32 frames at 24 a second, then 16 at 6.",
    length: "3.917 s: 48 frames"
  ) { () throws(FixtureError) in
    var clip = turning()
    clip.filters = "setpts=if(lt(N\\,32)\\,N\\,32+4*(N-32))/24/TB,\(RenderedClip.large)"
    clip.coding += " -crf 38 -bf 0 -vsync passthrough -enc_time_base 1:24 -video_track_timescale 24"
    return try clip.file()
  },
  clip("hdr.mp4", "HEVC of 10 bits, tagged BT.2020 and SMPTE ST 2084 (PQ).", 96) {
    () throws(FixtureError) in
    var clip = slow()
    clip.coding =
      "-pix_fmt yuv420p10le -c:v libx265 -tag:v hvc1 -crf 36 -x265-params "
      + "log-level=none:info=0:pools=1:frame-threads=1:colorprim=bt2020:transfer=smpte2084"
      + ":colormatrix=bt2020nc:range=limited"
      + " -color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc"
    return try clip.file()
  },
  clip("one-cut.mp4", "Mira, and from frame 36 (1.500 s) the mug in other light.", 72) {
    () throws(FixtureError) in
    let mug = Turntable.mug.flatMap { [$0, $0] }
    return try RenderedClip(pictures: Turntable.mira.prefix(18) + mug, picturesPerSecond: 12)
      .file()
  },
  clip("too-small.mp4", "200 × 150.", 96) { () throws(FixtureError) in
    var clip = slow()
    clip.filters = "fps=24,crop=480:360,scale=200:150,setsar=1"
    return try clip.file()
  },
]

/// Clips that must be changed before a service accepts them.
private let mendableClips: [Fixture] = [
  clip(
    "takes.mkv",
    "640 × 360 in a Matroska: Mira for 4 s, then the mug; from 5 s on somebody speaks, in FLAC.",
    288
  ) { () throws(FixtureError) in
    let mug = Turntable.mug + Turntable.mug.reversed()
    let shown = (0..<96).map { mug[$0 % mug.count] }
    var clip = RenderedClip(pictures: Turntable.mira + shown, picturesPerSecond: 12)
    clip.filters = "fps=24,setsar=1"
    clip.coding += " -g 24"
    clip.sound = try Speech.english.inRoom()
    clip.soundCoding = "-af adelay=5000 -c:a flac"
    return try clip.file("out.mkv")
  },
  clip("placed.mov", "Tells a place and a name; its sound is PCM.", 96) {
    () throws(FixtureError) in
    var clip = slow()
    clip.sound = try Speech.english.inRoom().resampled(to: 8000).prefix(32_000)
    clip.coding += " -metadata location=+48.2082+016.3738/ -metadata artist=Mira"
    clip.soundCoding = "-c:a pcm_s16le"
    return try clip.file("out.mov")
  },
  clip(
    "late-start.mp4", "Its edit list leaves out the first half second, which no key frame ends.",
    length: "8.500 s: 255 of 270 frames"
  ) { () throws(FixtureError) in
    var clip = RenderedClip(pictures: Turntable.few(9), picturesPerSecond: 1)
    clip.filters = "fps=30,setsar=1"
    clip.coding += " -g 300 -sc_threshold 0 -bf 0"
    return try clip.file().startingLater(byFrames: 15, of: 270)
  },
]

/// Clips that are interlaced, have two shots, have sound before the picture, or come from a phone.
private let fieldClips: [Fixture] = [
  clip(
    "interlaced.mp4",
    "640 × 360, interlaced: the rows 0, 2, 4 … were taken first, the others a fiftieth of a second later.",
    100, at: 25
  ) { () throws(FixtureError) in
    var clip = sliding()
    clip.filters += ",tinterlace=interleave_top:flags=0"
    clip.coding += " -crf 26 -x264-params tff=1"
    return try clip.file()
  },
  clip(
    "interlaced.mpg",
    "The same as MPEG-2 in an MPEG program stream, the rows 1, 3, 5 … first.", 80, at: 25
  ) { () throws(FixtureError) in
    var clip = sliding()
    clip.filters += ",trim=end_frame=160,tinterlace=interleave_bottom:flags=0,setfield=bff"
    clip.coding = "-c:v mpeg2video -q:v 12 -flags +ilme+ildct -top 0 -pix_fmt yuv420p"
    return try clip.file("out.mpg")
  },
  clip(
    "fade.mp4", "640 × 360: Mira, softly focused; from 1.6 to 2.4 s she fades into the mug.", 96
  ) { () throws(FixtureError) in
    let mug = Turntable.mug + Turntable.mug.reversed()
    var clip = RenderedClip(
      pictures: Turntable.mira.prefix(30) + mug, picturesPerSecond: 12)
    clip.filters =
      "fps=24,split[a][b];[a]trim=end=2.4,setpts=PTS-STARTPTS,gblur=sigma=1.5[a];"
      + "[b]trim=start=2.5,setpts=PTS-STARTPTS,tpad=stop_mode=clone:stop=24[b];"
      + "[a][b]xfade=transition=fade:duration=0.8:offset=1.6,trim=end_frame=96,setsar=1"
    clip.coding += " -crf 28"
    return try clip.file()
  },
  clip(
    "early-sound.mp4", "640 × 360: it is heard for 0.6 s before its first picture.", 96
  ) { () throws(FixtureError) in
    var clip = RenderedClip(pictures: Turntable.few(4), picturesPerSecond: 1)
    clip.filters = "fps=24,setpts=PTS+0.6/TB,setsar=1"
    clip.coding += " -crf 38"
    clip.sound = try Speech.english.inRoom().resampled(to: 8000).prefix(36_800)
    clip.soundCoding = "-c:a aac -b:a 24k"
    return try clip.file()
  },
  clip(
    "phone.mov", "640 × 360: names the make and model of a phone, and the day.", 84
  ) { () throws(FixtureError) in
    var clip = RenderedClip(pictures: Turntable.few(7), picturesPerSecond: 2)
    clip.filters = "fps=24,setsar=1"
    clip.coding +=
      " -crf 38 -movflags use_metadata_tags -metadata creation_time=2026-04-05T12:34:56Z"
      + " -metadata com.apple.quicktime.make=Phonemaker"
      + " -metadata com.apple.quicktime.model='Handset 9'"
      + " -metadata com.apple.quicktime.creationdate=2026-04-05T14:34:56+0200"
    return try clip.file("out.mov")
  },
]

/// Clips that are truncated, damaged, lie, or are not clips.
private let brokenClips: [Fixture] = [
  clip(
    "cut-no-index.mp4", "The first half of a file whose index was to come at the end.",
    length: "none"
  ) { () throws(FixtureError) in
    firstHalf(try slow().file())
  },
  clip(
    "cut-index-first.mp4", "The first half of a file whose index says 4 s.",
    length: "19 of 96 frames"
  ) { () throws(FixtureError) in
    var clip = slow()
    clip.coding += " -movflags +faststart"
    return firstHalf(try clip.file())
  },
  clip("lying-length.mp4", "Every header says 8 s; there are frames for 4.", 96) {
    () throws(FixtureError) in
    try slow().file().lasting(twice: ["mvhd", "tkhd", "mdhd", "elst"])
  },
  clip("damaged.mp4", "256 bytes in the middle of the frames are 0xAA.", 96) {
    () throws(FixtureError) in
    let file = try slow().file()
    return file.replacing(at: file.count / 2, with: [UInt8](repeating: 0xAA, count: 256))
  },
  Fixture("empty.mp4", "No byte at all.", length: "none") { [] },
  Fixture("text.mp4", "A text.", length: "none") {
    [UInt8]("Mira turns round, slowly, and looks at the bridge.\n")
  },
]

/// Every picture for two frames: 4 s.
private func turning() -> RenderedClip {
  RenderedClip(pictures: Turntable.mira, picturesPerSecond: 12)
}

/// A part of one picture that moves across, 50 pictures a second for four seconds.
private func sliding() -> RenderedClip {
  var clip = RenderedClip(pictures: Turntable.few(1), picturesPerSecond: 1)
  clip.filters =
    "loop=loop=199:size=1,setpts=N/(50*TB),fps=50,scale=1280:720,"
    + "crop=640:360:120+2*n:160,setsar=1"
  return clip
}

/// Four pictures, each for a second.
private func slow() -> RenderedClip {
  RenderedClip(pictures: Turntable.few(4), picturesPerSecond: 1)
}

private func firstHalf(_ file: [UInt8]) -> [UInt8] { Array(file.prefix(file.count / 2)) }
