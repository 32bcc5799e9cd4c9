import Bundles
import Files
import Foundation
import Library
import Model
import Sending
import Synchronization
import Targets
import TestSupport
import Testing
import Transfers

/// A provider in memory that can look up jobs by name, or can't. It randomly drops answers and
/// kills the caller.
final class FickleProvider: ProviderClient, @unchecked Sendable {
  /// Thrown instead of an answer when the caller is killed.
  struct ProcessKill: Error {}

  private var random: SeededGenerator
  /// The shares of calls whose answer is lost, and at which the caller is killed.
  var lossShare = 0.0
  var killShare = 0.0
  /// Every job that would be charged, with its body.
  private(set) var accepted: [JSONValue] = []
  private(set) var questionCount = 0

  init(seed: Int) { random = SeededGenerator(seed: seed) }

  private func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &random) < share }

  func answer(_ call: ProviderCall) throws -> Result<ProviderResponse, TransferFailure> {
    if chance(killShare) { throw ProcessKill() }
    if chance(lossShare / 4) { return .failure(TransferFailure(.noConnection)) }
    if chance(lossShare / 4) { return .success(reply(429, ["detail": "later"])) }
    let answer = try work(call)
    if chance(killShare) { throw ProcessKill() }
    if chance(lossShare) { return .failure(TransferFailure(.connectionLost, mayHaveArrived: true)) }
    if chance(lossShare / 4) { return .success(ProviderResponse(status: 502)) }
    return .success(answer)
  }

  private func work(_ call: ProviderCall) throws -> ProviderResponse {
    guard case .bytes(let bytes) = call.body else {
      questionCount += 1
      let name = call.address.text.split(separator: "=").last.map(String.init)
      let index = accepted.firstIndex {
        $0["options"]?["external_task_id"]?.string == name
      }
      let tasks = index.map { JSONValue.array([["id": "task-\($0)", "status": "submitted"]]) }
      return reply(200, ["code": 0, "data": tasks ?? .array([])])
    }
    accepted.append(try JSONParser.parse(bytes))
    let id = "task-\(accepted.count - 1)"
    return reply(200, ["code": 0, "request_id": id, "data": ["id": id] as JSONValue])
  }

  private func reply(_ status: Int, _ json: JSONValue) -> ProviderResponse {
    var answer = ProviderResponse(status: status)
    answer.bytes = json.compactBytes
    return answer
  }
}

@Suite("Orders at providers", .timeLimit(.minutes(30)))
struct Orders {
  private let folder: TemporaryFolder
  private let clock = Clock()
  private let store: LibraryStore
  private let fal: ProviderEndpoint
  private let kling: ProviderEndpoint

  /// A clock that tests set.
  private final class Clock: Sendable {
    let milliseconds = Mutex(1_795_158_000_000)
  }

  init() throws {
    folder = try TemporaryFolder()
    let root = folder.path("library")
    try LibraryStore.create(at: root)
    store = try LibraryStore(
      at: root,
      environment: SystemEnvironment(
        now: { [clock] in clock.milliseconds.withLock { $0 } },
        random: SystemEnvironment.ofThisMachine.random))
    let catalogue = try TargetCatalogue()
    func endpoint(_ id: String, _ path: String) throws -> ProviderEndpoint {
      let profile = try catalogue.profile(TargetID(rawValue: id))
      return try ProviderEndpoint(profile, path: path, catalogue.sending(of: profile))
    }
    fal = try endpoint("fal.kling-o3.t2v", "fal-ai/x")
    kling = try endpoint("kling.v3-omni", "POST https://api-singapore.klingai.com/omni-video/x")
  }

  private func submitter(_ limits: SpendingLimits = SpendingLimits()) -> JobSubmitter {
    JobSubmitter(store, account: "main", limits: limits) { [clock] seconds in
      clock.milliseconds.withLock { $0 += seconds * 1000 }
    }
  }

  private func order(_ number: Int, cost: String? = nil) -> Submission {
    Submission(
      .bundle(SHA256.digest(of: Array("\(number)".utf8)), call: "request.json", request: nil),
      ["prompt": "\(number)", "options": ["watermark": false] as JSONValue],
      cost: cost.flatMap { Cost(amount: $0, currency: "USD") })
  }

  @Test(
    "An order is submitted once; the same one again is known, also after the index was rebuilt")
  func once() throws {
    let provider = FickleProvider(seed: 1)
    guard case .accepted(let job) = try submitter().submit(order(1), to: fal, by: provider) else {
      Issue.record("it was not accepted")
      return
    }
    #expect(job.task == "task-0" && job.state == .accepted && job.name == nil)
    #expect(try submitter().submit(order(1), to: fal, by: provider) == .accepted(job))
    let done = try submitter().change(job, to: .done)
    #expect(try submitter().submit(order(1), to: fal, by: provider) == .done(done))
    #expect(provider.accepted.count == 1)
    guard
      case .accepted(let second) = try submitter().submit(
        order(1), to: fal, isAgain: true, by: provider)
    else {
      Issue.record("it was not accepted again")
      return
    }
    #expect(second.job != job.job && provider.accepted.count == 2)
    // Another account, bundle or target is another order.
    let other = JobSubmitter(store, account: "studio") { _ in }
    for _ in 0..<2 { _ = try other.submit(order(1), to: fal, by: provider) }
    for _ in 0..<2 { _ = try submitter().submit(order(2), to: fal, by: provider) }
    for _ in 0..<2 { _ = try submitter().submit(order(1), to: kling, by: provider) }
    #expect(provider.accepted.count == 5)
  }

  @Test("A job that can be looked up gets a name, and is found by it after its answer was lost")
  func named() throws {
    let provider = FickleProvider(seed: 2)
    provider.lossShare = 1
    var outcome = try submitter().submit(order(1), to: kling, by: provider)
    while provider.accepted.isEmpty {
      outcome = try submitter().submit(order(1), to: kling, by: provider)
    }
    if case .unknown(let job) = outcome { #expect(job.name?.hasPrefix("castbook-") == true) }
    provider.lossShare = 0
    guard case .accepted(let job) = try submitter().submit(order(1), to: kling, by: provider) else {
      Issue.record("it was not found")
      return
    }
    #expect(job.task == "task-\(provider.accepted.count - 1)" && provider.accepted.count == 1)
    #expect(provider.accepted.first?["options"]?["watermark"] == false)
  }

  @Test("A job that can't be looked up is sent again only after the user decided so")
  func undecided() throws {
    let provider = FickleProvider(seed: 3)
    provider.killShare = 1
    #expect(throws: FickleProvider.ProcessKill.self) {
      _ = try submitter().submit(order(1), to: fal, by: provider)
    }
    provider.killShare = 0
    for _ in 0..<3 {
      guard case .unknown(let job) = try submitter().submit(order(1), to: fal, by: provider) else {
        Issue.record("it was decided")
        return
      }
      #expect(job.state == .sending)
    }
    #expect(provider.accepted.isEmpty)
    guard case .unknown(let job) = try submitter().submit(order(1), to: fal, by: provider) else {
      return
    }
    try submitter().change(job, to: .settled) { $0.note = "the provider's page has no such job" }
    guard case .accepted = try submitter().submit(order(1), to: fal, by: provider) else {
      Issue.record("it was not sent")
      return
    }
    #expect(provider.accepted.count == 1)
  }

  @Test("A job that was given up counts as accepted once the provider's id arrives")
  func givenUpTooEarly() throws {
    let provider = FickleProvider(seed: 4)
    provider.killShare = 1
    #expect(throws: FickleProvider.ProcessKill.self) {
      _ = try submitter().submit(order(1), to: fal, by: provider)
    }
    guard case .unknown(let open) = try submitter().submit(order(1), to: fal, by: provider) else {
      Issue.record("it was decided")
      return
    }
    // Another command abandons the job before the one that submits it learns that it was accepted.
    let accepted = try submitter().change(open, to: .accepted) { $0.task = "task-7" }
    try submitter().change(open, to: .settled)
    #expect(try submitter().submit(order(1), to: fal, by: provider) == .accepted(accepted))
    // Abandoned with its id, it stays abandoned, and it may be charged.
    let given = try submitter().change(accepted, to: .settled)
    #expect(given.mayBeCharged && !open.next(.settled, at: open.at).mayBeCharged)
    #expect(try submitter().existingResult(of: order(1).purpose, at: fal.target)?.job == nil)
  }

  @Test("While an order is submitted, it is locked and everything else continues")
  func submitting() throws {
    let submitter = submitter()
    guard
      case .accepted(let first) = try submitter.submit(
        order(1), to: fal, by: FickleProvider(seed: 1)),
      case .accepted(let second) = try submitter.submit(
        order(2), to: fal, by: FickleProvider(seed: 2))
    else {
      Issue.record("they were not accepted")
      return
    }
    let inner = try submitter.withSubmissionLock(first) {
      #expect(try submitter.withSubmissionLock(second, seconds: 0) { true } == true)
      // The library is not locked.
      _ = try submitter.change(second, to: .done)
      return try submitter.withSubmissionLock(first, seconds: 0) { true }
    }
    #expect(inner == .some(nil))
    #expect(try submitter.withSubmissionLock(first, seconds: 0) { true } == true)
    let locks = try FileManager.default.contentsOfDirectory(
      atPath: folder.path("library/.submitting").text)
    #expect(locks == [])
  }

  @Test("A second submission of the same order waits for the first, or says that there is one")
  func atOnce() throws {
    /// A provider that runs `meanwhile` before it answers.
    struct Slow: ProviderClient {
      let provider: FickleProvider
      let meanwhile: () throws -> Void

      func answer(_ call: ProviderCall) throws -> Result<ProviderResponse, TransferFailure> {
        try meanwhile()
        return try provider.answer(call)
      }
    }
    struct EarlyStop: Error {}
    let provider = FickleProvider(seed: 1)
    var rounds = 0
    let impatient = JobSubmitter(store, account: "main") { _ in
      rounds += 1
      if rounds > 3 { throw EarlyStop() }
    }
    let slow = Slow(provider: provider) {
      #expect(throws: EarlyStop.self) { _ = try impatient.submit(order(1), to: fal, by: provider) }
      // Another order doesn't wait.
      _ = try impatient.submit(order(2), to: fal, by: provider)
    }
    guard case .accepted = try submitter().submit(order(1), to: fal, by: slow) else {
      Issue.record("it was not accepted")
      return
    }
    #expect(provider.accepted.count == 2)
  }

  @Test("What can't be prepared is not recorded as a call that may have been sent")
  func unprepared() throws {
    struct Unprepared: ProviderClient {
      struct Failure: Error {}
      func prepare() throws { throw Failure() }
      func answer(_ call: ProviderCall) throws -> Result<ProviderResponse, TransferFailure> {
        Issue.record("it was called")
        throw Failure()
      }
    }
    #expect(throws: Unprepared.Failure.self) {
      _ = try submitter().submit(order(1), to: fal, by: Unprepared())
    }
    #expect(try submitter().existingResult(of: order(1).purpose, at: fal.target)?.job == nil)
  }

  @Test(
    "A status of success is neither an acceptance nor a refusal by itself",
    arguments: [
      (#"{"code":500,"message":"server error"}"#, "unclear"),
      (#"{"code":5001,"message":"busy"}"#, "unclear"),
      (#"{"code":0,"message":"ok"}"#, "unclear"),
      (#"{"message":"ok"}"#, "unclear"),
      (#"{"code":1201,"message":"no","data":{"id":"7"}}"#, "unclear"),
      (#"{"code":1201,"message":"no"}"#, "refused"),
      (#"{"code":1303,"message":"too many","data":null}"#, "refused"),
      (#"{"data":{"id":"7"}}"#, "accepted"),
      (#"{"code":0,"data":{"id":"7"}}"#, "accepted"),
    ])
  func verdicts(body: String, wanted: String) throws {
    struct Fixed: ProviderClient {
      let body: String
      func answer(_ call: ProviderCall) throws -> Result<ProviderResponse, TransferFailure> {
        var answer = ProviderResponse(status: 200)
        answer.bytes = Array(body.utf8)
        return .success(answer)
      }
    }
    let found =
      switch try kling.submit(
        ["prompt": "x"], as: .begun(at: kling.target), by: Fixed(body: body))
      {
      case .accepted(let job): job.task == "7" ? "accepted" : job.task
      case .refused: "refused"
      case .unknown: "unclear"
      default: "something else"
      }
    #expect(found == wanted)
  }

  @Test(
    "No order is accepted twice, whichever answer is lost or process is killed",
    arguments: [1, 2, 3, 4])
  func fickle(seed: Int) throws {
    let provider = FickleProvider(seed: seed)
    (provider.lossShare, provider.killShare) = (0.3, 0.1)
    let endpoint = seed.isMultiple(of: 2) ? fal : kling
    let count = TestRun.isLong ? 125 : 25
    var undecided = 0
    for number in 0..<count {
      for _ in 0..<4 {
        clock.milliseconds.withLock { $0 += 60_000 }
        do {
          if case .unknown = try submitter().submit(order(number), to: endpoint, by: provider) {
            undecided += 1
          }
        } catch is FickleProvider.ProcessKill {}
      }
    }
    let prompts = provider.accepted.compactMap { $0["prompt"]?.string }
    #expect(Set(prompts).count == prompts.count)
    #expect(prompts.count > count / 2)
    // If jobs can be looked up, the user is asked only while the lookup fails as well.
    if seed.isMultiple(of: 2) {
      #expect(undecided > 0)
    } else {
      #expect(provider.questionCount > 0)
    }
  }

  @Test(
    "Daily spending is limited across all commands, and an unknown price is refused"
  )
  func limits() throws {
    let provider = FickleProvider(seed: 5)
    var limits = SpendingLimits()
    limits.daily["USD"] = Money("1.00")
    for number in 0..<3 {
      guard
        case .accepted = try submitter(limits).submit(
          order(number, cost: "0.3"), to: fal, by: provider)
      else {
        Issue.record("\(number) was refused")
        return
      }
    }
    guard
      case .notSent(let excess, nil) = try submitter(limits).submit(
        order(3, cost: "0.11"), to: fal, by: provider)
    else {
      Issue.record("it was accepted")
      return
    }
    #expect(
      excess.message == "it costs 0.11 USD, and 0.90 USD of your daily limit of 1 USD are spent")
    guard
      case .accepted = try submitter(limits).submit(order(4, cost: "0.1"), to: fal, by: provider)
    else {
      Issue.record("what is just within the limit was refused")
      return
    }
    guard
      case .notSent(let unknown, nil) = try submitter(limits).submit(
        order(5), to: fal, by: provider)
    else {
      Issue.record("an unknown price was accepted")
      return
    }
    #expect(unknown.message == "its price is not known, and your daily limit is 1 USD")
    clock.milliseconds.withLock { $0 += 86_500_000 }
    guard case .accepted = try submitter(limits).submit(order(6, cost: "1"), to: fal, by: provider)
    else {
      Issue.record("it was refused on the next day")
      return
    }
    #expect(provider.accepted.count == 5)
  }
}
