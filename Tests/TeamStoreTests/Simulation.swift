import Files
import Foundation
import Library
import Model
import Synchronization
import TeamStore
import TestSupport
import Testing
import Transfers

/// Machines of a team that share one library through a store, with their requests in random order.
///
/// Each command runs on its own thread, but only one thread runs at any time. Before and after each
/// request the world may change: time passes, other machines act, this one crashes, sleeps, or has
/// its disk copied.
final class Simulation {
  let store = FakeStore()
  private let seed: Int
  private let folder: TemporaryFolder
  var random: SeededGenerator
  private(set) var machines: [Member] = []
  private var machineCount = 0
  /// The records that a push has reported as written, with the file that each names.
  private(set) var acknowledged: [Digest: Digest] = [:]
  /// All revisions that were ever made, with their parents.
  private(set) var parents: [Digest: [Digest]] = [:]
  private(set) var elements: [Digest: ULID] = [:]
  /// Which machine made the first revision of each element.
  private(set) var makers: [ULID: ObjectIdentifier] = [:]
  /// What goes wrong besides crashes.
  let threat: Threat?
  /// Earlier states of the store, to which it may be set back.
  var backups: [[String: FakeStore.Object]] = []
  /// The elements that the hostile member has erased.
  var attacked: Set<ULID> = []
  private var blobs: [Digest: Digest] = [:]
  private(set) var counts: [String: Int] = [:]
  var problems: [String] = []

  /// A machine, and the command that runs on it.
  final class Member {
    let machine: Machine
    var command: Command?
    /// When it wakes from sleep, by the store's clock.
    var wakes = 0
    /// The revisions that it has had.
    var had: Set<Digest> = []

    init(_ machine: Machine) { self.machine = machine }
  }

  /// A command that runs to its next request each time it is resumed.
  final class Command: @unchecked Sendable {
    struct Crash: Error {}

    private let goes = DispatchSemaphore(value: 0)
    private let stops = DispatchSemaphore(value: 0)
    private let state = Mutex((isEnded: false, isCrashing: false))
    let name: String

    var isEnded: Bool { state.withLock { $0.isEnded } }

    init(_ name: String, _ body: @escaping (Command) -> Void) {
      self.name = name
      let run = UncheckedBox(body)
      Thread.detachNewThread { [self] in
        goes.wait()
        run.value(self)
        state.withLock { $0.isEnded = true }
        stops.signal()
      }
    }

    /// Runs it to its next request, or to its end.
    func proceed() {
      goes.signal()
      stops.wait()
    }

    /// Ends it at its current request, as a crash does.
    func crash() {
      state.withLock { $0.isCrashing = true }
      while !isEnded { proceed() }
    }

    /// Called by the command to let the rest of the world continue.
    func pause() throws {
      stops.signal()
      goes.wait()
      if state.withLock({ $0.isCrashing }) { throw Crash() }
    }
  }

  struct UncheckedBox<Value>: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
  }

  /// The step of the protocol that machines leave out; `nil` for none.
  private let omission: Omission?

  /// The longest usual time between two steps in seconds.
  private let pace: Int
  /// The share of commands that are clean-ups.
  private let garbageShare: Double

  init(seed: UInt64, without omission: Omission? = nil, threat: Threat? = nil) throws {
    self.omission = omission
    self.threat = threat
    switch omission {
    case nil: (pace, garbageShare) = (60, 0.1)
    // Two clean-ups fit into the time of one push.
    case .grace: (pace, garbageShare) = (6, 0.3)
    // A clean-up reads everything, whatever a pull has missed.
    case .window: (pace, garbageShare) = (60, 0)
    default: (pace, garbageShare) = (60, 0.3)
    }
    self.seed = Int(seed)
    random = SeededGenerator(seed: Int(seed))
    folder = try TemporaryFolder()
    let pageSize = Int.random(in: 7...60, using: &random)
    store.state.withLock { $0.pageSize = pageSize }
    for _ in 0..<5 { try addMachine() }
    try machines[0].machine.team().claim()
  }

  private func addMachine(copyOf source: Machine? = nil) throws {
    machineCount += 1
    let url = folder.url.appending(path: "machine-\(machineCount)")
    if let source {
      try FileManager.default.copyItem(at: source.folder, to: url)
    }
    let machine = try Machine(url, store, seed: seed, isNew: source == nil)
    machine.skew = Int.random(in: -300...300, using: &random)
    if threat != nil { machine.keeper = (machines.first?.machine ?? machine).key.publicKey }
    machines.append(Member(machine))
  }

  /// The number of times that each event happened.
  var summary: [String] { counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" } }

  func count(_ what: String) { counts[what, default: 0] += 1 }

  func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &random) < share }

  var seconds: Int { store.state.withLock { $0.seconds } }

  // MARK: Steps

  func run(steps: Int) throws {
    for _ in 0..<steps {
      let passed =
        chance(0.01)
        ? Int.random(in: 600...345_600, using: &random) : Int.random(in: 1...pace, using: &random)
      store.state.withLock { $0.seconds += passed }
      if machines.allSatisfy({ $0.wakes > seconds }), let next = machines.map(\.wakes).min() {
        store.state.withLock { $0.seconds = next }
      }
      let awake = machines.filter { $0.wakes <= seconds }
      if let member = awake.randomElement(using: &random) { try step(member) }
    }
    try settle()
  }

  private func step(_ member: Member) throws {
    if chance(0.015) { return try crash(member) }
    if chance(0.003) {
      member.wakes = seconds + Int.random(in: 60...900_000, using: &random)
      return count("nap")
    }
    // A slow machine: others finish several commands before its next request.
    if chance(0.01) {
      member.wakes = seconds + Int.random(in: 60...4000, using: &random)
      return count("short nap")
    }
    if chance(0.0008), machines.count < 7 {
      count("copied disk")
      return try addMachine(copyOf: member.machine)
    }
    if let threat { try threaten(threat) }
    // Records that only a destroyed machine had can't be sent again after the store was set back.
    if chance(0.0008), machines.count > 3, threat == nil {
      count("destroyed")
      member.command?.crash()
      machines.removeAll { $0 === member }
      return try addMachine()
    }
    if member.command == nil, chance(garbageShare) {
      start(.garbage, on: member)
    } else if member.command == nil {
      let what = Double.random(in: 0..<1, using: &random)
      switch what {
      case ..<0.45: return try edit(member)
      case ..<0.75: start(.push, on: member)
      case ..<0.78: start(.fullPush, on: member)
      default: start(.pull, on: member)
      }
    }
    guard let command = member.command else { return }
    command.proceed()
    if command.isEnded { member.command = nil }
  }

  private func crash(_ member: Member) throws {
    guard let command = member.command else { return }
    command.crash()
    member.command = nil
    try member.machine.restart()
    count("crash")
  }

  /// Adds an element, or makes a revision of one: on one of its sides, or on all of them.
  private func edit(_ member: Member) throws {
    let machine = member.machine
    count("edit")
    let heads = try machine.heads()
    let number =
      chance(0.6)
      ? Int.random(in: 0..<25, using: &random)
      : Int.random(in: 1000..<1_000_000_000, using: &random)
    let bytes = Array("file \(number)".utf8)
    var element: ULID?
    var chosen: [Digest] = []
    if !chance(0.3),
      let found = heads.keys.sorted().randomElement(using: &random), let sides = heads[found]
    {
      element = found
      let sorted = sides.sorted { $0.hex < $1.hex }
      chosen = chance(0.5) ? sorted : sorted.prefix(1).map { $0 }
      if sorted.count > 1, chosen.count == sorted.count { count("merge") }
    }
    let record = try machine.commit(bytes, on: element, parents: chosen, retired: chance(0.1))
    parents[record] = chosen
    member.had.insert(record)
    blobs[record] = SHA256.digest(of: bytes)
    let isNew = element == nil
    elements[record] = try machine.library.contents { try $0.revision(record)?.revision.element }
    if isNew, let element = elements[record] { makers[element] = ObjectIdentifier(machine) }
  }

  enum Verb: String { case push, fullPush, pull, garbage }

  private func start(_ verb: Verb, on member: Member) {
    let machine = member.machine
    member.command = Command(verb.rawValue) { [unowned self] command in
      let course = Course(of: verb, on: machine, without: self.omission)
      let clock: (() -> Int)? = course.frozenSeconds.map { seconds in { seconds } }
      let team = machine.team(
        { request, _ in
          // A signed request that arrives a quarter of an hour later is refused, and repeated.
          while true {
            let signed = self.seconds
            try command.pause()
            if self.seconds - signed <= 900 || self.omission == .deadline { break }
            self.count("late signature")
            if case .put(let upload) = request, upload.seconds != nil {
              throw TransferFailure(.timedOut, "gave up")
            }
          }
          let answer = try course.answer(request)
          try command.pause()
          for file in course.takeDelayed() {
            _ = try self.store.answer(file)
            try command.pause()
          }
          return answer
        }, seconds: clock)
      do {
        switch verb {
        case .push, .fullPush:
          if verb == .fullPush {
            let problems = try team.rereadStore().problems
            if !problems.isEmpty { self.problems.append("read again: \(problems)") }
            self.count("full push")
          }
          let outcome = try team.push(isFull: verb == .fullPush)
          if outcome.heldRecordCount > 0 { self.count("held records") }
          if outcome.recordCount > 0 { self.count("push") }
          if outcome.heldRecordCount == 0 {
            for record in try machine.allRevisions() {
              self.acknowledge(record)
            }
          }
        case .pull:
          let isAccepting = self.threat == .yearAway && self.chance(0.3)
          let isRefusing =
            [.hostileMember, .stolenKey].contains(self.threat) && self.chance(0.3)
          let outcome = try team.pull(
            erasures: isAccepting ? .accept : isRefusing ? .refuse : .wait)
          self.note(outcome, isAccepting: isAccepting)
          if self.threat == .hostileMember || self.threat == .stolenKey {
            _ = try team.fetch(machine.library.contents { try $0.blobs.unexaminedOrMissing() })
          }
          member.had.formUnion(try machine.allRevisions())
          if !outcome.problems.isEmpty { self.problems.append("pull: \(outcome.problems)") }
          self.count("pull")
        case .garbage where [.hostileMember, .stolenKey].contains(self.threat):
          // A keeper looks before a clean-up.
          let outcome = try team.pull()
          self.note(outcome)
          if outcome.erasures.contains(where: \.isWaiting) {
            self.note(try team.pull(erasures: .refuse))
            self.count("refused")
          }
          _ = try team.collectGarbage()
        case .garbage:
          let garbage = try team.collectGarbage()
          self.counts["marked", default: 0] += garbage.markedCount
          self.counts["swept", default: 0] += garbage.deletedCount
        }
      } catch is Command.Crash {
      } catch TeamStoreError.unanswered(let failure) where failure.reason == .timedOut {
        self.count("gave up")
      } catch TeamStoreError.refused(status: 404, code: _, message: _, doing: _)
        where self.threat == .setBack
      {
        // It was set back after it had listed a mark.
        self.count("set back while reading")
      } catch TeamStoreError.undecidedErasures {
        self.count("garbage waits")
      } catch LibraryError.missingParents where verb == .garbage {
        // A revision has arrived before the one that it was made from.
        self.count("garbage refused")
      } catch {
        self.problems.append("\(verb): \(error)")
      }
    }
  }

  // MARK: The end

  /// Ends all commands, and has every machine push and pull until all have the same.
  private func settle() throws {
    for member in machines {
      member.command?.crash()
      member.command = nil
      try member.machine.restart()
    }
    if let threat { return try settle(after: threat) }
    for _ in 0..<2 {
      for member in machines {
        let outcome = try member.machine.team().push()
        if outcome.heldRecordCount > 0 { problems.append("records held at the end") }
        for record in try member.machine.allRevisions() { acknowledge(record) }
        if try !member.machine.team().pull().problems.isEmpty { problems.append("pull at the end") }
        store.state.withLock { $0.seconds += 10 }
      }
    }
    try addMachine()
    guard let fresh = machines.last?.machine else { return }
    _ = try fresh.team().pull()
    try check(fresh)
  }

  /// Notes that the store has a record, with the file that it names.
  func acknowledge(_ record: Digest) { acknowledged[record] = blobs[record] }

  func addFreshMachine() throws -> Machine? {
    try addMachine()
    return machines.last?.machine
  }

  func check(_ fresh: Machine) throws {
    let known = Set(try fresh.allRevisions())
    let lost = acknowledged.keys.filter { !known.contains($0) }
    if !lost.isEmpty { problems.append("\(lost.count) acknowledged records lost") }
    let stored = Set(
      store.keys("blobs/").filter { key in
        let name = key.split(separator: "/")[2]
        return store.bytes(key).map { SHA256.digest(of: $0).hex == name } ?? false
      }.map { String($0.split(separator: "/")[2]) })
    let lostBlobs = acknowledged.values.filter { !stored.contains($0.hex) }
    if !lostBlobs.isEmpty { problems.append("\(lostBlobs.count) acknowledged files lost") }
    let nameless = known.filter { blobs[$0].map { !stored.contains($0.hex) } ?? false }
    if !nameless.isEmpty { problems.append("\(nameless.count) records without their files") }
    let heads = try fresh.heads()
    for member in machines where try member.machine.heads() != heads {
      problems.append("machines differ")
    }
    var expected: [ULID: Set<Digest>] = [:]
    let children = Set(known.flatMap { parents[$0] ?? [] })
    for record in known where !children.contains(record) {
      if let element = elements[record] { expected[element, default: []].insert(record) }
    }
    counts["forks"] = expected.values.count { $0.count > 1 }
    if heads != expected { problems.append("a fork is hidden") }
  }
}

@Suite("A team's library, simulated", .timeLimit(.minutes(20)))
struct Simulations {
  @Test(
    "loses nothing, whichever operations interrupt each other", arguments: [1, 2, 3] as [UInt64])
  func journal(seed: UInt64) throws {
    let simulation = try Simulation(seed: seed)
    try simulation.run(steps: TestRun.isLong ? 20_000 : 1500)
    #expect(simulation.problems == [])
    print(seed, simulation.summary)
  }
}
