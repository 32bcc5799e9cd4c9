import Files
import Foundation
import Library
import Model
import TestSupport
import Testing
import Transfers

@testable import TeamStore

extension Machine {
  /// Dismisses a finding on a file.
  @discardableResult
  func dismiss(_ blob: Digest, reason: String) throws -> Digest {
    try library.change { change in
      let record = Record.dismissal(
        Dismissal(blob: blob, rule: "image.blurred", reason: reason, at: try change.moment()))
      change.add(record)
      return SHA256.digest(of: record.line ?? [])
    }
  }

  /// Records the export of a bundle with one element, and returns the bundle.
  @discardableResult
  func export(_ element: ULID, _ revision: Digest, _ blob: Digest) throws -> Digest {
    let bundle = SHA256.digest(of: Array("bundle of \(revision)".utf8))
    try library.change { change in
      change.add(
        .export(
          ExportRecord(
            bundle: bundle, target: "t", profile: bundle,
            shot: ExportRecord.Shot(path: "shot.md", sha256: bundle),
            elements: [
              ExportRecord.Element(
                element: element, revision: revision, handle: try Handle("mira"),
                blobs: [ExportRecord.Sent(from: blob, sent: blob)])
            ], at: try change.moment())))
    }
    return bundle
  }

  /// Adds a clip that came back from a bundle.
  func take(_ bundle: Digest, _ clip: [UInt8], note: String) throws {
    let digest = SHA256.digest(of: clip)
    try library.change(with: [library.stage(clip, digest)]) { change in
      change.add(
        .take(
          Take(
            export: bundle, blob: digest, result: .kept, note: note, at: try change.moment())))
    }
  }

  /// The files in the library's folder that contain a text.
  func files(containing text: String) throws -> [String] {
    let names = FileManager.default.enumerator(atPath: folder.path())
    return try (names?.allObjects ?? []).compactMap { $0 as? String }.filter { name in
      let url = folder.appending(path: name)
      guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else {
        return false
      }
      return try Data(contentsOf: url).range(of: Data(text.utf8)) != nil
    }
  }
}

extension FakeStore {
  /// The keys of objects that contain a text, segments as they were before they were compressed.
  func keys(containing text: String) -> [String] {
    keys().filter { key in
      let object = bytes(key) ?? []
      return Data(RemoteSegment.text(of: object) ?? object).range(of: Data(text.utf8)) != nil
    }
  }
}

/// Records about an erased person from a machine that doesn't know of the erasure yet.
@Suite("What arrives late about something erased")
struct LateRecords {
  private let team: Team
  private let face = Array("a secret face".utf8)
  private let clip = Array("a clip of it".utf8)
  private let record: Digest
  private let element: ULID
  private let bundle: Digest

  init() throws {
    team = try Team(3)
    record = try team.first.commit(face, name: "Secretname")
    element = try #require(try team.first.heads().keys.first)
    bundle = try team.first.export(element, record, SHA256.digest(of: face))
    try team.first.commit(Array("another".utf8), name: "Open")
    _ = try team.first.team().push()
    for machine in team.machines { _ = try machine.team().pull() }
    let all = try team.second.library.contents { try $0.blobs.unexaminedOrMissing() }
    #expect(try team.second.team().fetch(all).fetched.count == 2)
  }

  private var blob: Digest { SHA256.digest(of: face) }

  /// Erases the element on the first machine, and cleans the store.
  private func erase(takes: Bool = false) throws {
    #expect(
      try team.first.library.erase(
        element, before: nil, takes: takes, atOnce: true, reason: "asked"))
    _ = try team.first.team().push()
    try clean()
  }

  private func clean() throws {
    _ = try team.first.team().collectGarbage()
    team.pass(hours: 3)
    _ = try team.first.team().collectGarbage()
  }

  private func expectNoTrace(of texts: [String], on machines: [Machine]) throws {
    for text in texts {
      #expect(team.store.keys(containing: text) == [], "\(text)")
      for machine in machines { #expect(try machine.files(containing: text) == [], "\(text)") }
    }
  }

  @Test("is not kept where it was erased, and fetches no file again")
  func pulled() throws {
    try team.second.dismiss(blob, reason: "lives at this market")
    #expect(try team.first.library.erase(element, before: nil, atOnce: true, reason: "asked"))
    _ = try team.second.team().push()
    _ = try team.first.team().pull()
    let (absent, count) = try team.first.library.contents { contents in
      (try contents.blobs.unexaminedOrMissing(), try contents.blobs.absentCount())
    }
    #expect(!absent.contains(blob) && count == 0)
    #expect(try team.first.files(containing: "this market") == [])
    _ = try team.first.team().push()
    try clean()
    for machine in team.machines { _ = try machine.team().pull() }
    try expectNoTrace(of: ["this market", "Secretname", "a secret face"], on: team.machines)
  }

  @Test("leaves the store again with the next clean-up, also if its machine only pushes")
  func pushed() throws {
    // A machine that never had the element recognizes it, too.
    let fourth = try Machine(team.folder.url.appending(path: "fourth"), team.store, seed: 0)
    try erase()
    _ = try fourth.team().pull()
    try team.second.dismiss(blob, reason: "lives at this market")
    #expect(try team.second.team().push().fileCount == 1)
    #expect(!team.store.keys(containing: "this market").isEmpty)
    for machine in [team.machines[2], fourth] { _ = try machine.team().pull() }
    #expect(try fourth.library.contents { try $0.allDismissals(of: blob) }.isEmpty)
    #expect(try team.first.team().collectGarbage().erasedRecordCount == 1)
    team.pass(hours: 3)
    #expect(try team.first.team().collectGarbage().deletedCount == 1)
    try expectNoTrace(
      of: ["this market", "Secretname", "a secret face"],
      on: [team.first, team.machines[2], fourth])
    #expect(try fourth.heads().count == 1)
  }

  @Test(
    "is a note without its text, and no clip if these were erased, too", arguments: [false, true])
  func clips(isErased: Bool) throws {
    try erase(takes: isErased)
    try team.second.take(bundle, clip, note: "smiles too late")
    _ = try team.second.team().push()
    try clean()
    _ = try team.machines[2].team().pull()
    let cleaned = [team.first, team.machines[2]]
    try expectNoTrace(of: ["too late"] + (isErased ? ["a clip of it"] : []), on: cleaned)
    for machine in cleaned {
      let takes = try machine.library.contents { try $0.takes.ofBundle(bundle, limit: 9) }
      #expect(takes.map(\.note) == [""] && takes.map { $0.blob == nil } == [isErased])
    }
    #expect(team.store.keys(containing: "a clip of it").isEmpty == isErased)
  }

  @Test("is recognized after files of the element that the erasing machine never saw")
  func unseenFiles() throws {
    let later = Array("a later face".utf8)
    let laterBlob = SHA256.digest(of: later)
    try team.second.commit(later, on: element, parents: [record], name: "Secretname")
    try erase()
    _ = try team.second.team().push()
    try clean()
    #expect(try team.first.library.contents { try $0.erasedTraces.files() }.contains(laterBlob))
    try team.second.dismiss(laterBlob, reason: "lives at this market")
    _ = try team.second.team().push()
    try clean()
    for machine in team.machines { _ = try machine.team().pull() }
    try expectNoTrace(of: ["this market", "Secretname", "a later face"], on: team.machines)
    for machine in team.machines { _ = try machine.team().push() }
    try clean()
    #expect(try team.first.team().machines().openErasures.isEmpty)
  }

  @Test("doesn't stay if a clean-up is interrupted between two segments")
  func interrupted() throws {
    struct ExchangeEnd: Error {}
    // A note in another segment names the person, about a clip of another one.
    let other = SHA256.digest(of: Array("another bundle".utf8))
    try team.second.take(other, clip, note: "Secretname is late")
    _ = try team.second.team().push()
    _ = try team.first.team().pull()
    #expect(try team.first.library.erase(element, before: nil, atOnce: true, reason: "asked"))
    _ = try team.first.team().push()
    #expect(throws: ExchangeEnd.self) {
      try team.first.team { request, perform in
        let answer = try perform()
        if case .delete = request { throw ExchangeEnd() }
        return answer
      }.collectGarbage()
    }
    try team.first.restart()
    try clean()
    try expectNoTrace(of: ["Secretname"], on: [team.first])
  }

  @Test("doesn't stop a file that is used again by another element")
  func usedAgain() throws {
    try erase()
    _ = try team.second.team().pull()
    try team.second.commit(face, name: "Consenting")
    try team.second.dismiss(blob, reason: "sharp enough")
    _ = try team.second.team().push()
    try clean()
    for machine in team.machines {
      _ = try machine.team().pull()
      #expect(try machine.library.contents { try $0.allDismissals(of: blob) }.count == 1)
    }
    #expect(try team.machines[2].team().fetch([blob]).fetched == [blob])
  }

  @Test("is seen again if a machine with an old copy sends the same segment again")
  func sameSegment() throws {
    let team = try Team()
    try team.first.commit(face, name: "Secretname")
    let element = try #require(try team.first.heads().keys.first)
    try team.first.commit(Array("another".utf8), name: "Open")
    _ = try team.first.team().push()
    let segments = team.store.keys("log/").map { $0.split(separator: "/").last }
    _ = try team.second.team().pull()
    let all = try team.second.library.contents { try $0.blobs.unexaminedOrMissing() }
    _ = try team.second.team().fetch(all)
    #expect(try team.first.library.erase(element, before: nil, atOnce: true, reason: "asked"))
    _ = try team.first.team().push()
    for _ in 0..<2 {
      _ = try team.first.team().collectGarbage()
      team.pass(hours: 3)
    }
    // The backup of a library doesn't contain its state of the store.
    try RemoteState.remove(from: team.second.library.root)
    try team.second.restart()
    #expect(try team.second.team().push().recordCount == 2)
    #expect(team.store.keys("log/").map { $0.split(separator: "/").last }.contains(segments[0]))
    #expect(try team.first.team().collectGarbage().erasedRecordCount == 1)
    team.pass(hours: 3)
    _ = try team.first.team().collectGarbage()
    for text in ["Secretname", "a secret face"] {
      #expect(team.store.keys(containing: text) == [], "\(text)")
    }
  }

  @Test("is no file that was being fetched when it was erased")
  func fetching() throws {
    let third = team.machines[2]
    let fetched = try third.team { request, perform in
      let answer = try perform()
      if case .get(let key, _, _) = request, key.hasPrefix("blobs/") {
        #expect(try third.library.erase(element, before: nil, atOnce: true, reason: "asked"))
      }
      return answer
    }.fetch([blob])
    #expect(fetched.fetched.isEmpty && fetched.missing.isEmpty && fetched.damaged.isEmpty)
    #expect(!third.library.blobs.contains(blob))
    #expect(try FileSystem.names(in: third.library.root.appending("blobs/.new".utf8)) == [])
  }
}
