import Files
import Foundation
import Library
import Model
import Synchronization
import TestSupport
import Testing
import Transfers

@testable import TeamStore

/// An attack or a loss that a simulation adds to crashes.
enum Threat: String, CaseIterable, CustomTestStringConvertible {
  /// The store is set back to an earlier state.
  case setBack
  /// A member erases what others have made, with its own key or an imitated signature.
  case hostileMember
  /// Someone has the keys of one machine, until the keeper ends its key.
  case stolenKey
  /// Members erase what they have made, and a machine comes back after a year.
  case yearAway

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
      if chance(0.01) {
        let secret = [UInt8](repeating: 7, count: MachineKey.byteCount)
        try attack(with: MachineKey(secret, for: machines[0].machine.library.id, number: 0))
      }
    case .stolenKey:
      if chance(0.01) { try attack(with: machines[1].machine.key) }
      if chance(0.0005) { try endStolenKey() }
    case .yearAway:
      if chance(0.01) { try eraseOwn() }
      if chance(0.0005) {
        let traveller = machines[2]
        if traveller.command == nil {
          traveller.wakes = seconds + 366 * 86_400
          count("year away")
        }
      }
    }
  }

  /// The keeper, on the first machine, ends the key of the second one.
  private func endStolenKey() throws {
    let keeper = machines[0].machine
    try keeper.state.transaction {
      try keeper.state.recordUnsignedEnd(of: machines[1].machine.key.publicKey)
    }
    count("key ended")
  }

  /// A member erases one of the elements that its machine has made.
  private func eraseOwn() throws {
    guard let member = machines.filter({ $0.command == nil }).randomElement(using: &random) else {
      return
    }
    let machine = member.machine
    let own = try machine.heads().keys.filter { makers[$0] == ObjectIdentifier(machine) }.sorted()
    guard let element = own.randomElement(using: &random) else { return }
    if try machine.library.erase(element, before: nil, reason: "") {
      attacked.insert(element)
      count("erased")
    }
  }

  /// Writes erasures of elements that others have sent, few or many at once.
  private func attack(with key: MachineKey) throws {
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
    try store.add(lines + signatures(of: lines.map { SHA256.digest(of: $0) }, with: key))
  }

  /// Returns an attacker's signatures: of erasures, of claims to their elements, and imitated ones.
  private func signatures(of erasures: [Digest], with key: MachineKey) throws -> [[UInt8]] {
    var signature = RecordSignature(
      library: machines[0].machine.library.id, key: key.publicKey, at: store.now)
    signature.records = erasures
    if chance(0.3) {
      let first = parents.filter { $0.value.isEmpty }.keys.sorted { $0.hex < $1.hex }
      signature.records += first.filter { elements[$0].map(attacked.contains) ?? false }.prefix(20)
    }
    if chance(0.2) {
      signature.previous = [SHA256.digest(of: [UInt8.random(in: 0...255, using: &random)])]
    }
    if chance(0.1) { signature.ended = machines.map(\.machine.key.publicKey) }
    signature.sign(with: key)
    var forged = signature
    forged.key = machines[0].machine.key.publicKey
    return [signature, forged].shuffled(using: &random).prefix(chance(0.8) ? 2 : 1).compactMap {
      Record.signature($0).line
    }
  }

  /// Notes which erasures a pull has carried out.
  ///
  /// - Parameter isAccepting: Whether its user has accepted all of them.
  func note(_ outcome: PullOutcome, isAccepting: Bool = false) {
    let carriedOut = outcome.erasures.filter { $0.state == .applied && $0.fileCount > 0 }
    for _ in carriedOut { count("carried out") }
    if carriedOut.count > 3, !isAccepting {
      problems.append("\(carriedOut.count) erasures by one pull")
    }
    if !carriedOut.isEmpty, threat == .hostileMember { problems.append("an attack succeeded") }
    if let loss = outcome.loss {
      count("loss")
      // An attacker may claim to have seen records that never existed.
      let isClaimed = threat == .hostileMember || threat == .stolenKey
      if threat != .setBack, !isClaimed || loss.segmentCount + loss.fileCount > 0 {
        problems.append("a loss that is none: \(loss.summary)")
      }
    }
    for _ in outcome.erasures.filter(\.isWaiting) { count("waiting") }
  }

  /// Checks, after all commands ended, that the threat was noticed and its damage is bounded.
  func settle(after threat: Threat) throws {
    switch threat {
    case .setBack: try settleAfterSetBack()
    case .hostileMember, .stolenKey: try settleAfterAttacks(threat)
    case .yearAway: try settleAfterErasures()
    }
  }

  /// Checks that every machine, after accepting all that waits, has exactly what was not erased.
  private func settleAfterErasures() throws {
    for _ in 0..<2 {
      for member in machines {
        let team = member.machine.team()
        note(try team.pull())
        _ = try team.pull(erasures: .accept)
        let outcome = try team.push()
        if outcome.heldRecordCount > 0 { problems.append("records held at the end") }
        for record in try member.machine.allRevisions() { acknowledge(record) }
        store.state.withLock { $0.seconds += 10 }
      }
    }
    for member in machines { _ = try member.machine.team().pull(erasures: .accept) }
    guard let fresh = try addFreshMachine() else { return }
    _ = try fresh.team().pull(erasures: .accept)
    let heads = try fresh.heads()
    for member in machines where try member.machine.heads() != heads {
      problems.append("machines differ")
    }
    if heads.keys.contains(where: attacked.contains) {
      problems.append("an erased element is there")
    }
    let known = Set(try fresh.allRevisions())
    let lost = acknowledged.keys.filter { record in
      !known.contains(record) && elements[record].map { !attacked.contains($0) } ?? true
    }
    if !lost.isEmpty { problems.append("\(lost.count) acknowledged records lost") }
  }

  /// Checks that each machine reports exactly which records it knows and the store has lost, and
  /// that all of them come back.
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
        _ = try team.rereadStore()
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

  /// No machine has lost an element that it made, or one that the attacker's key can't speak for.
  private func settleAfterAttacks(_ threat: Threat) throws {
    let stolen = threat == .stolenKey ? ObjectIdentifier(machines[1].machine) : nil
    for member in machines {
      let machine = member.machine
      note(try machine.team().pull())
      let heads = try machine.heads()
      for (element, maker) in makers where maker == ObjectIdentifier(machine) {
        if heads[element] == nil { problems.append("an own element is lost") }
      }
      // A machine keeps all that it had, unless the stolen key speaks for it.
      let known = try Set(machine.allRevisions())
      let lost = member.had.subtracting(known).filter { record in
        elements[record].map { !attacked.contains($0) || makers[$0] != stolen } ?? true
      }
      if !lost.isEmpty { problems.append("\(lost.count) records lost that a machine had") }
      // Elements that were not attacked are everywhere.
      for (record, file) in acknowledged {
        guard let element = elements[record], !attacked.contains(element) else { continue }
        if try !machine.library.contents({ try $0.records.has(record) }) {
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
  /// The steps of one simulation, in which the libraries grow with each.
  private static let steps = TestRun.isLong ? 20_000 : 1500

  @Test(
    "loses nothing that it could keep, and says what is lost elsewhere",
    arguments: Threat.allCases, [1, 2] as [UInt64])
  func threat(threat: Threat, seed: UInt64) throws {
    let simulation = try Simulation(seed: seed, threat: threat)
    try simulation.run(steps: Self.steps)
    #expect(simulation.problems == [])
    print(threat, seed, Self.steps, simulation.summary)
  }
}

/// What `Benchmarks/team/simulate` runs.
@Suite("A team's library, simulated for millions of steps")
struct LongSimulations {
  /// The first seed, the number of simulations of each kind, and the steps of each.
  private static let numbers =
    ProcessInfo.processInfo.environment["CASTBOOK_SIMULATIONS"]
    .map { $0.split(separator: " ").compactMap { Int($0) } } ?? []

  @Test(
    "loses nothing, with each threat and without any",
    .enabled(if: numbers.count == 3, "Benchmarks/team/simulate runs it"))
  func all() throws {
    let (first, count, steps) = (Self.numbers[0], Self.numbers[1], Self.numbers[2])
    for seed in first..<first + count {
      for threat in [nil] + Threat.allCases.map(Optional.some) {
        let simulation = try Simulation(seed: UInt64(seed), threat: threat)
        try simulation.run(steps: steps)
        #expect(simulation.problems == [], "\(threat?.rawValue ?? "none"), seed \(seed)")
        print(threat?.rawValue ?? "none", seed, steps, simulation.problems, simulation.summary)
      }
    }
  }
}
