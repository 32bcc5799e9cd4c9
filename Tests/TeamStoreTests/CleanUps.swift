import Files
import Foundation
import Library
import Model
import Synchronization
import TestSupport
import Testing
import Transfers

@testable import TeamStore

@Suite("A clean-up of the store")
struct CleanUps {
  @Test("deletes what no record names, seven days after it was marked")
  func grace() throws {
    let team = try Team()
    try team.first.commit(Array("a".utf8))
    _ = try team.first.team().push()
    let orphan = SHA256.digest(of: Array("orphan".utf8))
    let key = "blobs/\(orphan.hex.prefix(2))/\(orphan.hex)/0.jpg"
    team.store.set(key, Array("orphan".utf8))
    let marked = try team.first.team().collectGarbage()
    #expect(marked.markedCount == 1 && marked.deletedCount == 0)
    team.pass(hours: 7 * 24 - 1)
    #expect(try team.first.team().collectGarbage().waitingCount == 1)
    // A marked upload is never relied on again.
    try team.second.commit(Array("orphan".utf8))
    #expect(try team.second.team().push().fileCount == 1)
    #expect(team.store.keys("blobs/\(orphan.hex.prefix(2))/").count == 2)
    team.pass(hours: 2)
    // A record names the file now, so both uploads stay.
    #expect(try team.first.team().collectGarbage().deletedCount == 0)
    #expect(team.store.keys("blobs/").count == 3)
    let other = SHA256.digest(of: Array("other".utf8))
    team.store.set("blobs/\(other.hex.prefix(2))/\(other.hex)/0.jpg", Array("other".utf8))
    _ = try team.first.team().collectGarbage()
    team.pass(hours: 7 * 24 + 1)
    let swept = try team.first.team().collectGarbage()
    #expect(swept.deletedCount == 1 && swept.deletedBytes == 5)
  }

  @Test("also removes erased records from a machine that doesn't know of the erasure")
  func lateErasure() throws {
    let team = try Team()
    let secret = Array("a secret face".utf8)
    let record = try team.first.commit(secret, name: "Secretname")
    let element = try #require(try team.first.heads().keys.first)
    _ = try team.first.team().push()
    _ = try team.second.team().pull()
    try team.second.commit(secret, on: element, parents: [record], name: "Secretname")
    #expect(try team.first.library.erase(element, before: nil, reason: "asked"))
    _ = try team.first.team().push()
    #expect(try team.first.team().collectGarbage().erasedRecordCount == 1)
    team.pass(hours: 3)
    #expect(try team.first.team().collectGarbage().deletedCount == 1)
    _ = try team.second.library.stage(secret, SHA256.digest(of: secret))
    _ = try team.second.team().push()
    // Only the signature of the first segment remains.
    #expect(team.store.keys("log/").count == 3)
    let again = try team.first.team().collectGarbage()
    #expect(again.erasedRecordCount == 1)
    #expect(team.store.keys("log/").count == 3)
    for key in team.store.keys("log/") {
      let bytes = try #require(team.store.bytes(key))
      let name = try #require(RemoteLayout.segment(of: key)?.digest)
      let records = try team.first.team().records(in: bytes, named: name)
      #expect(records.allSatisfy { $0.signature != nil || $0.erasure != nil })
    }
    team.pass(hours: 3)
    _ = try team.first.team().collectGarbage()
    #expect(team.store.keys("blobs/").isEmpty)
  }

  @Test("refuses while a record can't be read, since it may name any file")
  func unreadable() throws {
    let team = try Team()
    team.store.set("log/2026-11-20/\(SHA256.digest(of: [1]).hex)", [1, 2, 3])
    let failure = #expect(throws: TeamStoreError.self) {
      try team.first.team().collectGarbage()
    }
    #expect(failure?.rule == "remote.damaged")
  }

  @Test("removes what was erased: names at once, files by the next one", arguments: [false, true])
  func erasure(isSealed: Bool) throws {
    let keys =
      isSealed ? TeamKeys(text: TeamKeys.line(random: [UInt8](repeating: 7, count: 32))) : nil
    let team = try Team(3, keys: keys)
    let secret = Array("a secret face".utf8)
    let shared = Array("a shared file".utf8)
    try team.first.commit(secret, name: "Secretname", notes: "secretnote")
    let element = try #require(try team.first.heads().keys.first)
    let digest = try #require(try team.first.heads()[element]?.first)
    try team.first.commit(shared, on: element, parents: [digest], name: "Secretname")
    try team.first.commit(shared, name: "Open")
    for machine in team.machines {
      _ = try machine.team().pull()
      _ = try machine.team().push()
      _ = try machine.team().pull()
      _ = try machine.team().fetch([secret, shared].map(SHA256.digest))
    }
    // Another machine has changed the element meanwhile.
    let latest = try #require(try team.machines[2].heads()[element]?.first)
    try team.machines[2].commit(secret, on: element, parents: [latest], name: "Secretname")
    #expect(try team.second.library.erase(element, before: nil, atOnce: true, reason: "asked"))
    _ = try team.second.team().push()
    for machine in team.machines {
      _ = try machine.team().pull(erasures: .accept)
      _ = try machine.team().push()
    }
    for machine in team.machines {
      for text in ["Secretname", "secretnote", "a secret face"] {
        #expect(try Self.files(of: machine, containing: text) == [], "\(text)")
      }
      #expect(machine.library.blobs.contains(SHA256.digest(of: shared)))
    }
    let cleaned = try team.first.team().collectGarbage()
    #expect(cleaned.erasedRecordCount >= 2 && cleaned.erasedWaitingCount == 1)
    team.pass(hours: 3)
    #expect(try team.first.team().collectGarbage().deletedCount == 1)
    let left = try Self.plain(team.store, keys)
    for text in ["Secretname", "secretnote", "a secret face"] { #expect(!left.contains(text)) }
    #expect(left.contains("a shared file") && left.contains("Open"))
    let fresh = try Machine(team.folder.url.appending(path: "fresh"), team.store, seed: 0)
    fresh.keys = keys
    _ = try fresh.team().pull()
    #expect(try fresh.heads() == team.first.heads())
    #expect(try fresh.heads().count == 1)
  }

  /// The files of a machine that contain a text.
  private static func files(of machine: Machine, containing text: String) throws -> [String] {
    let names = FileManager.default.enumerator(atPath: machine.folder.path())
    return try (names?.allObjects ?? []).compactMap { $0 as? String }.filter { name in
      let url = machine.folder.appending(path: name)
      guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else {
        return false
      }
      return try Data(contentsOf: url).range(of: Data(text.utf8)) != nil
    }
  }

  /// Everything in a store that its keys can open.
  private static func plain(_ store: FakeStore, _ keys: TeamKeys?) throws -> String {
    store.keys().compactMap { key in
      store.bytes(key).map { bytes in
        let opened = keys.flatMap { SealedObject.unsealed(bytes, $0) } ?? bytes
        let text = RemoteSegment.text(of: opened) ?? opened
        return key + String(decoding: text, as: UTF8.self)
      }
    }.joined(separator: "\n")
  }
}
