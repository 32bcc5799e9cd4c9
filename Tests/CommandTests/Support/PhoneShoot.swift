import FormatSupport
import Foundation
import TestSupport
import Testing

/// Thirty photographs as a phone stores them, of two people and a mug: JPEGs, some of them stored
/// sideways, and HEIC; with a recording and a clip.
struct PhoneShoot {
  /// A photograph as rows of red, green and blue.
  private struct Photo {
    var width: Int
    var height: Int
    var pixels: [UInt8]
  }

  private let scratch: TemporaryFolder
  private let folder: URL

  /// Makes the shoot in a folder that does not exist yet.
  init(in folder: URL) throws {
    self.folder = folder
    scratch = try TemporaryFolder()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let turns = ["000", "045", "090", "135", "180", "225", "270", "315"]
    let mira = turns.map { "scenes/mira-\($0)-daylight.jpg" }
    var photos =
      (mira + ["front", "right", "back", "three-quarter-left"].map { "starter/mira-\($0).jpg" })
      .map { (file: $0, isBen: false) }
    photos += (mira + ["starter/mira-front.jpg", "starter/mira-right.jpg"]).map { ($0, true) }
    photos += ["000", "045", "090", "180", "270"].map { ("scenes/mug-\($0)-daylight.jpg", false) }
    photos += ["front", "three-quarter", "top"].map { ("starter/mug-\($0).jpg", false) }
    for (index, photo) in photos.enumerated() {
      var pixels = try decoded(photo.file)
      if photo.isBen { pixels = Self.ben(pixels) }
      let name = "IMG_\(4201 + index)"
      switch index % 5 {
      case 2: try writeHEIC(pixels, as: name)
      case 4: try writeJPEG(Self.turnedLeft(pixels), orientation: 6, as: name)
      default: try writeJPEG(pixels, orientation: 1, as: name)
      }
    }
    try writeInterview()
    try FileManager.default.copyItem(
      at: Fixtures.folder.appending(path: "clips/mira-8.0s.mp4").resolvingSymlinksInPath(),
      to: folder.appending(path: "MOV_4231.mp4"))
  }

  // MARK: Pictures

  /// Another person: Mira with red and blue swapped, leaning to one side.
  private static func ben(_ photo: Photo) -> Photo {
    var ben = photo
    for y in 0..<photo.height {
      let shift = (y - photo.height / 2) * 2 / 5
      for x in 0..<photo.width {
        let from = 3 * (y * photo.width + min(photo.width - 1, max(0, x - shift)))
        let to = 3 * (y * photo.width + x)
        ben.pixels[to] = photo.pixels[from + 2]
        ben.pixels[to + 1] = photo.pixels[from + 1]
        ben.pixels[to + 2] = photo.pixels[from]
      }
    }
    return ben
  }

  /// The photograph turned to the left: orientation 6 turns it upright.
  private static func turnedLeft(_ photo: Photo) -> Photo {
    var turned = Photo(width: photo.height, height: photo.width, pixels: photo.pixels)
    for y in 0..<photo.height {
      for x in 0..<photo.width {
        let from = 3 * (y * photo.width + x)
        let to = 3 * ((photo.width - 1 - x) * photo.height + y)
        for channel in 0..<3 { turned.pixels[to + channel] = photo.pixels[from + channel] }
      }
    }
    return turned
  }

  private func run(_ program: String, _ words: [String]) throws {
    let result = try Tool.run(
      program: URL(filePath: "/usr/bin/\(program)"), words, in: scratch.url)
    try #require(result.status == 0, "\(program): \(result.errors)")
  }

  private func decoded(_ fixture: String) throws -> Photo {
    let source = Fixtures.folder.appending(path: fixture).resolvingSymlinksInPath().path()
    try run("djpeg", ["-pnm", "-outfile", "photo.ppm", source])
    let bytes = [UInt8](try Data(contentsOf: scratch.url.appending(path: "photo.ppm")))
    // "P6", width, height and 255, each followed by white space.
    var numbers: [Int] = []
    var offset = 2
    while numbers.count < 3 {
      while bytes[offset] <= 32 { offset += 1 }
      let end = try #require(bytes[offset...].firstIndex { $0 <= 32 })
      numbers.append(try #require(Int(String(decoding: bytes[offset..<end], as: UTF8.self))))
      offset = end
    }
    return Photo(width: numbers[0], height: numbers[1], pixels: Array(bytes[(offset + 1)...]))
  }

  /// Encodes a photograph as JPEG, to a file in the scratch folder.
  private func encoded(_ photo: Photo) throws -> [UInt8] {
    let head = Array("P6 \(photo.width) \(photo.height) 255\n".utf8)
    try scratch.write(Data(head + photo.pixels), to: "photo.ppm")
    try run("cjpeg", ["-quality", "92", "-outfile", "photo.jpg", "photo.ppm"])
    return [UInt8](try Data(contentsOf: scratch.url.appending(path: "photo.jpg")))
  }

  private func writeJPEG(_ photo: Photo, orientation: UInt8, as name: String) throws {
    var exif = EXIFBuilder()
    exif.main = [
      EXIFBuilder.Entry(0x010F, "Apple"), EXIFBuilder.Entry(0x0110, "iPhone 15"),
      EXIFBuilder.Entry(0x0112, type: 3, [0, orientation]),
    ]
    try Data(AssembledPicture.jpeg(try encoded(photo), [AssembledPicture.exif(exif)]))
      .write(to: folder.appending(path: "\(name).JPG"))
  }

  private func writeHEIC(_ photo: Photo, as name: String) throws {
    _ = try encoded(photo)
    try run("heif-enc", ["-q", "80", "photo.jpg", "-o", "photo.heic"])
    try FileManager.default.copyItem(
      at: scratch.url.appending(path: "photo.heic"), to: folder.appending(path: "\(name).HEIC"))
  }

  // MARK: Sound

  /// The starter voice three times, as one recording.
  private func writeInterview() throws {
    let voice = Fixtures.folder.appending(path: "starter/mira-voice.wav").resolvingSymlinksInPath()
    let bytes = [UInt8](try Data(contentsOf: voice))
    let data = try #require(
      bytes.indices.dropLast(8).first { Array(bytes[$0..<$0 + 4]) == Array("data".utf8) })
    let samples = Array(bytes[(data + 8)...])
    var head = Array(bytes[..<data])
    head.replaceSubrange(4..<8, with: Bytes.little(head.count + 3 * samples.count))
    let recording =
      head + Array("data".utf8) + Bytes.little(3 * samples.count) + samples + samples + samples
    try Data(recording).write(to: folder.appending(path: "interview.wav"))
  }
}
