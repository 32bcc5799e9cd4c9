import Foundation
import Library
import Model
import TestSupport
import Testing
import Transfers

@testable import TeamStore

@Suite("The machines of a team")
struct Machines {
  @Test("introduce themselves, and report what they have erased", arguments: [false, true])
  func reports(isSealed: Bool) throws {
    let keys =
      isSealed ? TeamKeys(text: TeamKeys.line(random: [UInt8](repeating: 7, count: 32))) : nil
    let team = try Team(3, keys: keys)
    try team.first.commit(Array("a face".utf8))
    _ = try team.first.team().push()
    for machine in team.machines { _ = try machine.team().pull() }
    let found = try team.first.team().machines()
    #expect(found.machines.map(\.host).sorted() == ["machine-0", "machine-1", "machine-2"])
    #expect(found.machines.filter(\.isThis).map(\.host) == ["machine-0"])
    #expect(found.openErasures.isEmpty)
    for key in team.store.keys("machines/") where isSealed {
      let text = String(decoding: team.store.bytes(key) ?? [], as: UTF8.self)
      #expect(!text.contains("machine-"))
    }
    let element = try #require(try team.first.heads().keys.first)
    #expect(try team.first.library.erase(element, before: nil, reason: "asked"))
    _ = try team.first.team().push()
    func unseen(by machine: Machine) throws -> (hosts: [String], isCleaned: Bool) {
      let open = try machine.team().machines().openErasures
      #expect(open.count == 1)
      return ((open.first?.machines ?? []).map(\.host).sorted(), open.first?.isCleaned ?? true)
    }
    #expect(try unseen(by: team.first) == (["machine-1", "machine-2"], false))
    _ = try team.second.team().pull()
    #expect(try unseen(by: team.first) == (["machine-2"], false))
    #expect(try unseen(by: team.second) == (["machine-2"], false))
    // Without a request this machine knows the state of its last pull.
    #expect(try team.first.state.teamMachines(of: team.first.library).openErasures.count == 1)
    let record = try #require(try team.first.library.contents { try $0.erasures().first?.record })
    for key in team.store.keys("seen/") where isSealed {
      let text = String(decoding: team.store.bytes(key) ?? [], as: UTF8.self)
      #expect(!text.contains(record.hex))
      // A report says nothing about another place.
      team.store.set("seen/store/\(key.suffix(26))", team.store.bytes(key))
    }
    if isSealed {
      let number = try #require(ULID("01KAH6Q8W0CASTB00KREPXRT00"))
      team.store.set("seen/store/\(number)", Array("\(record.hex)\n".utf8))
    }
    _ = try team.first.team().collectGarbage()
    #expect(
      try unseen(by: team.second) == (["machine-2"], false), "the store still has the file")
    team.pass(hours: 3)
    _ = try team.first.team().collectGarbage()
    #expect(try unseen(by: team.second) == (["machine-2"], true))
    _ = try team.machines[2].team().pull()
    for machine in team.machines {
      #expect(try machine.team().machines().openErasures.isEmpty)
    }
  }

  @Test("are others if the folder was copied, and can be taken off the list")
  func copies() throws {
    let team = try Team()
    _ = try team.first.team().pull()
    _ = try team.second.team().pull()
    let copy = team.folder.url.appending(path: "copy")
    try FileManager.default.copyItem(at: team.second.folder, to: copy)
    let third = try Machine(copy, team.store, seed: 0, isNew: false)
    _ = try third.team().pull()
    var machines = try team.first.team().machines().machines
    #expect(machines.map(\.host).sorted() == ["copy", "machine-0", "machine-1"])
    let gone = try #require(machines.first { $0.host == "copy" })
    try team.first.team().recordDeparture(of: gone.id)
    machines = try team.second.team().machines().machines
    #expect(machines.map(\.host).sorted() == ["machine-0", "machine-1"])
    // The machine has not left after all.
    _ = try third.team().pull()
    machines = try team.second.team().machines().machines
    #expect(machines.map(\.host).sorted() == ["copy", "machine-0", "machine-1"])
    #expect(!machines.map(\.id).contains(gone.id))
  }

  @Test("need not report: a pull works with keys that may only read")
  func readers() throws {
    let team = try Team()
    try team.first.commit([1])
    _ = try team.first.team().push()
    var refusalCount = 0
    func reader() -> TeamStore<FakeConnection> {
      team.second.team { request, answer in
        guard case .put = request else { return try answer() }
        refusalCount += 1
        var refusal = StoreResponse(status: 403)
        refusal.code = "AccessDenied"
        return refusal
      }
    }
    #expect(try reader().pull().recordCount == 1)
    let element = try #require(try team.first.heads().keys.first)
    #expect(try team.first.library.erase(element, before: nil, reason: "asked"))
    _ = try team.first.team().push()
    _ = try reader().pull()
    #expect(try team.second.heads().isEmpty)
    #expect(refusalCount == 1, "a machine that may not write tries once a day")
    #expect(try team.first.team().machines().machines.map(\.host) == ["machine-0"])
    team.pass(hours: 25)
    _ = try reader().pull()
    #expect(refusalCount == 2)
  }

  @Test("introduce themselves when their keys may write", arguments: [false, true])
  func otherKeys(pushes: Bool) throws {
    let team = try Team()
    var isRefused = true
    func second() -> TeamStore<FakeConnection> {
      team.second.team { request, answer in
        guard case .put = request, isRefused else { return try answer() }
        return StoreResponse(status: 403)
      }
    }
    _ = try second().pull()
    isRefused = false
    if pushes {
      try team.second.commit([1])
      _ = try second().push()
    } else {
      team.pass(hours: 25)
      _ = try second().pull()
    }
    #expect(try team.first.team().machines().machines.map(\.host) == ["machine-1"])
  }
}
