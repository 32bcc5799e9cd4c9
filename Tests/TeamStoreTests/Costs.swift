import Files
import Model
import Synchronization
import TestSupport
import Testing

@testable import TeamStore

/// Promises about the cost of exchanges, as counts: what they bound does not grow with the library.
@Suite("The work of an exchange with nothing new")
struct Costs {
  private let team: Team

  init() throws { team = try Team(2) }

  /// Adds elements, each in a segment of the store, and has both machines read them.
  private func add(_ numbers: Range<Int>) throws {
    for number in numbers {
      try team.first.commit(Array("file \(number)".utf8))
      _ = try team.first.team().push()
      team.pass(hours: 24)
    }
    for machine in team.machines { _ = try machine.team().pull() }
  }

  /// The requests and the work of an exchange.
  private func cost(
    _ body: () throws -> Void
  ) throws -> (requests: Int, work: WorkMeter.Work) {
    let before = team.store.state.withLock { $0.requestCount }
    let work = try WorkMeter.count(body)
    return (team.store.state.withLock { $0.requestCount } - before, work)
  }

  /// The maximum number of requests of an exchange with nothing new: two for lists, one for each of
  /// the eight files that it looks for, and those of a new day.
  private static let maximumRequests = 14

  @Test("is the same for ten times the segments, when it is a pull")
  func pull() throws {
    func nothing() throws {
      let outcome = try team.second.team().pull()
      #expect(outcome.recordCount == 0)
    }
    try add(0..<20)
    try nothing()
    let few = try cost(nothing)
    try add(20..<200)
    try nothing()
    let many = try cost(nothing)
    #expect(few.requests > 0 && few.work.statements > 0)
    #expect(many.requests <= Self.maximumRequests, "\(few) \(many)")
    #expect(many.work.openedFiles <= few.work.openedFiles, "\(few) \(many)")
    #expect(many.work.readBytes <= few.work.readBytes + 64, "\(few) \(many)")
    // Files to look for are chosen at random, so some of them may be the same.
    #expect(many.work.statements <= few.work.statements + 24, "\(few) \(many)")
    // It checks that each signature named by another one is present.
    #expect(
      many.work.databaseSteps <= few.work.databaseSteps + 8 * 180 + 200, "\(few) \(many)")
  }

  @Test("makes as few requests when it is a push")
  func push() throws {
    try add(0..<60)
    _ = try team.first.team().push()
    let cost = try cost {
      let outcome = try team.first.team().push()
      #expect(outcome.recordCount == 0)
    }
    #expect((1...Self.maximumRequests).contains(cost.requests), "\(cost)")
  }
}
