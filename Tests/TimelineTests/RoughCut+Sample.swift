import Model
import TestSupport
import Testing
import Timeline

extension RoughCut {
  /// A film of four shots: two clips of which one has its own rate and other takes, a gap, a still.
  static func sample(rate: String, start: String = "01:00:00:00") throws -> RoughCut {
    let timecode = try #require(TimecodeRate(rate))
    return RoughCut(
      name: "night & day", timecode: timecode, start: try #require(timecode.frame(of: start)),
      size: PixelSize(width: 1280, height: 720),
      items: [
        Item(
          name: "lobby", frameCount: timecode.rate.frames(in: 121, at: try .whole(24)),
          clip: Clip(
            try .clip("lobby-2-41ab9f2c", "41ab9f2c", frames: 121, hasSound: true),
            alternatives: [
              try .clip("lobby-1-00c0ffee", "00c0ffee", frames: 96, note: "rejected: wrong coat"),
              Media(name: "lobby-3-5eed5eed", digest: try .padded("5eed5eed")),
            ]),
          marker: Marker("@mira:3 @mug:1", comment: "kling.v3-omni · 0.84 USD · seed 77"),
          metadata: ["shot": "shots/lobby.md", "cost": "0.84"]),
        Item(
          name: "the \"street\" <2>", frameCount: 72, clip: nil,
          marker: Marker("no kept take", comment: "2 takes, none kept")),
        Item(
          name: "mug", frameCount: 48,
          clip: Clip(
            Media(
              name: "mug-1-abcdef01", location: .sample("mug-1-abcdef01.png"),
              size: PixelSize(width: 1024, height: 1024), digest: try .padded("abcdef01"))),
          marker: Marker("@mug:1")),
        Item(
          name: "door", frameCount: 30,
          clip: Clip(try .clip("door-1-77777777", "77777777", frames: 300, hasSound: true)),
          marker: Marker("@mira:3")),
      ], metadata: ["dropFrame": timecode.isDropFrame])
  }
}

extension Media {
  /// A clip with 24 frames per second.
  static func clip(
    _ name: String, _ digits: String, frames: Int, note: String = "", hasSound: Bool = false
  ) throws -> Media {
    Media(
      name: name, location: .sample("\(name).mp4"), length: Length(frames, at: try .whole(24)),
      size: PixelSize(width: 1280, height: 720),
      sound: hasSound ? Sound(channelCount: 2, samplesPerSecond: 48000) : nil,
      digest: try .padded(digits), note: note)
  }
}

extension Media.Location {
  /// A file beside a timeline, in a folder whose name needs encoding.
  static func sample(_ name: String) -> Media.Location {
    let folder = Array("film #1-media/".utf8)
    let relative = FilePath(bytes: folder + Array(name.utf8)) ?? .unnamed
    return Media.Location(
      path: FilePath(bytes: Array("/films/".utf8) + relative.bytes) ?? .unnamed, relative: relative)
  }
}

extension FrameRate {
  static func whole(_ count: Int) throws -> FrameRate { try #require(FrameRate(count, 1)) }
}

extension Digest {
  /// A digest that begins with some digits.
  static func padded(_ digits: String) throws -> Digest {
    try #require(Digest(hex: digits + String(repeating: "0", count: 64 - digits.count)))
  }
}
