import FormatSupport
import Foundation
import Model
import TestSupport
import Testing

/// Pictures that commands draw, and the messages beside them.
@Suite("A picture that is drawn")
struct DrawnPictures {
  /// The width and height of a PNG.
  private static func size(_ png: Data) -> [Int] {
    let bytes = Array(png)
    return [16, 20].map { start in bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
  }

  @Test("is refused with exit code 2 if no named file exists, and nothing is written")
  func missing() throws {
    let scratch = try TemporaryFolder()
    let refused = try Tool.run(["sheet", "nofile.jpg", "-o", "x.png"], in: scratch.url)
    #expect(refused.status == 2)
    #expect(refused.errors.hasPrefix("castbook: nofile.jpg: no such file"))
    #expect(!FileManager.default.fileExists(atPath: scratch.path("x.png").text))
    // Other files are drawn nevertheless, and the mistake is still reported.
    try scratch.copy("starter/mug-top.jpg")
    let rest = try Tool.run(
      ["sheet", "mug-top.jpg", "nofile.jpg", "-o", "x.png"], in: scratch.url)
    #expect(rest.status == 2)
    #expect(rest.output == "x.png: 1 picture\n")
    #expect(rest.errors.contains("nofile.jpg: no such file"))
    #expect(FileManager.default.fileExists(atPath: scratch.path("x.png").text))
  }

  @Test("of a folder counts its sounds and clips, but gives them no cell")
  func sounds() throws {
    let scratch = try TemporaryFolder()
    try scratch.copy("starter/mug-top.jpg", as: "b.jpg")
    let alone = try Tool.run(["sheet", ".", "-o", "alone.png"], in: scratch.url)
    #expect(alone.status == 0)
    try scratch.copy("voices/5.000s.wav", as: "a.wav")
    try scratch.copy("clips/mira-3.0s.mp4", as: "c.mp4")
    let mixed = try Tool.run(
      ["sheet", "a.wav", "b.jpg", "c.mp4", "-o", "mixed.png"], in: scratch.url)
    #expect(mixed.status == 0)
    #expect(mixed.output == "mixed.png: 1 picture\nnot drawn: 1 sound and 1 clip\n")
    let sizes = try ["alone", "mixed"].map { name in
      Self.size(try Data(contentsOf: scratch.url.appending(path: "\(name).png")))
    }
    #expect(sizes[0] == sizes[1])
    let refused = try Tool.run(["sheet", "a.wav", "-o", "x.png"], in: scratch.url)
    #expect(refused.status == 1)
    #expect(refused.errors.hasPrefix("castbook: no picture to draw, only 1 sound"))
  }

  @Test("of several pages writes none of them if one is in the way")
  func occupied() throws {
    let scratch = try TemporaryFolder()
    let names = (1...10).map { "\($0).jpg" }
    for name in names { try scratch.copy("starter/mug-top.jpg", as: name) }
    try scratch.write("mine", to: "sheet-2.png")
    let words = ["sheet"] + names + ["--columns", "1", "-o", "sheet.png"]
    let refused = try Tool.run(words, in: scratch.url)
    #expect(refused.status == 3 && refused.errors.contains("sheet-2.png: exists and is different"))
    #expect(!FileManager.default.fileExists(atPath: scratch.path("sheet.png").text))
    let replaced = try Tool.run(words + ["--replace"], in: scratch.url)
    #expect(replaced.status == 0)
    #expect(replaced.output == "sheet.png, sheet-2.png: 10 pictures\n")
  }

  @Test("A sound is not scored as a picture")
  func scoredSound() throws {
    let scratch = try TemporaryFolder()
    try scratch.copy("voices/5.000s.wav", as: "voice.wav")
    let alone = try Tool.run(["score", "voice.wav"], in: scratch.url)
    #expect(alone.status == 1)
    #expect(
      alone.output.hasSuffix(
        "No pictures to score, only 1 sound. Measure a voice: castbook voice FILE\n"))
    #expect(!alone.output.contains("good"))
    try scratch.copy("starter/mug-top.jpg")
    let both = try Tool.run(["score", "voice.wav", "mug-top.jpg"], in: scratch.url)
    #expect(both.status == 0)
    #expect(
      both.output.contains(
        "1 picture: 1 good, 0 with warnings, 0 to replace · 1 sound not scored\n"))
  }

  @Test("is equal each time: sheet, waveform, before and after, report")
  func fixed() throws {
    let today = { Int(Date().timeIntervalSince1970) / 86_400 }
    var day: Int
    var written: [[Data]]
    // A report states the day, which may end between two of them.
    repeat {
      day = today()
      written = try Self.drawnTwice()
    } while today() != day
    #expect(written[0] == written[1])
    #expect(written[0].allSatisfy { $0.count > 1000 })
  }

  /// Draws each kind of picture twice, and returns the files of both times.
  private static func drawnTwice() throws -> [[Data]] {
    let scratch = try TemporaryFolder()
    for name in ["trouble/mira-wide.jpg", "starter/mug-top.jpg", "voices/en-us.wav"] {
      try scratch.copy(name)
    }
    var written: [[Data]] = []
    for run in ["1", "2"] {
      let pictures = ["mira-wide.jpg", "mug-top.jpg"]
      for words in [
        ["sheet"] + pictures + ["-o", "sheet\(run).png", "--best", "1"],
        ["voice", "en-us.wav", "--cut", "--picture", "wave\(run).png"],
        ["prepare"] + pictures
          + ["--for", "kling-official", "-o", "ready\(run)", "--picture", "both\(run).png"],
        ["check"] + pictures + ["--report", "page\(run).html"],
      ] {
        let result = try Tool.run(words, in: scratch.url)
        #expect([0, 1].contains(result.status), "\(words): \(result.errors)")
      }
      written.append(
        try ["sheet\(run).png", "wave\(run).png", "both\(run).png", "page\(run).html"].map {
          try Data(contentsOf: scratch.url.appending(path: $0))
        })
    }
    return written
  }
}

/// The legend of a bundle, drawn and verified.
@Suite("The legend of a bundle")
struct BundleLegends {
  /// Exports a shot of an element, and returns the bytes of its legend.
  private static func legend(
    _ change: (Production) throws -> Void
  ) throws -> (film: Production, bytes: Data) {
    let film = try Production(starter: false)
    for role in ["front", "back"] {
      try film.take("starter/mira-\(role).jpg", as: "mira-\(role).jpg")
    }
    try film.write("---\ntarget: kling.v3-omni\n---\n@ana waits.\n", to: "shot.md")
    try change(film)
    let made = try film.run("export", "shot.md", "-o", "out", "--no-lint")
    try #require(made.status == 0, "\(made.output)\(made.errors)")
    let verified = try film.run("bundle", "verify", "out/shot")
    #expect(verified.output.contains(": verified ·"), "\(verified.output)")
    return (film, try film.data("out/shot/legend.png"))
  }

  private static func add(
    _ film: Production, _ files: [String], _ options: [String]
  ) throws {
    let added = try Tool.run(
      ["add", "character", "@ana"] + files + ["--basis", "own", "--library", film.library]
        + options, in: film.folder)
    try #require(added.status == 0, "\(added.output)\(added.errors)")
  }

  private static let description = ["--description", "A woman with a copper bob."]

  @Test("has no name that is absent from the request")
  func names() throws {
    let files = ["mira-front.jpg", "mira-back.jpg"]
    let legends = try ["A name for nobody", "Another"].map { name in
      try Self.legend { try Self.add($0, files, ["--name", name] + Self.description) }
    }
    #expect(legends[0].bytes == legends[1].bytes)
    let manifest = try legends[0].film.data("out/shot/bundle.json")
    #expect(!String(decoding: manifest, as: UTF8.self).contains("A name for nobody"))
  }

  @Test("has the numbers that files have in their element, and a bundle with others fails")
  func numbers() throws {
    let (film, bytes) = try Self.legend {
      try Self.add($0, ["mira-back.jpg", "mira-front.jpg"], Self.description)
    }
    let other = try Self.legend {
      try Self.add($0, ["mira-front.jpg", "mira-back.jpg"], Self.description)
    }
    // Equal pictures are sent in the same order: only their numbers differ.
    #expect(
      try film.data("out/shot/request.json") == other.film.data("out/shot/request.json"))
    #expect(bytes != other.bytes)
    let mutants = BundleMutants(of: try film.files("out/shot").mapValues { Array($0) })
    let files = mutants.files(
      of: BundleMutant(name: "", changes: ["legend.png": Array(other.bytes)]))
    for (name, bytes) in files {
      try Data(bytes).write(to: film.folder.appending(path: "out/shot/\(name)"))
    }
    let verified = try film.run("bundle", "verify", "out/shot")
    #expect(verified.status == 1)
    #expect(verified.output.contains("legend.png does not show the files that are sent"))
  }
}
