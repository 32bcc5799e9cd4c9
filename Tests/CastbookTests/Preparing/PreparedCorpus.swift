import Castbook
import Foundation
import TestSupport
import Testing

@Suite("Every fixture, prepared", .serialized, .timeLimit(.minutes(30)))
struct PreparedCorpus {
  private static let folders = ["odd", "scenes", "trouble", "starter"]

  /// What is prepared: in a long run all of it, else a third of what is odd.
  private static func tried() throws -> [String] {
    if TestRun.isLong { return folders }
    let odd = try FileManager.default.contentsOfDirectory(
      atPath: Fixtures.folder.appending(path: "odd").path())
    return TestRun.some(odd.sorted(), 240).map { "odd/\($0)" } + folders.filter { $0 != "odd" }
  }

  private static func outcome(
    _ targets: [String], of folders: [String], into folder: FilePath?,
    workers: Int? = nil,
    _ change: (inout PreparationOptions) -> Void = { _ in }
  ) async throws -> Preparation.Outcome {
    var preparation = Preparation(targets: try Fixtures.targets(targets), workers: workers)
    change(&preparation.options)
    preparation.decoder = Cast.decoder
    let files = FileList(try folders.map(Fixtures.path))
    guard let folder else { return try await preparation.plan(files) { _ in } }
    return try await preparation.run(files, into: PreparedFolder(at: folder, replacing: false)) {
      _ in
    }
  }

  @Test("passes the ordinary check of all its targets, and no original is touched")
  func passes() async throws {
    let before = try Self.originals()
    // For two sets of targets it takes twice as long, and the second asks for no less than the first.
    for targets in [["kling-o3", "kling-official"]] + (TestRun.isLong ? [["kling"]] : []) {
      let scratch = try Scratch()
      let folder = try scratch.path("ready")
      let outcome = try await Self.outcome(targets, of: Self.tried(), into: folder) {
        $0.allowsEnlarging = true
      }
      #expect(outcome.summary.prepared > (TestRun.isLong ? 300 : 100), "\(outcome.summary)")
      // Only files that can't be decoded, or whose colors nobody knows, are refused.
      for file in outcome.files where !file.refusals.isEmpty && file.before.facts.isProven {
        // libaom's threads need more memory than a decoder has, where a sanitizer adds its own to each.
        if Sanitizer.isActive, file.path.name.text.hasPrefix("avif-grid") { continue }
        // A tone of three seconds is no more than three seconds long.
        if file.before.facts.sound != nil { continue }
        #expect(file.isHopeless, "\(file.path): \(file.refusals)")
      }
      var check = Check(targets: try Fixtures.targets(targets))
      check.decoder = Cast.decoder
      var statuses: [Status: Int] = [:]
      let summary = try await check.run(FileList([folder])) { file in
        statuses[file.status, default: 0] += 1
        if file.facts.sound != nil {
          #expect(file.status != .fail, "\(file.facts.path): \(file.allFindings)")
          return
        }
        #expect(file.status == .pass, "\(file.facts.path): \(file.allFindings)")
        #expect(file.facts.image?.orientation == .upright)
        #expect(file.facts.image?.privateMetadata.isEmpty == true)
      }
      #expect(summary.files == outcome.written.count { $0 != nil })
    }
    #expect(try Self.originals() == before)
  }

  @Test("gives the same bytes on every run and with any number of workers")
  func same() async throws {
    func digests(_ workers: Int) async throws -> [String] {
      try await Self.outcome(
        ["kling"], of: ["trouble", "starter"], into: nil, workers: workers
      ).files.map { file in
        "\(file.path) \(file.preparedCopy?.facts.digest?.hex ?? "-") "
          + "\(file.preparedCopy?.steps.map(\.words) ?? [])"
      }
    }
    let one = try await digests(1)
    #expect(try await digests(4) == one)
    #expect(one.contains { !$0.contains(" - ") })
  }

  /// Digests of all fixtures.
  private static func originals() throws -> [String: Data] {
    var files: [String: Data] = [:]
    for folder in folders {
      let place = Fixtures.folder.appending(path: folder)
      for name in try FileManager.default.contentsOfDirectory(atPath: place.path()) {
        files["\(folder)/\(name)"] = try Data(contentsOf: place.appending(path: name))
      }
    }
    return files
  }
}

extension PreparedFile {
  /// Whether it was read, and nothing can be made of it: for colors that nobody can follow, or a way of
  /// coding that has no pixels here.
  fileprivate var isHopeless: Bool {
    refusals.contains { $0.rule == .imageNotSRGB }
      || before.findings.contains { $0.rule == .imageRareCoding }
      || before.findings.contains { $0.severity == .error }
  }
}
