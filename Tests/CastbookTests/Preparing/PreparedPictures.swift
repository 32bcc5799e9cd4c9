import Castbook
import Foundation
import Media
import TestSupport
import Testing

@Suite("Pictures that are prepared", .timeLimit(.minutes(30)))
struct PreparedPictures {
  /// The outcome of preparing one file, with the facts of the copy's bytes.
  private struct Made {
    let file: PreparedFile
    let picture: AnalysisPicture?
    let steps: [PreparationStep]
    let facts: FileFacts
  }

  private static func made(
    _ path: FilePath, for target: String = "kling",
    _ change: (inout PreparationOptions) -> Void = { _ in }
  ) async throws -> Made {
    let scratch = try TemporaryFolder()
    var preparation = Preparation(targets: try Fixtures.targets([target]))
    preparation.decoder = Cast.decoder
    change(&preparation.options)
    let outcome = try await preparation.run(
      FileList([path]), into: PreparedFolder(at: scratch.path("ready"), replacing: false)
    ) { _ in }
    let file = try #require(outcome.files.first)
    let written = try #require(outcome.written.first ?? nil, "\(file.refusals)")
    let found = try await Inspector(budget: MemoryBudget(total: 384 << 20), decoder: Cast.decoder)
      .inspect(.path(written.path), depth: .appearance)
    return Made(
      file: file, picture: found.picture, steps: file.preparedCopy?.steps ?? [], facts: found.facts)
  }

  private static func seen(_ name: String) async throws -> AnalysisPicture {
    let found = try await Inspector(budget: MemoryBudget(total: 384 << 20), decoder: Cast.decoder)
      .inspect(.path(try Fixtures.path(name)), depth: .appearance)
    return try #require(found.picture)
  }

  /// The mean difference of two pictures' values.
  private static func difference(_ one: AnalysisPicture, _ other: AnalysisPicture) -> Double {
    guard one.size == other.size else { return 255 }
    let sum = zip(one.rgb, other.rgb).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    return Double(sum) / Double(one.rgb.count)
  }

  @Test(
    "are upright, from all eight orientations and every format",
    arguments: (1...8).flatMap { number in
      [
        "jpeg-orientation-\(number)-le.jpg", "heic-turned-\(number).heic",
        "avif-turned-\(number).avif",
      ]
    })
  func upright(name: String) async throws {
    let path = try Fixtures.path("odd/\(name)")
    guard FileManager.default.fileExists(atPath: path.text) else { return }
    let made = try await Self.made(path) { $0.allowsEnlarging = true }
    #expect(made.facts.image?.orientation == .upright)
    // An enlarged picture is compared by its perceptual hash.
    let digests = [made.facts.perceptual, made.file.before.facts.perceptual].compactMap(\.self)
    #expect(digests.count == 2 && digests[0].distance(to: digests[1]) <= 6, "\(name)")
  }

  @Test(
    "in other color spaces become sRGB",
    arguments: ["jpeg-icc-p3.jpg", "png-iccp-p3.png", "webp-icc-p3.webp", "tiff-icc-p3.tif"])
  func colors(name: String) async throws {
    let made = try await Self.made(try Fixtures.path("odd/\(name)")) { $0.allowsEnlarging = true }
    #expect(made.facts.image?.color.isSRGB == true)
    #expect(made.steps.contains { if case .convertColors = $0 { true } else { false } })
  }

  @Test("With a position in their metadata lose it, and no pixel changes")
  func position() async throws {
    let path = try Fixtures.path("odd/jpeg-exif-gps.jpg")
    guard FileManager.default.fileExists(atPath: path.text) else { return }
    let made = try await Self.made(path) { $0.allowsEnlarging = true }
    #expect(made.facts.image?.privateMetadata.isEmpty == true)
  }

  @Test("that are too wide get a border, or lose their sides on request")
  func panorama() async throws {
    let path = try Fixtures.path("trouble/mira-wide.jpg")
    let padded = try await Self.made(path)
    #expect(padded.facts.image?.size == PixelSize(width: 1600, height: 640))
    let cropped = try await Self.made(path) { $0.fit = .crop }
    #expect(cropped.facts.image?.size.height == 500)
    #expect((cropped.facts.image?.size.width ?? 0) <= 1250)
    let colored = try await Self.made(path) { $0.background = PixelColor("#204060") }
    let picture = try #require(colored.picture)
    #expect(abs(Int(picture.rgb[0]) - 0x20) < 4 && abs(Int(picture.rgb[2]) - 0x60) < 4)
  }

  @Test("that are cut out are flattened onto a color, and stay sharp")
  func cutOut() async throws {
    let path = try Fixtures.path("trouble/mug-cut-out.png")
    let made = try await Self.made(path)
    #expect(made.facts.image?.alpha == ImageFacts.Alpha.none)
    #expect(made.facts.format == .png)
    let asked = try await Self.made(path) { $0.background = .black }
    #expect(asked.steps.contains(.flatten(.black, .requested)))
  }

  @Test("that are too small are refused, or enlarged on request, with a finding that remains")
  func small() async throws {
    let path = try Fixtures.path("trouble/mira-full-length.jpg")
    let plan = try await Preparation(targets: try Fixtures.targets(["kling"])).plan(
      FileList([path])
    ) { _ in }
    #expect(plan.files.first?.refusals.map(\.rule) == [.imageTooSmall])
    let made = try await Self.made(path) { $0.allowsEnlarging = true }
    #expect((made.facts.image?.size.shorterSide ?? 0) >= 300)
    #expect(made.file.preparedCopy?.findings.map(\.rule) == [.imageTooSmall])
  }

  @Test("An original is never replaced")
  func originals() async throws {
    let scratch = try TemporaryFolder()
    let url = scratch.url.appending(path: "IMG_2038.JPG")
    let bytes = try Data(
      contentsOf: Fixtures.folder.appending(path: "trouble/IMG_2038.JPG"))
    try bytes.write(to: url)
    let preparation = Preparation(targets: try Fixtures.targets(["kling"]))
    let folder = try PreparedFolder(
      at: try #require(FilePath(scratch.url.path())), replacing: true)
    await #expect(throws: OutputFileError.self) {
      _ = try await preparation.run(
        FileList([scratch.path("IMG_2038.JPG")]), into: folder
      ) { _ in }
    }
    #expect(try Data(contentsOf: url) == bytes)
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.url.path())
    #expect(names == ["IMG_2038.JPG"])
  }

  @Test("A folder that disappears is reported as output that failed")
  func missingFolder() async throws {
    let scratch = try TemporaryFolder()
    let folder = try PreparedFolder(at: scratch.path("ready"), replacing: false)
    try FileManager.default.removeItem(at: scratch.url.appending(path: "ready"))
    let preparation = Preparation(targets: try Fixtures.targets(["kling"]))
    let files = FileList([try Fixtures.path("trouble/mira-wide.jpg")])
    let error = await #expect(throws: OutputFileError.self) {
      _ = try await preparation.run(files, into: folder) { _ in }
    }
    #expect(error?.rule == "output.failed")
    #expect(
      error?.message
        == "\(scratch.path("ready")): could not be written: No such file or directory")
    #expect(error?.fix == "use an existing folder that you can write to")
  }

  @Test("An existing file stops all of it, unless replacing is allowed")
  func inTheWay() async throws {
    let scratch = try TemporaryFolder()
    let ready = scratch.path("ready")
    try FileManager.default.createDirectory(
      at: scratch.url.appending(path: "ready"), withIntermediateDirectories: true)
    let other = scratch.url.appending(path: "ready/mug-cut-out.png")
    try Data("mine".utf8).write(to: other)
    let files = FileList([
      try Fixtures.path("trouble/mira-wide.jpg"), try Fixtures.path("trouble/mug-cut-out.png"),
    ])
    let preparation = Preparation(targets: try Fixtures.targets(["kling"]))
    await #expect(throws: OutputFileError.self) {
      _ = try await preparation.run(
        files, into: PreparedFolder(at: ready, replacing: false)
      ) { _ in }
    }
    var names = try FileManager.default.contentsOfDirectory(
      atPath: scratch.url.appending(path: "ready").path())
    #expect(names == ["mug-cut-out.png"])
    #expect(try Data(contentsOf: other) == Data("mine".utf8))
    let outcome = try await preparation.run(
      files, into: PreparedFolder(at: ready, replacing: true)
    ) { _ in }
    #expect(outcome.written.count { $0 != nil } == 2)
    // The second run finds everything in place.
    let again = try await preparation.run(
      files, into: PreparedFolder(at: ready, replacing: false)
    ) { _ in }
    #expect(again.written.allSatisfy { $0?.alreadyExisted == true })
    names = try FileManager.default.contentsOfDirectory(
      atPath: scratch.url.appending(path: "ready").path())
    #expect(Set(names) == ["mug-cut-out.png", "mira-wide.jpg", "prepare.json"])
  }

  @Test("Copies that are made one after the other are all in the folder's record")
  func recorded() async throws {
    let scratch = try TemporaryFolder()
    let preparation = Preparation(targets: try Fixtures.targets(["kling"]))
    for name in ["trouble/mira-wide.jpg", "trouble/mug-cut-out.png"] {
      _ = try await preparation.run(
        FileList([try Fixtures.path(name)]),
        into: PreparedFolder(at: scratch.path("ready"), replacing: false)
      ) { _ in }
    }
    let record = try JSONParser.parse(
      Array(Data(contentsOf: scratch.url.appending(path: "ready/prepare.json"))))
    let names = record["files"]?.array?.map { $0["output"]?["path"]?.string }
    #expect(names == ["mira-wide.jpg", "mug-cut-out.png"])
  }
}
