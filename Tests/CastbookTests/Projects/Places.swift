import Castbook
import Foundation
import Model
import TestSupport
import Testing

@testable import DeliveryVerbs
@testable import LibraryVerbs

@Suite("The location of a project, and its file on disk")
struct Places {
  private let files = FileManager.default

  private func createFolder(_ scratch: TemporaryFolder, _ name: String) throws -> FilePath {
    let path = scratch.path(name)
    try files.createDirectory(atPath: path.text, withIntermediateDirectories: true)
    return try #require(ProjectFolder.full(path))
  }

  @Test("The nearest folder upwards with a lock file is used, up to the home folder and no further")
  func finding() throws {
    let scratch = try TemporaryFolder()
    let home = try createFolder(scratch, "outer/home")
    let film = try createFolder(scratch, "outer/home/film")
    let deep = try createFolder(scratch, "outer/home/film/shots/one")
    let outer = home.folder
    func place() throws -> ProjectLocation { try ProjectLocation(from: deep, home: home) }
    #expect(try place().folder == deep)
    #expect(try !place().hasLock)
    let lock = Data("x".utf8)
    try lock.write(to: URL(filePath: outer.text + "/castbook.lock"))
    #expect(try !place().hasLock)
    #expect(try ProjectLocation(from: deep, home: nil).folder == outer)
    try lock.write(to: URL(filePath: home.text + "/castbook.lock"))
    #expect(try place().folder == home)
    try lock.write(to: URL(filePath: film.text + "/castbook.lock"))
    #expect(try place().folder == film)
    #expect(try ProjectLocation(named: deep, home: home).folder == deep)
    #expect(try !ProjectLocation(named: deep, home: home).hasLock)
    #expect(throws: ProjectError.self) { try ProjectLocation(named: scratch.path("none")) }
    // The search stops at the border of a file system.
    if files.fileExists(atPath: "/proc/self") {
      let processes: FilePath = try #require(FilePath("/proc/self"))
      let far = try ProjectLocation(from: processes, home: nil)
      #expect(!far.hasLock)
    }
  }

  @Test("A folder reached by a link is the folder itself")
  func links() async throws {
    let film = try Film()
    try await film.add("mug")
    try film.use("@mug")
    let link = film.scratch.path("link")
    try files.createSymbolicLink(atPath: link.text, withDestinationPath: film.folder.text)
    #expect(try ProjectLocation(named: link).folder == ProjectFolder.full(film.folder))
  }

  @Test("A lock file keeps its mode, and leaves no file beside it")
  func mode() async throws {
    let film = try Film()
    try await film.add("mug")
    try film.use("@mug")
    let path = film.folder.text + "/castbook.lock"
    try files.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    try Data().write(to: URL(filePath: film.folder.text + "/.castbook.lock.new"))
    try film.unuse("@mug")
    let mode = try files.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o640)
    #expect(try files.contentsOfDirectory(atPath: film.folder.text) == ["castbook.lock"])
  }

  @Test("Through a link the pins are read, and nothing is written")
  func linkedLock() async throws {
    let film = try Film()
    try await film.add("mug")
    try film.use("@mug")
    let path = film.folder.text + "/castbook.lock"
    let other = film.scratch.url.path() + "/elsewhere.lock"
    try files.moveItem(atPath: path, toPath: other)
    try files.createSymbolicLink(atPath: path, withDestinationPath: other)
    let before = try Data(contentsOf: URL(filePath: other))
    #expect(try film.pins == ["mug:1"])
    let full = try #require(ProjectFolder.full(film.folder))
    #expect(throws: ProjectError.link(ProjectFolder.lockPath(in: full))) { try film.unuse("@mug") }
    #expect(try Data(contentsOf: URL(filePath: other)) == before)
    // An existing pin needs no write.
    #expect(try film.use("@mug").changeTexts == ["stays mug:1"])
    try files.removeItem(atPath: other)
    #expect(throws: ProjectError.self) { try film.project }
    #expect(throws: ProjectError.self) { try film.use("@mug") }
  }

  @Test("A folder or a pipe of that name is not a lock file")
  func notFiles() async throws {
    let film = try Film()
    try await film.add("mug")
    try files.createDirectory(
      atPath: film.folder.text + "/castbook.lock", withIntermediateDirectories: false)
    #expect(throws: ProjectError.self) { try film.use("@mug") }
    #expect(throws: ProjectError.self) { try film.project }
  }

  @Test(
    "A read-only library takes no note, and the pins hold",
    .enabled(if: geteuid() != 0, "root may write everywhere"))
  func readOnlyLibrary() async throws {
    let film = try Film()
    try await film.add("mug")
    let folders = [film.libraryFolder.text, film.libraryFolder.text + "/log"]
    for folder in folders {
      try files.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder)
    }
    defer {
      for folder in folders {
        try? files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
      }
    }
    let outcome = try film.use("@mug")
    #expect(outcome.changeTexts == ["added mug:1"])
    #expect(outcome.unrecordedReason?.contains("read-only") == true)
    #expect(try film.pins == ["mug:1"])
    #expect(try film.status("mug").state == .current)
    for folder in folders {
      try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
    }
    #expect(try film.noted().isEmpty)
    #expect(try film.use("@mug").unrecordedReason == nil)
    #expect(try film.noted() == ["mug:1"])
  }

  @Test("A file that merging left in disorder is put in order by the next change")
  func order() async throws {
    let film = try Film()
    try await film.addCast()
    try film.use("@mira", "@mug")
    let sorted = try film.lockText
    let lines = sorted.split(separator: "\n").map(String.init)
    try film.write(((lines.reversed() + [lines[4]]).joined(separator: "\r\n")))
    try film.use("@mug")
    #expect(try film.lockText == sorted)
    try film.write(lines.dropLast(2).joined(separator: "\n") + "\n<<<<<<< HEAD\n")
    #expect(throws: ProjectError.self) { try film.use("@mug") }
    #expect(try film.lockText.hasSuffix("<<<<<<< HEAD\n"))
  }

  @Test("Pins added by version control are noted with the next change; moved ones stay listed")
  func notes() async throws {
    let film = try Film()
    try await film.addCast()
    try film.use("@mug")
    let mug = try film.lockText
    try film.use("@mira")
    let both = try film.lockText
    // Another user removed @mira and added it again, on another machine.
    try film.unuse("@mira")
    try film.write(both)
    #expect(try film.noted() == ["mug:1"])
    try film.use("@mug")
    #expect(try film.noted() == ["mira:1", "mira_voice:1", "mug:1"])
    try film.write(mug)
    #expect(try film.unuse("@mira").changeTexts == ["absent mira:1"])
    #expect(try film.noted() == ["mug:1"])
  }
}
