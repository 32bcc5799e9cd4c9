import Files
import Model
import Synchronization
import TestSupport
import Testing
import Transfers

/// A protocol step that simulated machines leave out; the simulation must detect the loss.
enum Omission: String, CaseIterable, CustomTestStringConvertible {
  /// A segment must arrive soon after the marks were read.
  case deadline
  /// A mark is a week old before the files that it condemns are deleted.
  case grace
  /// All records are read again before files are deleted.
  case secondPull
  /// Files are stored before the records that name them.
  case filesFirst
  /// No push relies on a file that is marked.
  case marks
  /// A pull lists segments from the day before the last one, not only after the last segment.
  case window

  var testDescription: String { rawValue }
}

/// The requests of one command as the store sees them if a step of the protocol is left out.
final class Course {
  private let verb: Simulation.Verb
  private let machine: Machine
  private let omission: Omission?
  private let store: FakeStore
  /// The time at which the marks were read.
  private var markDate: Instant?
  /// The time at which all records were listed first.
  private var firstLogDate: Instant?
  /// Files that are stored after the records.
  private var delayed: [StoreRequest] = []
  private var hasSegment = false

  init(of verb: Simulation.Verb, on machine: Machine, without omission: Omission?) {
    (self.verb, self.machine, self.omission, store) = (verb, machine, omission, machine.store)
    frozenSeconds = omission == .deadline ? store.state.withLock { $0.seconds } : nil
  }

  /// The time of a stopped clock; `nil` if it runs.
  let frozenSeconds: Int?

  /// The files that were to be stored before a segment that is stored now.
  func takeDelayed() -> [StoreRequest] {
    guard hasSegment else { return [] }
    defer { (delayed, hasSegment) = ([], false) }
    return delayed
  }

  func answer(_ request: StoreRequest) throws -> StoreResponse {
    let date = store.now
    switch (omission, request) {
    case (.deadline, .list(let prefix, _, nil)) where prefix == "gc/":
      markDate = date
    case (.deadline, .put(let upload)) where upload.key.hasPrefix("log/"):
      var answer = try store.answer(request)
      answer.date = markDate
      return answer
    case (.grace, .list(let prefix, _, _)) where prefix == "gc/" && verb == .garbage:
      var answer = try store.answer(request)
      answer.page = answer.page.map { page in
        ObjectPage(
          page.objects.map {
            ObjectPage.Object(
              key: $0.key, byteCount: $0.byteCount,
              modified: Instant(milliseconds: $0.modified.milliseconds - 30 * 86_400_000))
          }, next: page.next)
      }
      return answer
    case (.secondPull, .list(let prefix, _, nil)) where prefix == "log/" && verb == .garbage:
      guard let first = firstLogDate else {
        firstLogDate = date
        break
      }
      return nothing(first)
    case (.marks, .list(let prefix, _, _)) where prefix == "gc/" && verb != .garbage:
      return nothing(date)
    case (.filesFirst, .put(let upload)) where upload.key.hasPrefix("blobs/"):
      delayed.append(request)
      return StoreResponse(status: 200, date: date)
    case (.filesFirst, .put(let upload)) where upload.key.hasPrefix("log/"):
      hasSegment = true
    case (.window, .list(let prefix, let after?, nil)) where prefix == "log/" && verb == .pull:
      let answer = try store.answer(
        .list(prefix: prefix, after: max(after, machine.lastListed), token: nil))
      machine.lastListed = answer.page?.objects.last?.key ?? machine.lastListed
      return answer
    default: break
    }
    return try store.answer(request)
  }

  private func nothing(_ date: Instant) -> StoreResponse {
    var answer = StoreResponse(status: 200, date: date)
    answer.page = ObjectPage([])
    return answer
  }
}

@Suite("A team's library, simulated with a wrong protocol", .timeLimit(.minutes(20)))
struct Omissions {
  @Test(
    "loses something if a step is left out", .enabled(if: TestRun.isLong),
    arguments: Omission.allCases)
  func omission(omission: Omission) throws {
    var problems: [String] = []
    var seed: UInt64 = 0
    while problems.isEmpty, seed < 60 {
      seed += 1
      let simulation = try Simulation(seed: seed, without: omission)
      try simulation.run(steps: 5000)
      problems = simulation.problems
    }
    print(omission, seed, problems.prefix(2))
    #expect(!problems.isEmpty)
  }
}
