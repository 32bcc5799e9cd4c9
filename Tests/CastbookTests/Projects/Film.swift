import Castbook
import Files
import Foundation
import Library
import Media
import Model
import TestSupport
import Testing

@testable import DeliveryVerbs
@testable import LibraryVerbs

/// A library and a project's folder, both real, in a temporary folder.
final class Film {
  let scratch: TemporaryFolder
  let libraryFolder: FilePath
  let folder: FilePath

  init() throws {
    scratch = try TemporaryFolder()
    libraryFolder = scratch.path("library")
    folder = scratch.path("film")
    try FileManager.default.createDirectory(
      atPath: folder.text, withIntermediateDirectories: true)
    try ElementLibrary.create(at: LibraryLocation(libraryFolder))
  }

  func library(today: String = "2026-11-20") throws -> ElementLibrary {
    try ElementLibrary(
      at: LibraryLocation(libraryFolder), today: try #require(Day(today)), workers: 2,
      decoder: nil)
  }

  var place: ProjectLocation {
    get throws { try ProjectLocation(named: folder) }
  }

  var project: Project {
    get throws { try Project(at: place) }
  }

  /// The pins, as `mira:3`.
  var pins: [String] {
    get throws { try project.lock.pins.map { "\($0.handle.name):\($0.sequence)" } }
  }

  var lockText: String {
    get throws { try String(contentsOfFile: folder.text + "/castbook.lock", encoding: .utf8) }
  }

  func write(_ lock: String) throws {
    try Data(lock.utf8).write(to: URL(filePath: folder.text + "/castbook.lock"))
  }

  /// The record of an export that sent an element without files. Each number is another bundle, a
  /// millisecond later.
  static func export(
    _ number: Int, of found: FoundElement, project: ULID?, cost: Cost? = nil
  ) -> ExportRecord {
    let bundle = SHA256.digest(of: Array("\(number)".utf8))
    return ExportRecord(
      bundle: bundle, target: "t", profile: bundle, project: project,
      shot: ExportRecord.Shot(path: "lobby.md", sha256: bundle),
      elements: [
        ExportRecord.Element(
          element: found.element, revision: found.revision.digest, handle: found.handle, blobs: [])
      ], cost: cost, at: Instant(milliseconds: 1_795_176_000_000 + number))
  }

  // MARK: Elements

  /// Registers a character with pictures of the starter catalogue.
  func add(
    _ handle: String, _ kind: ElementKind = .product, _ files: [String] = ["mug-front.jpg"],
    edit: (inout ElementDraft) throws -> Void = { _ in }
  ) async throws {
    var draft = ElementDraft(
      kind, try Handle(handle),
      files: try files.map { name in
        ElementDraft.File(try Fixtures.path(name.contains("/") ? name : "starter/\(name)"))
      })
    draft.rights.basis = .own
    try edit(&draft)
    _ = try await Add([draft]).run(in: library())
  }

  /// Fills a new library with `@mira_coat`, a look of `@mira`, who speaks with `@mira_voice`, and
  /// with `@mug`.
  func addCast() async throws {
    let library = URL(filePath: libraryFolder.text)
    try FileManager.default.removeItem(at: library)
    try FileManager.default.createDirectory(at: library, withIntermediateDirectories: false)
    try await Self.cast.value.copy(into: library)
  }

  private static let cast = Task {
    let film = try Film()
    try await film.add("mira_voice", .voice, ["odd/voice-3s.wav"])
    try await film.add("mira", .character, ["mira-front.jpg", "mira-right.jpg"]) {
      $0.voice = try HandleReference("@mira_voice")
    }
    try await film.add("mira_coat", .character, ["mira-back.jpg"]) {
      $0.lookOf = try HandleReference("@mira")
    }
    try await film.add("mug")
    return try ModelFolder(of: URL(filePath: film.libraryFolder.text), from: film)
  }

  func edit(_ name: String, _ change: (inout ElementEdit) throws -> Void) async throws {
    var edit = ElementEdit()
    try change(&edit)
    _ = try await Edit(HandleReference(name), edit).run(in: library())
  }

  /// Changes an element in a copy of the library and here, and joins the logs: a fork.
  func fork(_ name: String) async throws {
    let files = FileManager.default
    let copy = scratch.path("copy-\(UUID().uuidString)")
    try files.copyItem(atPath: libraryFolder.text, toPath: copy.text)
    try await edit(name) { $0.texts.notes = "here" }
    let other = try ElementLibrary(at: LibraryLocation(copy), workers: 2)
    var there = ElementEdit()
    there.texts.notes = "there"
    try await Edit(HandleReference(name), there).run(in: other)
    for path in try files.subpathsOfDirectory(atPath: copy.text + "/log")
    where path.hasSuffix(".jsonl") {
      let goal = libraryFolder.text + "/log/" + path
      if !files.fileExists(atPath: goal) {
        try files.createDirectory(
          atPath: URL(filePath: goal).deletingLastPathComponent().path(),
          withIntermediateDirectories: true)
        try files.copyItem(atPath: copy.text + "/log/" + path, toPath: goal)
      }
    }
  }

  // MARK: Verbs

  @discardableResult
  func use(_ names: String...) throws -> ProjectOutcome {
    try Use(names.map { try HandleReference($0) }, at: place).run(in: library())
  }

  @discardableResult
  func unuse(_ names: String..., keepsNeeds: Bool = false) throws -> ProjectOutcome {
    try Unuse(names.map { try HandleReference($0) }, at: place, keepsNeeds: keepsNeeds).run(
      in: library())
  }

  @discardableResult
  func update(_ names: String...) throws -> ProjectOutcome {
    try Update(names.map { try HandleReference($0) }, at: place).run(in: library())
  }

  func status(_ handle: String, today: String = "2026-11-20") throws -> PinStatus {
    let status = try ReadStatus(of: project).run(in: library(today: today))
    return try #require(status.pins.first { $0.pin.handle.name == handle })
  }

  /// The rules of the findings on a pin.
  func rules(_ handle: String, today: String = "2026-11-20") throws -> [String] {
    try status(handle, today: today).findings.map(\.rule.rawValue)
  }

  /// What the library notes of the project: `mira:3` for each element that the project uses.
  func noted() throws -> [String] {
    let project = try project.id
    return try ["mira", "mira_coat", "mira_voice", "mug"].compactMap { name in
      guard let found = try? library().find("@\(name)") else { return nil }
      let uses = try WhereUsed(.element(HandleReference("@\(name)"))).run(in: library()).projects
      let use = uses.first { $0.project == project }
      return use.map { "\(found.handle.name):\($0.sequence ?? 0)" }
    }
  }
}

extension ProjectOutcome {
  /// The changes as text, such as `added mira:3`.
  var changeTexts: [String] {
    pins.map { "\($0.change.rawValue) \($0.pin.handle.name):\($0.pin.sequence)" }
  }
}
