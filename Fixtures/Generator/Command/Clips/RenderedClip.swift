internal import FixtureScenes

/// A clip of rendered pictures, encoded by ffmpeg.
struct RenderedClip: Sendable {
  var pictures: [Picture]
  /// The number of pictures shown per second.
  var picturesPerSecond: Int
  /// The filters for them: the clip's frame rate and size.
  var filters = "fps=24,\(Self.large)"
  var coding = Self.h264
  var sound: Sound?
  var soundCoding = "-c:a aac -b:a 48k"

  static let h264 = "-c:v libx264 -preset slow -crf 34 -pix_fmt yuv420p"
  static let large = "scale=1280:720,setsar=1"

  /// The clip in the format of the name's suffix.
  func file(_ name: String = "out.mp4") throws(FixtureError) -> [UInt8] {
    guard let first = pictures.first else { throw .missing("picture") }
    var frames: [UInt8] = []
    frames.reserveCapacity(pictures.count * first.width * first.height * 3)
    for picture in pictures {
      for pixel in stride(from: 0, to: picture.rgba.count, by: 4) {
        frames += picture.rgba[pixel..<pixel + 3]
      }
    }
    let size = "-video_size \(first.width)x\(first.height)"
    var inputs = [
      StreamCoding.Input(
        options: "-f rawvideo -pixel_format rgb24 \(size) -framerate \(picturesPerSecond)",
        bytes: frames)
    ]
    var options = "-sws_flags bicubic+accurate_rnd+full_chroma_int+bitexact -vf '\(filters)'"
    options += " \(coding)"
    if let sound {
      inputs.append(StreamCoding.Input(bytes: WaveFile(sound).bytes))
      options += " \(soundCoding)"
    }
    return try StreamCoding.file(name, options, from: inputs)
  }
}

/// The pictures of the clips, rendered once.
enum Turntable {
  /// Mira in 48 steps of 2°, from 48° on her right side to 46° on her left.
  static let mira = (0..<48).map { step in
    render(shot(.mira, View(yawDegrees: Float(2 * step - 48), pitchDegrees: 4)))
  }

  /// The mug in nine steps of 2°, in other light.
  static let mug = (0..<9).map { step in
    render(shot(.mug, View(yawDegrees: Float(2 * step), pitchDegrees: 20), light: .lamp))
  }

  private static func shot(_ subject: Subject, _ view: View, light: Light = .daylight) -> Shot {
    Shot(
      subject: subject, view: view, light: light, backdrop: .plain, width: 640, height: 360,
      samples: 2)
  }

  /// Some of Mira's pictures, one every 4°, for a clip that need not be smooth.
  static func few(_ count: Int) -> [Picture] { (0..<count).map { mira[12 + 2 * $0] } }
}
