import Files
import Foundation
import Model
import TestSupport
import Testing

/// Advice that is followed leads somewhere: no command that the program prints is refused, and none
/// leads back to a file that it was to repair.
@Suite("Followed advice", .timeLimit(.minutes(30)))
struct FollowedAdvice {
  static let fixtures: [String] = {
    let folders = ["trouble", "starter", "sheets", "scenes", "voices", "clips"]
    return folders.flatMap { folder -> [String] in
      let names =
        (try? FileManager.default.contentsOfDirectory(
          atPath: Fixtures.folder.appending(path: folder).path())) ?? []
      let media = names.filter { !$0.hasSuffix(".json") && !$0.hasSuffix(".md") }.sorted()
      // The scenes are many, and alike.
      return media.enumerated().filter { folder != "scenes" || $0.offset % 6 == 0 }
        .map { "\(folder)/\($0.element)" }
    }
  }()

  /// A file on its way: the film's folder, and what the file was before.
  private struct Journey {
    let film: Production
    /// The contents of the file so far, by digest.
    var earlier: [Digest] = []
    var log: [String] = []

    /// Runs a command line of the shell with the program under test as `castbook`.
    mutating func run(_ line: String) throws -> Program.Result {
      let folder = Tool.binary.deletingLastPathComponent().path()
      let library = "CASTBOOK_LIBRARY='\(film.library)'"
      let result = try film.shell("PATH='\(folder)':$PATH; export PATH \(library); \(line)")
      log.append("\(line)\n\(result.output)\(result.errors)")
      return result
    }
  }

  /// The commands in a text, each up to the end of its line or clause.
  private static func commands(in text: String) -> [String] {
    var found: [String] = []
    for line in text.split(separator: "\n") {
      for match in line.matches(of: /`?(castbook [a-z-]+ [^`;:]*)`?/) {
        let command = match.output.1.trimmingCharacters(in: .whitespaces.union([".", ")"]))
        if !found.contains(command) { found.append(command) }
      }
    }
    return found
  }

  /// Whether a command changes or makes files; others only show something.
  private static func repairs(_ command: String) -> Bool {
    ["prepare", "split", "voice", "stills"].contains {
      command.hasPrefix("castbook \($0) ")
    }
  }

  /// Follows all advice on a file, up to five times.
  private func follow(_ path: String, _ journey: inout Journey) throws {
    let digest = SHA256.digest(of: [UInt8](try journey.film.data(path)))
    #expect(!journey.earlier.contains(digest), "\(path) is what it was: \(journey.log)")
    journey.earlier.append(digest)
    guard journey.earlier.count <= 5 else {
      Issue.record("there is always something to do: \(journey.log)")
      return
    }
    let step = journey.earlier.count
    var advice: [String] = []
    for verb in ["check '\(path)' --for kling-official", "score '\(path)'"] {
      let output = try journey.run("COLUMNS=1000 castbook \(verb)").output
      advice += Self.commands(in: output).filter { $0.contains(path) || $0.contains("FILE") }
      if output.contains("with castbook split") { advice.append("castbook split FILE") }
    }
    for command in Set(advice).sorted() where Self.repairs(command) {
      let folder = "step\(step)-\(journey.log.count)"
      var line =
        command.replacing("FILE", with: "'\(path)'").replacing("-o ready/", with: "-o \(folder)")
        .replacing("-o DIR", with: "-o \(folder)").replacing(
          "-o voice.wav", with: "-o \(folder).wav")
      if !line.contains(" -o "), !line.hasPrefix("castbook voice") { line += " -o \(folder)" }
      let result = try journey.run(line)
      #expect(result.status <= 1, "refused: \(line): \(result.errors)\(journey.log)")
      for made in try Self.media(in: folder, of: journey.film) {
        var next = journey
        try follow(made, &next)
      }
    }
  }

  /// The media files in a folder, or the sound beside it.
  private static func media(in folder: String, of film: Production) throws -> [String] {
    if film.exists("\(folder).wav") { return ["\(folder).wav"] }
    guard film.exists(folder) else { return [] }
    return try film.files(folder).keys.filter { !$0.hasSuffix(".json") }.sorted()
      .map { "\(folder)/\($0)" }
  }

  @Test("It is not refused, and doesn't lead in a circle", arguments: TestRun.some(fixtures, 12))
  func advice(fixture: String) throws {
    let film = try Production(starter: false)
    let name = (fixture as NSString).lastPathComponent
    try film.take(fixture, as: name)
    var journey = Journey(film: film)
    try follow(name, &journey)
  }

  @Test(
    "A prepared copy has no error in check, score and add, and is not changed again",
    arguments: TestRun.some(
      fixtures.filter { $0.hasPrefix("trouble/") || $0.hasPrefix("sheets/") }, 10))
  func preparedCopies(fixture: String) throws {
    let film = try Production(starter: false)
    let name = (fixture as NSString).lastPathComponent
    try film.take(fixture, as: name)
    let made = try Tool.run(
      ["prepare", name, "--for", "kling-official", "-o", "ready"], in: film.folder)
    guard made.status == 0 else { return }
    for copy in try Self.media(in: "ready", of: film) {
      for words in [["check", copy, "--for", "kling-official"], ["add", "product", "@x", copy]] {
        let result = try Tool.run(words + ["--library", film.library], in: film.folder)
        #expect(!result.output.contains("✗"), "\(fixture): \(result.output)")
      }
      let again = try film.run("prepare", copy, "--for", "kling-official", "-o", "again")
      #expect(again.status == 0, "\(again)")
      let same = copy.replacing("ready/", with: "again/")
      #expect(try film.data(same) == film.data(copy), "\(again.output)")
    }
  }

  @Test("A border that a picture needs to be accepted is a note, and prepare keeps it")
  func borders() throws {
    let film = try Production(starter: false)
    try film.take("trouble/mira-wide.jpg", as: "wide.jpg")
    #expect(
      try film.run("prepare", "wide.jpg", "--for", "kling-official", "-o", "ready").status == 0)
    let score = try film.run("score", "ready/wide.jpg")
    #expect(score.status == 0, "\(score)")
    #expect(score.output.contains("its border makes it 5:2, the widest shape"), "\(score)")
    let added = try film.run(
      "add", "character", "@w", "ready/wide.jpg", "--prepare", "--for", "kling-official")
    #expect(added.status == 0 && !added.output.contains("bars removed"), "\(added)")
  }
}
