import Castbook
import Foundation
import TestSupport
import Testing

@Suite("Every fixture, prepared", .serialized, .timeLimit(.minutes(30)))
struct PreparedCorpus {
  private static let folders = ["odd", "scenes", "trouble", "starter"]

  /// The fixtures to prepare: in a long run all of them, else a third of the odd ones.
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

  @Test("passes the ordinary check of all its targets, and no original is changed")
  func passes() async throws {
    let before = try Self.originals()
    // Two sets of targets take twice as long, and the second is at least as strict as the first.
    for targets in [["kling-o3", "kling-official"]] + (TestRun.isLong ? [["kling"]] : []) {
      let scratch = try TemporaryFolder()
      let folder = scratch.path("ready")
      let outcome = try await Self.outcome(targets, of: Self.tried(), into: folder) {
        $0.allowsEnlarging = true
      }
      #expect(outcome.summary.prepared > (TestRun.isLong ? 300 : 100), "\(outcome.summary)")
      // Only files that can't be decoded, or whose colors are unknown, are refused.
      for file in outcome.files where !file.refusals.isEmpty && file.before.facts.isProven {
        // libaom's threads need more memory than a decoder has if a sanitizer adds its own to each.
        if Sanitizer.isActive, file.path.name.text.hasPrefix("avif-grid") { continue }
        // A sound of exactly three seconds is not longer than three seconds.
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

  @Test("gives equal bytes on every run and with any number of workers")
  func same() async throws {
    func digests(_ workers: Int) async throws -> [String] {
      try await Self.outcome(
        ["kling"], of: ["trouble", "starter"], into: nil, workers: workers
      ).files.map { file in
        "\(file.path) \(file.preparedCopy?.facts.digest?.hex ?? "-") "
          + "\(file.preparedCopy?.steps.map(\.summary) ?? [])"
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
      let url = Fixtures.folder.appending(path: folder)
      for name in try FileManager.default.contentsOfDirectory(atPath: url.path()) {
        files["\(folder)/\(name)"] = try Data(contentsOf: url.appending(path: name))
      }
    }
    return files
  }
}

extension PreparedFile {
  /// Whether the file was read but can't be prepared: its colors can't be converted, or its coding
  /// is not decoded here.
  fileprivate var isHopeless: Bool {
    refusals.contains { $0.rule == .imageNotSRGB }
      || before.findings.contains { $0.rule == .imageRareCoding }
      || before.findings.contains { $0.severity == .error }
  }
}
