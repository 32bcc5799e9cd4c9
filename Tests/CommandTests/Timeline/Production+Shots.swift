import Foundation
import Model
import TestSupport
import Testing

extension Production {
  /// The text of a shot that fal's Kling O3 accepts.
  static func shot(_ text: String, duration: Int? = 5) -> String {
    let length = duration.map { "duration: \($0)\n" } ?? ""
    return "---\ntarget: kling-o3\n\(length)---\n\(text)\n"
  }

  /// Writes a shot file and exports it into a folder of its own below `out`. Returns the bundle.
  @discardableResult
  func exportShot(_ name: String, _ text: String, duration: Int? = 5) throws -> String {
    try FileManager.default.createDirectory(
      at: folder.appending(path: name).deletingLastPathComponent(),
      withIntermediateDirectories: true)
    try write(Self.shot(text, duration: duration), to: name)
    return try exportAgain(name)
  }

  /// Exports a shot file as it is now. Returns the bundle.
  func exportAgain(_ name: String) throws -> String {
    let out = "out/\(UUID().uuidString.prefix(8))"
    let made = try run("export", name, "-o", out)
    try #require(made.status == 0, "\(made.output)\(made.errors)")
    let stem = URL(filePath: name).deletingPathExtension().lastPathComponent
    return "\(out)/\(stem)"
  }

  /// Records a fixture as a take of a bundle.
  func record(_ fixture: String, of bundle: String, _ result: String, _ more: String...) throws {
    let clip = Fixtures.folder.appending(path: fixture).resolvingSymlinksInPath().path()
    let words =
      ["take", "add", clip, "--bundle", bundle, "--result", result] + more
      + ["--library", library]
    let added = try Tool.run(words, in: folder)
    try #require(added.status == 0, "\(added.errors)")
  }

  /// Runs a shell command line that must succeed.
  func perform(_ line: String) throws {
    let result = try shell(line)
    try #require(result.status == 0, "\(line): \(result.errors)")
  }

  /// The digest of a fixture, in hexadecimal digits.
  func digest(of fixture: String) throws -> String {
    let path = Fixtures.folder.appending(path: fixture).resolvingSymlinksInPath().path()
    return String(try shell("sha256sum '\(path)'").output.prefix(64))
  }

  /// Reads a timeline of the film's folder with OpenTimelineIO.
  func judge(_ name: String, rate: Double = 24) throws -> TimelineJudge.Reading {
    try TimelineJudge.read(
      #require(FilePath(folder.appending(path: name).path())), rate: rate)
  }

  /// A film of three shots: a clip with sound and two other takes, a gap, and a clip of another
  /// rate.
  static func threeShots() throws -> Production {
    let film = try Production()
    let first = try film.exportShot("shots/shot-1.md", "@mira drinks from @mug, slow push-in")
    try film.record("clips/mira.mkv", of: first, "kept")
    try film.record("clips/mira-silent.mp4", of: first, "rejected", "--note", "wrong coat")
    try film.record(
      "clips/mira.mp4", of: first, "kept", "--seed", "77", "--cost", "0.84 USD", "--note",
      "the good one")
    let second = try film.exportShot("shots/shot-2.md", "@mug steams", duration: 3)
    try film.record("clips/one-cut.mp4", of: second, "rejected")
    let third = try film.exportShot("shots/shot-10.md", "@mira turns")
    try film.record("clips/mira-3.0s.mp4", of: third, "kept")
    return film
  }
}
