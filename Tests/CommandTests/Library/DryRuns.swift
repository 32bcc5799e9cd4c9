import Foundation
import Model
import TestSupport
import Testing

/// `--dry-run` of commands that change much: it reports what they would do, and changes nothing.
@Suite(.timeLimit(.minutes(10)))
struct DryRuns {
  private let film: Production

  init() throws {
    film = try Production()
    for (fixture, name) in [
      ("starter/mira-front.jpg", "cast/ana/front.jpg"),
      ("trouble/IMG_2041.HEIC", "cast/ana/a.heic"),
      ("starter/mira-voice.wav", "cast/ana/voice.wav"), ("starter/mug-top.jpg", "cast/cup/top.jpg"),
    ] { try film.take(fixture, as: name) }
  }

  /// Every file of the library and the film.
  private func state() throws -> [String: Data] {
    var state = try film.files(".")
    let library = URL(filePath: film.library)
    let log = library.appending(path: "log")
    for name in try FileManager.default.subpathsOfDirectory(atPath: library.path()) {
      let file = library.appending(path: name)
      // The index may be read, and its auxiliary files come and go; only the log and the blobs
      // matter.
      let isKept = name.hasPrefix("log") || name.hasPrefix("blobs")
      if isKept, let data = try? Data(contentsOf: file) { state["library/\(name)"] = data }
    }
    #expect(FileManager.default.fileExists(atPath: log.path()))
    return state
  }

  @Test("of add names elements, files and copies, and adds none")
  func add() throws {
    let before = try state()
    let words = ["add", "--from", "cast", "--basis", "own", "--prepare", "--for", "kling-official"]
    let dry = try Tool.run(
      words + ["--dry-run", "--library", film.library], in: film.folder)
    #expect(dry.status == 0, "\(dry.output)\(dry.errors)")
    #expect(dry.output.contains("@ana  Ana  character, new"))
    #expect(dry.output.contains("@ana_voice"))
    #expect(dry.output.contains("3 elements: 4 files to add, "), "\(dry.output)")
    #expect(dry.output.contains("all ready for kling.v3-omni"), "\(dry.output)")
    #expect(dry.output.hasSuffix("dry run: nothing was changed\n"))
    #expect(try state() == before)
    #expect(try film.run("show", "@ana").status == 2)
    // The report is true: without the option the same files are added.
    let real = try Tool.run(words + ["--library", film.library], in: film.folder)
    #expect(real.status == 0, "\(real.output)\(real.errors)")
    #expect(real.output.contains("3 elements: 4 files added, "), "\(real.output)")
    #expect(real.output.contains("all ready for kling.v3-omni"), "\(real.output)")
    for handle in ["@ana", "@ana_voice", "@cup"] {
      #expect(try film.json("show", handle)["rights"]?["basis"]?.string == "own", "\(handle)")
    }
    #expect(try film.run("doctor").status == 0)
  }

  @Test("of add makes no library, and reports the same mistakes")
  func first() throws {
    let home = try TemporaryFolder()
    let environment = [
      "CASTBOOK_LIBRARY": home.path("library").text, "TMPDIR": home.path("tmp").text,
    ]
    try FileManager.default.createDirectory(
      at: home.url.appending(path: "tmp"), withIntermediateDirectories: false)
    let dry = try Tool.run(
      ["add", "--from", "cast", "--dry-run", "--json"], in: film.folder, environment: environment)
    #expect(dry.status == 0, "\(dry.output)\(dry.errors)")
    let value = try JSONParser.parse(Array(dry.output.utf8))
    #expect(value["dryRun"]?.boolean == true)
    #expect(value["elements"]?.array?.count == 3)
    #expect(!FileManager.default.fileExists(atPath: home.path("library").text))
    #expect(try FileManager.default.contentsOfDirectory(atPath: home.path("tmp").text) == [])
    let wrong = try Tool.run(
      ["add", "product", "@cup", "none.jpg", "--dry-run"], in: film.folder, environment: environment
    )
    #expect(wrong.status == 2 && wrong.errors.contains("none.jpg"))
  }

  @Test("of remove and update changes neither the library nor the lock file")
  func removeAndUpdate() throws {
    _ = try film.run("use", "@mira")
    _ = try film.run("edit", "@mira", "--drop", "4")
    let before = try state()
    let removed = try film.run("remove", "@mira", "--dry-run")
    #expect(removed.status == 0, "\(removed.errors)")
    #expect(removed.output.hasPrefix("@mira, revision 3\n"), "\(removed.output)")
    #expect(removed.output.hasSuffix("dry run: nothing was changed\n"))
    #expect(!removed.output.contains("castbook restore"))
    #expect(try film.json("remove", "@mira", "--dry-run")["dryRun"]?.boolean == true)
    let updated = try film.run("update", "--dry-run")
    #expect(updated.output.contains("revision 1 → 2"), "\(updated.output)")
    #expect(updated.output.hasSuffix("dry run: nothing was changed\n"))
    #expect(try film.json("update", "--dry-run")["noted"]?.boolean == false)
    #expect(try state() == before)
    // Without the option they do.
    #expect(try film.run("update").output.contains("revision 1 → 2"))
    #expect(try film.run("remove", "@mira").output.hasPrefix("@mira, revision 3\n"))
    #expect(try state() != before)
  }
}
