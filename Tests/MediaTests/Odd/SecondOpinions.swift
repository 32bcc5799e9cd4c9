import Foundation
import Model
import TestSupport
import Testing

@testable import Media

@Suite("A second opinion", .timeLimit(.minutes(30)))
struct SecondOpinions {
  private static func files(_ format: MediaFormat) -> [ExpectedFile] {
    ExpectedFile.all.filter { $0.format == format }
  }

  @Test(
    "on each PNG is that of pngcheck", .enabled(if: Program.isInstalled("pngcheck")),
    arguments: files(.png))
  func png(expected: ExpectedFile) async throws {
    // What pngcheck ignores: the checksum inside the data, and the number of rows; and what it
    // rejects though every reader shows the picture.
    let unseen = [
      "png-bad-zlib-sum.png", "png-too-few-rows.png", "png-too-many-rows-bad-sum.png",
      "png-header-taller.png",
    ]
    let minded = [
      "png-cicp-p3.png", "png-cicp-pq.png", "png-cicp-srgb.png", "png-trailing.png",
      "png-trailing-png.png", "png-two-gammas.png",
    ]
    let path = try Fixtures.path("odd/\(expected.name)")
    let facts = try await Inspector.sample.facts(at: path)
    let result = try Program.run("pngcheck", ["-q", path.text])
    let words = result.output + result.errors
    if facts.problems.contains(where: { $0.isDamage }), !unseen.contains(expected.name) {
      #expect(result.status != 0, "\(facts.problems)")
    }
    if facts.problems.isEmpty, !minded.contains(expected.name) {
      #expect(result.status == 0, "\(words)")
    }
  }

  @Test(
    "on each JPEG is that of djpeg", .enabled(if: Program.isInstalled("djpeg")),
    // libjpeg reads that file and then can't convert its samples to pixels.
    arguments: files(.jpeg).filter { $0.name != "jpeg-oddly-sampled.jpg" })
  func jpeg(expected: ExpectedFile) async throws {
    let path = try Fixtures.path("odd/\(expected.name)")
    let facts = try await Inspector.sample.facts(at: path)
    let isSound = facts.problems.isEmpty
    let isDamaged = facts.problems.contains { $0.isDamage || $0 == .endMarkerMissing }
    guard isSound || isDamaged else { return }
    let result = try Program.run("djpeg", ["-outfile", "/dev/null", path.text])
    let words = result.output + result.errors
    #expect((result.status == 0 && words.isEmpty) == isSound, "\(words)")
  }

  @Test(
    "on size and orientation is that of exiftool", .enabled(if: Program.isInstalled("exiftool")))
  func exiftool() async throws {
    let folder = Fixtures.folder.appending(path: "odd").path(percentEncoded: false)
    let output = try Program.run(
      "exiftool",
      [
        "-json", "-n", "-q", "-q", "-FileName", "-IFD0:Orientation", "-ImageWidth", "-ImageHeight",
        folder,
      ]
    ).outputBytes
    let entries = try #require(JSONParser.parse(output).array)
    var compared = 0
    for entry in entries {
      guard let name = entry["FileName"]?.string, let width = entry["ImageWidth"]?.integer,
        // It reads nothing of a short header of OS/2, and reports a GIF's empty screen as its size.
        let height = entry["ImageHeight"]?.integer, width > 0, height > 0
      else { continue }
      let facts = try await Inspector.sample.facts(at: try Fixtures.path("odd/\(name)"))
      // HEIF is turned by other means than EXIF, which exiftool's size ignores.
      guard facts.format != .heic, facts.format != .avif else { continue }
      guard let image = facts.image, facts.isProven, image.orientationNote == nil else { continue }
      #expect(image.codedSize == PixelSize(width: width, height: height), "\(name)")
      #expect(image.orientation.rawValue == entry["Orientation"]?.integer ?? 1, "\(name)")
      compared += 1
    }
    #expect(compared > 150)
  }

  @Test(
    "on the size of each valid HEIC and AVIF is that of heif-info",
    .enabled(if: Program.isInstalled("heif-info")), arguments: files(.heic) + files(.avif))
  func heif(expected: ExpectedFile) async throws {
    let path = try Fixtures.path("odd/\(expected.name)")
    let facts = try await Inspector.sample.facts(at: path)
    guard facts.isProven, let size = facts.image?.size else { return }
    let result = try Program.run("heif-info", [path.text])
    let words = result.output + result.errors
    #expect(result.status == 0, "\(words)")
    let primary = words.split(separator: "\n").first { $0.contains(", primary") }
    #expect(
      primary?.hasPrefix("image: \(size.width)x\(size.height) ") == true, "\(words)")
  }
}
