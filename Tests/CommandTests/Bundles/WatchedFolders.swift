import Foundation
import Model
import TestSupport
import Testing

@Suite("Watched folders", .timeLimit(.minutes(30)))
struct WatchedFolders {
  private let film: Production
  private let bundle: String

  init() throws {
    film = try Production()
    try film.write("---\ntarget: comfyui-kling\n---\n@mira lifts @mug.\n", to: "lobby.md")
    bundle = try #require(
      film.json("export", "lobby.md", "-o", "out")["bundles"]?.array?.first?["sha256"]?.string)
    try FileManager.default.createDirectory(
      at: film.folder.appending(path: "saved/inner"), withIntermediateDirectories: true)
  }

  @Test("have their files recorded once; those that are not certain are listed")
  func once() throws {
    try film.take("clips/mira.mp4", as: "saved/inner/lobby-\(bundle.prefix(8))_00001_.mp4")
    // The preview beside a clip, hidden files and other files are no takes.
    try film.take("starter/mug-front.jpg", as: "saved/inner/lobby-\(bundle.prefix(8))_00001_.png")
    try film.take("starter/mug-front.jpg", as: "saved/.hidden.jpg")
    try film.write("x", to: "saved/notes.txt")
    try film.take("clips/one-cut.mp4", as: "saved/stranger.mp4")
    try film.write("no clip", to: "saved/broken.mp4")
    try film.take("clips/mira.mp4", as: "whole.mp4")
    try film.data("whole.mp4").dropLast(2000)
      .write(to: film.folder.appending(path: "saved/lobby-cut.mp4"))
    try FileManager.default.createSymbolicLink(
      at: film.folder.appending(path: "saved/loop"), withDestinationURL: film.folder)
    let first = try film.json("take", "watch", "saved", "--once")
    let takes = try #require(first["takes"]?.array)
    #expect(takes.count == 1 && takes[0]["bundle"]?.string == bundle)
    #expect(takes[0]["result"] == "new" && takes[0]["origin"]?["by"] == "name")
    #expect(first["unsure"]?.array?.map { $0["path"]?.string } == ["saved/stranger.mp4"])
    #expect(
      first["failed"]?.array?.map { $0["path"]?.string } == [
        "saved/broken.mp4", "saved/lobby-cut.mp4",
      ])
    let second = try film.run("take", "watch", "saved", "--once")
    #expect(second.status == 1 && second.output.contains("0 takes, 1 recorded before"))
    #expect(
      second.output.contains("castbook take add saved/stranger.mp4 --bundle BUNDLE\n"))
    #expect(film.exists("saved/inner/lobby-\(bundle.prefix(8))_00001_.mp4"))
    #expect(try film.json("exports")["exports"]?.array?.first?["takes"]?.array?.count == 1)
  }

  @Test("are watched until Ctrl-C; a file counts when it has stopped growing")
  func live() async throws {
    try film.take("clips/one-cut.mp4", as: "saved/lobby-old.mp4")
    let watch = Process()
    watch.executableURL = URL(filePath: "/usr/bin/env")
    watch.arguments = [
      "--default-signal=INT", Tool.binary.path(), "take", "watch", "saved", "--result", "rejected",
      "--library", film.library,
    ]
    watch.environment = Tool.surroundings
    watch.currentDirectoryURL = film.folder
    let output = film.folder.appending(path: "watch.txt")
    _ = FileManager.default.createFile(atPath: output.path(), contents: nil)
    watch.standardOutput = try FileHandle(forWritingTo: output)
    watch.standardError = FileHandle.nullDevice
    try watch.run()
    defer { watch.terminate() }
    try await Task.sleep(for: .seconds(2))
    // The clip arrives in pieces.
    let clip = try Data(
      contentsOf: Fixtures.folder.appending(path: "clips/mira.mp4").resolvingSymlinksInPath())
    let place = film.folder.appending(path: "saved/lobby-\(bundle.prefix(8))_00001_.mp4")
    _ = FileManager.default.createFile(atPath: place.path(), contents: nil)
    let file = try FileHandle(forWritingTo: place)
    for start in stride(from: 0, to: clip.count, by: clip.count / 8 + 1) {
      try file.write(contentsOf: clip[start..<min(start + clip.count / 8 + 1, clip.count)])
      try await Task.sleep(for: .milliseconds(300))
    }
    try file.close()
    var takes: [JSONValue] = []
    for _ in 0..<120 where takes.isEmpty {
      try await Task.sleep(for: .milliseconds(500))
      takes = try film.json("exports")["exports"]?.array?.first?["takes"]?.array ?? []
    }
    watch.interrupt()
    watch.waitUntilExit()
    #expect(watch.terminationReason == .uncaughtSignal && watch.terminationStatus == 2)
    // One take: the file that was there before is not one, and no piece was taken for a clip.
    #expect(takes.count == 1 && takes.first?["result"] == "rejected", "\(takes)")
    let printed = try film.data("watch.txt")
    #expect(String(decoding: printed, as: UTF8.self).contains("of bundle \(bundle.prefix(8))"))
  }

  @Test("can't be files, and --json needs an end")
  func refused() throws {
    #expect(try film.run("take", "watch", "lobby.md", "--once").status == 2)
    #expect(try film.run("take", "watch", "nowhere", "--once").status == 2)
    #expect(try film.run("take", "watch", "saved", "--json").status == 2)
  }
}
