import Files
import Foundation
import Library
import Model
import Synchronization
import TestSupport
import Testing
import Transfers

@testable import TeamStore

/// A machine whose own library has lost what it once read from the store.
@Suite("A library that lost records")
struct LostRecords {
  private let team: Team
  private let blob: Digest

  init() throws {
    team = try Team(3)
    try team.first.commit(Array("a".utf8), name: "Mug")
    _ = try team.first.team().push()
    _ = try team.second.team().pull()
    let face = Array("a face".utf8)
    blob = SHA256.digest(of: face)
    try team.second.commit(face, name: "Miraname")
    _ = try team.second.team().push()
    _ = try team.first.team().pull()
    #expect(try team.first.heads().count == 2)
  }

  /// How the first machine loses its records.
  enum Way: CaseIterable { case rebuilt, copied }

  /// Deletes a segment of the first machine's log, and has its index made again.
  private func lose(_ way: Way) throws {
    let lost = try team.first.files(containing: "Miraname").filter { $0.hasSuffix(".jsonl") }
    #expect(lost.count == 1)
    for name in lost {
      try FileManager.default.removeItem(at: team.first.folder.appending(path: name))
    }
    switch way {
    case .rebuilt:
      let store = try LibraryStore(at: team.first.library.root, acceptingLoss: true)
      // The record and its signature.
      #expect(try store.rebuildIndex() == 2)
    case .copied:
      for name in ["catalog.sqlite", "catalog.sqlite-wal", "catalog.sqlite-shm"] {
        try? FileManager.default.removeItem(at: team.first.folder.appending(path: name))
      }
    }
    try team.first.restart()
    #expect(try team.first.heads().count == 1)
  }

  @Test("gets them back with the next pull", arguments: Way.allCases)
  func pulled(way: Way) throws {
    try lose(way)
    let pulled = try team.first.team().pull()
    #expect(pulled.recordCount == 1)
    #expect(try team.first.heads().count == 2)
    // The second pull brings nothing.
    #expect(try team.first.team().pull().segmentCount == 0)
  }

  @Test("never has the files of others deleted", arguments: Way.allCases)
  func cleaned(way: Way) throws {
    try lose(way)
    _ = try team.first.team().collectGarbage()
    team.pass(hours: 8 * 24)
    #expect(try team.first.team().collectGarbage().deletedCount == 0)
    _ = try team.machines[2].team().pull()
    #expect(try team.machines[2].team().fetch([blob]).fetched == [blob])
  }

  @Test("keeps the files of others even if it believes that it read everything")
  func believing() throws {
    try lose(.rebuilt)
    let generation = try team.first.library.contents { try $0.blobs.hashGeneration() }
    try team.first.state.transaction { try team.first.state.recordIndexGeneration(generation) }
    #expect(try team.first.team().pull().recordCount == 0)
    _ = try team.first.team().collectGarbage()
    #expect(try team.first.heads().count == 2)
    #expect(try team.first.team().pull(isFull: true).segmentCount == 2)
  }

  @Test("finds what arrived after the store's clock had been ahead")
  func clock() throws {
    team.store.state.withLock { $0.seconds += 10 * 366 * 86_400 }
    _ = try team.second.team().pull()
    team.store.state.withLock { $0.seconds -= 10 * 366 * 86_400 }
    team.pass(hours: 24)
    try team.first.commit(Array("lamp".utf8), name: "Lamp")
    _ = try team.first.team().push()
    team.pass(hours: 72)
    #expect(try team.second.team().pull().recordCount == 1)
    #expect(try team.second.team().pull().segmentCount == 0)
  }
}
