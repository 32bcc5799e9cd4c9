import Files
import Foundation
import Library
import Model
import Synchronization
import TestSupport
import Testing
import Transfers

@testable import TeamStore

@Suite("A faulty store")
struct WrongStores {
  @Test("can't deliver wrong bytes, neither as records nor as files")
  func bytes() throws {
    let team = try Team()
    let bytes = Array("a picture".utf8)
    try team.first.commit(bytes)
    _ = try team.first.team().push()
    let segment = try #require(team.store.keys("log/").first)
    let sound = try #require(team.store.bytes(segment))
    for wrong in [[], sound.dropLast(), sound + [0], [UInt8](repeating: 0, count: 100)] {
      team.store.set(segment, Array(wrong))
      let pulled = try team.second.team().pull()
      #expect(pulled.recordCount == 0 && pulled.problems.map(\.key) == [segment])
    }
    team.store.set(segment, sound)
    #expect(try team.second.team().pull().recordCount == 1)
    let key = try #require(team.store.keys("blobs/").first)
    team.store.set(key, Array("a pictur3".utf8))
    let blob = SHA256.digest(of: bytes)
    #expect(try team.second.team().fetch([blob]).damaged == [blob])
    #expect(!team.second.library.blobs.contains(blob))
    // Another upload of the file is equivalent.
    team.store.set(key.replacing("/0.", with: "/1."), bytes)
    #expect(try team.second.team().fetch([blob]).fetched == [blob])
  }

  @Test("is rejected if it has another library, a newer format, or invalid data")
  func manifests() throws {
    let team = try Team()
    func failure(_ text: String?) -> TeamStoreError? {
      team.store.set("castbook.json", text.map { Array($0.utf8) })
      do {
        _ = try team.first.team().pull()
        return nil
      } catch { return error as? TeamStoreError }
    }
    #expect(failure(nil) == .noLibrary)
    #expect(failure("{}") == .damagedManifest)
    #expect(failure("x") == .damagedManifest)
    #expect(failure(#"{"format":2,"library":"x"}"#) == .newerFormat(2))
    #expect(failure(#"{"format":1,"library":"x"}"#) == .damagedManifest)
    let other = try #require(failure(#"{"format":1,"library":"01KAH6Q8W0CASTB00K0THERXXX"}"#))
    #expect(other.rule == "remote.other-library")
    let own = Machine.libraryID?.text ?? ""
    #expect(failure(#"{"format":1,"library":"\#(own)","sealed":"ab"}"#) == .sealed)
    #expect(failure(#"{"format":1,"library":"\#(own)"}"#) == nil)
  }

  @Test("ends a command with its reason: a refusal, no date, lists that contradict themselves")
  func refusals() throws {
    let team = try Team()
    try team.first.commit(Array("a".utf8))
    func failure(_ change: @escaping (inout StoreResponse, StoreRequest) -> Void) -> TeamStoreError?
    {
      do {
        _ = try team.first.team { request, perform in
          var answer = try perform()
          change(&answer, request)
          return answer
        }.push()
        return nil
      } catch { return error as? TeamStoreError }
    }
    let refused = failure { answer, request in
      if case .put = request { (answer.status, answer.code) = (403, "AccessDenied") }
    }
    #expect(refused?.rule == "remote.refused" && refused?.fix?.contains("may write") == true)
    #expect(failure { answer, _ in answer.date = nil } == .noDate)
    let contradicting = failure { answer, request in
      if case .list = request {
        answer.page = ObjectPage([
          .init(key: "gc/b", byteCount: 1, modified: Instant(milliseconds: 0)),
          .init(key: "gc/a", byteCount: 1, modified: Instant(milliseconds: 0)),
        ])
      }
    }
    #expect(contradicting?.rule == "remote.bad-answer")
    team.store.set("gc/x", Array("blobs/zz/nonsense\n".utf8))
    #expect(failure { _, _ in }?.rule == "remote.bad-answer", "a mark that can't be read")
    team.store.set("gc/x", nil)
    #expect(failure { _, _ in } == nil)
  }

  @Test("may list forever, with objects or without: the command ends, and says what it was given")
  func endless() throws {
    let team = try Team()
    for hasObjects in [true, false] {
      var pages = 0
      var endless = team.second.team { request, perform in
        var answer = try perform()
        guard case .list("log/", _, _) = request else { return answer }
        pages += 1
        // Without a limit this test would never end.
        if pages > 10_000 { throw FakeConnection.ExchangeEnd() }
        let number = 100_000 + pages
        let key = "log/2026-11-20/\(number)"
        let object = ObjectPage.Object(
          key: key, byteCount: 1, modified: Instant(milliseconds: 1_795_158_000_000))
        answer.page = ObjectPage(hasObjects ? [object] : [], next: "\(number)")
        return answer
      }
      endless.maximumListedObjects = 1000
      let error = #expect(throws: TeamStoreError.self) { try endless.pull() }
      #expect(error?.rule == "remote.bad-answer")
      #expect(
        error?.message
          == "the store's answer can't be used: the list of log/ has no end: "
          + (hasObjects ? "more than 1000 objects" : "101 empty pages in a row"))
    }
  }

  @Test("may state any length of an object")
  func lengths() throws {
    let team = try Team()
    try team.first.commit(Array("a".utf8))
    _ = try team.first.team().push()
    func lying(_ machine: Machine) -> TeamStore<FakeConnection> {
      machine.team { request, perform in
        var answer = try perform()
        guard let page = answer.page, case .list(let prefix, _, _) = request else { return answer }
        let names = (0..<9).map { SHA256.digest(of: [$0]).hex }.sorted()
        let others = names.compactMap { name -> ObjectPage.Object? in
          let key =
            prefix == "log/"
            ? "log/2099-01-01/\(name)"
            : prefix == "blobs/" ? "blobs/zz/\(name)/0.jpg" : nil
          return key.map {
            ObjectPage.Object(key: $0, byteCount: .max, modified: team.store.now)
          }
        }
        answer.page = ObjectPage(page.objects + others, next: page.next)
        return answer
      }
    }
    #expect(try lying(team.second).pull().recordCount == 1)
    _ = try lying(team.first).collectGarbage()
  }

  @Test("names the program that ended, before any request, and the next command works")
  func endedProgram() throws {
    let team = try Team()
    try team.first.commit(Array("a secret face".utf8))
    let element = try #require(try team.first.heads().keys.first)
    _ = try team.first.team().push()
    #expect(try team.first.library.erase(element, before: nil, reason: "asked"))
    var endings = 0
    var isDone = false
    while !isDone, endings < 100 {
      var requestCount = 0
      do {
        _ = try team.first.team { request, perform in
          requestCount += 1
          if requestCount > endings { throw FakeConnection.ExchangeEnd() }
          return try perform()
        }.collectGarbage()
        isDone = true
      } catch {
        #expect((error as? TeamStoreError)?.rule == "remote.no-program", "\(error)")
        endings += 1
      }
    }
    #expect(isDone && endings > 8)
    team.pass(hours: 3)
    _ = try team.first.team().collectGarbage()
    #expect(team.store.keys("blobs/").isEmpty)
  }

  @Test("reads what belongs to others beside the library, and leaves it")
  func strangers() throws {
    let team = try Team()
    for key in [
      "log/readme", "log/2026-11-20/x", "log/2026-13-40/\(SHA256.digest(of: []).hex)", "blobs/x",
    ] {
      team.store.set(key, [1])
    }
    try team.first.commit(Array("a".utf8))
    _ = try team.first.team().push()
    #expect(try team.second.team().pull().problems.isEmpty)
    team.pass(hours: 24 * 30)
    _ = try team.first.team().collectGarbage()
    team.pass(hours: 24 * 30)
    _ = try team.first.team().collectGarbage()
    #expect(team.store.bytes("blobs/x") != nil && team.store.bytes("log/readme") != nil)
  }

  @Test("gets back what it has lost from the machines that have it", arguments: [false, true])
  func losses(supportsConditionalPut: Bool) throws {
    let team = try Team()
    for machine in team.machines { machine.supportsConditionalPut = supportsConditionalPut }
    let files = (0..<5).map { Array("file \($0)".utf8) }
    for bytes in files { try team.first.commit(bytes) }
    _ = try team.first.team().push()
    let (segment, blobs) = (team.store.keys("log/")[0], team.store.keys("blobs/"))
    team.store.set(segment, [1, 2, 3])
    team.store.set(blobs[0], nil)
    team.store.set(blobs[1], [])
    #expect(try team.second.team().pull().problems.count == 1)
    #expect(
      try team.first.team().push() == PushOutcome(), "it believes that the store has all of it")
    #expect(try team.first.team().rereadStore().problems.map(\.key) == [segment])
    let pushed = try team.first.team().push(isFull: true)
    #expect(pushed.recordCount == 5 && pushed.fileCount == 2)
    let pulled = try team.second.team().pull()
    #expect(pulled.recordCount == 5 && pulled.problems.isEmpty)
    let wanted = files.map(SHA256.digest)
    #expect(try Set(team.second.team().fetch(wanted).fetched) == Set(wanted))
    #expect(try team.first.team().push() == PushOutcome())
  }
}
