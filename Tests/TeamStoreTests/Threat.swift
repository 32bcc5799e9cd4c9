import Files
import Foundation
import Library
import Model
import Synchronization
import TestSupport
import Testing
import Transfers

@testable import TeamStore

/// What the machines of a simulation can't trust.
enum Threat: String, CaseIterable, CustomTestStringConvertible {
  /// The store is set back to an earlier state.
  case setBack
  /// A member erases what others have made.
  case hostileMember

  var testDescription: String { rawValue }
}

extension Simulation {
  /// Lets the threat act, now and then.
  func threaten(_ threat: Threat) throws {
    switch threat {
    case .setBack:
      if chance(0.01) {
        backups.append(store.state.withLock { $0.objects })
        if backups.count > 4 { backups.removeFirst() }
      }
      if chance(0.0015), let earlier = backups.randomElement(using: &random) {
        store.state.withLock { $0.objects = earlier }
        count("set back")
      }
    case .hostileMember:
      if chance(0.01) { try attack() }
    }
  }

  /// Writes erasures of what others have sent, few or many at once.
  private func attack() throws {
    let sent = Set(acknowledged.keys.compactMap { elements[$0] }).sorted()
    guard !sent.isEmpty else { return }
    count("attack")
    let size = chance(0.5) ? 1 : Int.random(in: 2...12, using: &random)
    let lines = (0..<size).compactMap { _ -> [UInt8]? in
      guard let target = sent.randomElement(using: &random) else { return nil }
      attacked.insert(target)
      var erasure = Erasure(
        element: target, takes: chance(0.5), reason: "\(Int.random(in: 0...99, using: &random))",
        at: store.now)
      erasure.atOnce = chance(0.3)
      // Files of any other element are named, too.
      let files = acknowledged.values.sorted { $0.hex < $1.hex }
      if chance(0.3), let other = files.randomElement(using: &random) {
        erasure.traces.files = [other]
      }
      return Record.erasure(erasure).line
    }
    let (object, name) = try RemoteLayout.segment(lines)
    store.set("log/\(store.now.day)/\(name.hex)", object)
  }

  /// Notes which erasures a pull has carried out.
  func note(_ outcome: PullOutcome) {
    let carriedOut = outcome.erasures.filter { $0.state == .applied && $0.fileCount > 0 }
    for _ in carriedOut { count("carried out") }
    if carriedOut.count > 3 { problems.append("\(carriedOut.count) erasures by one pull") }
    if outcome.loss != nil {
      count("loss")
      if threat == nil { problems.append("a loss that is none") }
    }
    for _ in outcome.erasures.filter(\.isWaiting) { count("waiting") }
  }

  /// Checks after all commands have ended that the threat has been noticed and has done no more than it may.
  func settle(after threat: Threat) throws {
    switch threat {
    case .setBack: try settleAfterSetBack()
    case .hostileMember: try settleAfterAttacks()
    }
  }

  /// Each machine says exactly which of the records that it knows the store has lost, and then all of it comes back.
  private func settleAfterSetBack() throws {
    for member in machines {
      let machine = member.machine
      let stored = try storedRecords()
      let lost = try machine.allRevisions().filter {
        try machine.state.isKnown($0) && !stored.contains($0)
      }
      let loss = try machine.team().pull().loss
      // A full push that has crashed has forgotten that the store had them.
      let most = try machine.allRevisions().count { !stored.contains($0) }
      if !(lost.count...max(most, lost.count)).contains(loss?.recordCount ?? 0) {
        problems.append("\(lost.count) records lost, \(loss?.recordCount ?? 0) noticed")
      }
      if !lost.isEmpty { count("loss at the end") }
    }
    for round in 1...2 {
      for member in machines {
        let team = member.machine.team()
        _ = try team.readAgain()
        let outcome = try team.push(isFull: true)
        // In the first round, another machine may still have to send a file.
        if round == 2, outcome.heldRecordCount > 0 { problems.append("records held at the end") }
        let loss = try team.pull().loss
        if round == 2, loss?.segmentCount ?? 0 > 0 { problems.append("loss after healing") }
        store.state.withLock { $0.seconds += 10 }
      }
    }
    for member in machines where try member.machine.team().pull().loss != nil {
      problems.append("loss at the end")
    }
    if let fresh = try addFreshMachine() {
      _ = try fresh.team().pull()
      try check(fresh)
    }
  }

  private func storedRecords() throws -> Set<Digest> {
    var records: Set<Digest> = []
    for key in store.keys("log/") {
      guard let object = store.bytes(key), let (_, name) = RemoteLayout.segment(of: key) else {
        continue
      }
      records.formUnion(try RemoteLayout.records(in: object) { $0 == name }.map(\.digest))
    }
    return records
  }

  /// No machine has lost an element that it made, or one that was not attacked.
  private func settleAfterAttacks() throws {
    for member in machines {
      let machine = member.machine
      note(try machine.team().pull())
      let heads = try machine.heads()
      for (element, maker) in makers where maker == ObjectIdentifier(machine) {
        if heads[element] == nil { problems.append("an own element is lost") }
      }
      // Elements that were not attacked are everywhere.
      for (record, file) in acknowledged {
        guard let element = elements[record], !attacked.contains(element) else { continue }
        if try !machine.library.contents({ try $0.hasRecord(record) }) {
          problems.append("a record that was not attacked is lost")
        }
        let isOwn = makers[element] == ObjectIdentifier(machine) && parents[record] == []
        if isOwn, !machine.library.blobs.contains(file) {
          problems.append("a file that was not attacked is lost")
        }
      }
    }
  }
}

@Suite("A team's library, simulated with a threat", .timeLimit(.minutes(20)))
struct Threats {
  @Test(
    "loses nothing that it could keep, and says what is lost elsewhere",
    arguments: Threat.allCases, [1, 2] as [UInt64])
  func threat(threat: Threat, seed: UInt64) throws {
    let simulation = try Simulation(seed: seed, threat: threat)
    try simulation.run(steps: TestRun.isLong ? 20_000 : 1500)
    #expect(simulation.problems == [])
    print(
      threat, seed,
      simulation.counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })
  }
}
