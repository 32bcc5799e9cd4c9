import Files
import Foundation
import Library
import Model
import Sending
import Targets
import TestSupport
import Testing
import Transfers

/// A submission from one library is known in all libraries of the user.
@Suite("The journal of submissions", .timeLimit(.minutes(5)))
struct JournalTests {
  private let folder: TemporaryFolder
  private let stores: [LibraryStore]
  private let journal: SubmissionJournal
  private let fal: ProviderEndpoint
  private let kling: ProviderEndpoint

  init() throws {
    folder = try TemporaryFolder()
    stores = try [1, 2].map { [folder] number in
      let root = folder.path("library-\(number)")
      try LibraryStore.create(at: root)
      return try LibraryStore(at: root)
    }
    journal = SubmissionJournal(at: folder.path("state/submissions"))
    let catalogue = try TargetCatalogue()
    func endpoint(_ id: String, _ path: String) throws -> ProviderEndpoint {
      let profile = try catalogue.profile(TargetID(rawValue: id))
      return try ProviderEndpoint(profile, path: path, catalogue.sending(of: profile))
    }
    fal = try endpoint("fal.kling-o3.t2v", "fal-ai/x")
    kling = try endpoint("kling.v3-omni", "POST https://api-singapore.klingai.com/omni-video/x")
  }

  private func submitter(_ number: Int, account: String = "main", hasJournal: Bool = true)
    -> JobSubmitter
  {
    JobSubmitter(stores[number], account: account, journal: hasJournal ? journal : nil) { _ in }
  }

  /// Returns an order for a bundle that each library exported itself: only the request is the same.
  private func order(_ text: String, from number: Int) -> Submission {
    Submission(
      .bundle(
        SHA256.digest(of: Array("\(number)\(text)".utf8)), call: "request.json",
        request: SHA256.digest(of: Array(text.utf8))), ["prompt": text], cost: nil)
  }

  private func accepted(_ outcome: JobResult) throws -> Job {
    guard case .accepted(let job) = outcome else {
      throw TransferFailure(.invalidRequest, "it was not accepted: \(outcome)")
    }
    return job
  }

  @Test(
    "A copy of a library finds the job of the other one, and pays for nothing", arguments: [1, 2])
  func copies(provider number: Int) throws {
    let endpoint = number == 1 ? fal : kling
    let provider = FickleProvider(seed: number)
    let first = try accepted(submitter(0).submit(order("a", from: 1), to: endpoint, by: provider))
    let second = try accepted(submitter(1).submit(order("a", from: 2), to: endpoint, by: provider))
    #expect(second.task == first.task && second.job == first.job && second.at == first.at)
    // A result that one library fetched is fetched in the other for free.
    try submitter(0).change(first, to: .done)
    #expect(
      try submitter(1).existingResult(of: order("a", from: 2).purpose, at: endpoint.target)?.job?
        .state == .accepted)
    let third = try LibraryStore(at: restored())
    let late = JobSubmitter(third, account: "main", journal: journal) { _ in }
    #expect(
      try accepted(late.submit(order("a", from: 1), to: endpoint, by: provider)).task == first.task)
    #expect(provider.accepted.count == 1)
    // A different request or account is a different order.
    _ = try accepted(submitter(1).submit(order("b", from: 2), to: endpoint, by: provider))
    _ = try accepted(
      submitter(1, account: "studio").submit(order("a", from: 2), to: endpoint, by: provider))
    #expect(provider.accepted.count == 3)
  }

  /// A library without the jobs: the backup of a moment before them.
  private func restored() throws -> FilePath {
    let root = folder.path("restored")
    try LibraryStore.create(at: root)
    return root
  }

  @Test("An explicit repetition counts in each library, once, and has a new name")
  func again() throws {
    let provider = FickleProvider(seed: 3)
    var names: [String] = []
    for round in 0..<3 {
      let job = try accepted(
        submitter(0).submit(order("a", from: 1), to: kling, isAgain: round > 0, by: provider))
      names.append(try #require(job.name))
      try submitter(0).change(job, to: .done)
    }
    #expect(Set(names).count == 3 && provider.accepted.count == 3)
    // The copy sends a fourth one, and doesn't mistake one of the three for it.
    let fourth = try accepted(
      submitter(1).submit(order("a", from: 2), to: kling, isAgain: true, by: provider))
    #expect(try provider.accepted.count == 4 && !names.contains(#require(fourth.name)))
  }

  @Test("A name is derived from the request, so a provider recognizes a second submission")
  func names() throws {
    let first = try accepted(
      submitter(0, hasJournal: false).submit(
        order("a", from: 1), to: kling, by: FickleProvider(seed: 1)))
    let second = try accepted(
      submitter(1, hasJournal: false).submit(
        order("a", from: 2), to: kling, by: FickleProvider(seed: 2)))
    #expect(first.name == second.name && first.job != second.job)
    let name = try #require(first.name)
    #expect(name.wholeMatch(of: /castbook-[0-9a-f]{32}/) != nil, "\(name)")
  }

  @Test("An unanswered submission is open in every library until it is settled in one")
  func unclear() throws {
    struct Silent: ProviderClient {
      func answer(_ call: ProviderCall) throws -> Result<ProviderResponse, TransferFailure> {
        .failure(TransferFailure(.timedOut, mayHaveArrived: true))
      }
    }
    let provider = FickleProvider(seed: 4)
    for number in [0, 1, 0] {
      guard
        case .unknown(let job) = try submitter(number).submit(
          order("a", from: number), to: fal, by: Silent())
      else {
        Issue.record("it was decided")
        return
      }
      #expect(job.state == .sending)
    }
    guard
      let open = try submitter(1).existingResult(of: order("a", from: 1).purpose, at: fal.target)?
        .job
    else {
      Issue.record("it is not known")
      return
    }
    try submitter(1).change(open, to: .settled) { $0.note = "the provider's page has no such job" }
    // The other library adopts the decision.
    #expect(
      try submitter(0).existingResult(of: order("a", from: 0).purpose, at: fal.target)?.job == nil)
    for number in [0, 1] {
      _ = try accepted(submitter(number).submit(order("a", from: number), to: fal, by: provider))
    }
    #expect(provider.accepted.count == 1)
  }

  @Test("A backup of the moment of submission learns the id from the journal")
  func backup() throws {
    struct ProcessKill: Error {}
    struct Killing: ProviderClient {
      func answer(_ call: ProviderCall) throws -> Result<ProviderResponse, TransferFailure> {
        throw ProcessKill()
      }
    }
    let provider = FickleProvider(seed: 8)
    #expect(throws: ProcessKill.self) {
      _ = try submitter(0).submit(order("a", from: 0), to: fal, by: Killing())
    }
    let open = try #require(
      try submitter(0).existingResult(of: order("a", from: 0).purpose, at: fal.target)?.job)
    #expect(open.state == .sending)
    // The library as it was before the backup came to an end, with the id that the provider gave.
    try stores[1].change { $0.add(.job(open)) }
    try submitter(1).change(open, to: .accepted) { $0.task = "task-7" }
    #expect(
      try submitter(0).existingResult(of: order("a", from: 0).purpose, at: fal.target)?.job?.task
        == "task-7")
    let job = try accepted(submitter(0).submit(order("a", from: 0), to: fal, by: provider))
    #expect(job.task == "task-7" && provider.accepted.isEmpty)
  }

  @Test("What a provider refused, or never got, can be sent from any library")
  func refused() throws {
    struct Refusing: ProviderClient {
      func answer(_ call: ProviderCall) throws -> Result<ProviderResponse, TransferFailure> {
        .success(ProviderResponse(status: 403))
      }
    }
    guard case .refused = try submitter(0).submit(order("a", from: 0), to: fal, by: Refusing())
    else {
      Issue.record("it was not refused")
      return
    }
    let provider = FickleProvider(seed: 5)
    _ = try accepted(submitter(1).submit(order("a", from: 1), to: fal, by: provider))
    #expect(provider.accepted.count == 1)
  }

  @Test("What is written is read back, field by field, and only the user may read it")
  func file() throws {
    var order = order("a", from: 1)
    order = Submission(order.purpose, order.body, cost: Cost(amount: "0.42", currency: "USD"))
    let job = try accepted(submitter(0).submit(order, to: kling, by: FickleProvider(seed: 1)))
    let path = try #require(try files().first)
    let json = try JSONParser.parse(FileSystem.read(path, limit: 1 << 20))
    #expect(json["castbook"]?.string == "submissions/1")
    let entry = try #require(json["jobs"]?.array?.first)
    #expect(json["jobs"]?.array?.count == 1)
    #expect(entry["job"]?.string == job.job.description && entry["state"]?.string == "accepted")
    #expect(
      entry["endpoint"]?.string == kling.address.text || entry["endpoint"]?.string == job.endpoint)
    #expect(entry["name"]?.string == job.name && entry["task"]?.string == job.task)
    #expect(
      entry["cost"]?["amount"]?.string == "0.42" && entry["cost"]?["currency"]?.string == "USD")
    #expect(entry["at"]?.string == job.at.description)
    #expect(FileSystem.mode(path).map { $0 & 0o777 } == 0o600)
    #expect(FileSystem.mode(journal.folder).map { $0 & 0o777 } == 0o700)
    var adopted = try accepted(submitter(1).submit(order, to: kling, by: FickleProvider(seed: 2)))
    adopted.call = job.call
    #expect(adopted == job)
  }

  private func files() throws -> [FilePath] {
    try FileManager.default.contentsOfDirectory(atPath: journal.folder.text).sorted()
      .filter { $0.hasSuffix(".json") }.map { journal.folder.appending($0.utf8) }
  }

  @Test(
    "A journal that can't be read stops a submission before anything leaves",
    arguments: [
      "", "{}", #"{"castbook": "submissions/2", "jobs": []}"#,
      #"{"castbook": "submissions/1", "jobs": [{"job": "x"}]}"#,
      "too long",
    ])
  func damaged(text: String) throws {
    let provider = FickleProvider(seed: 6)
    _ = try accepted(submitter(0).submit(order("a", from: 1), to: fal, by: provider))
    let path = try #require(try files().first)
    let bytes = text == "too long" ? Data(count: 5 << 20) : Data(text.utf8)
    try bytes.write(to: URL(filePath: path.text))
    let failure = #expect(throws: JournalFailure.self) {
      _ = try submitter(1).submit(order("a", from: 2), to: fal, by: provider)
    }
    #expect(failure?.message.contains(path.text) == true)
    #expect(provider.accepted.count == 1)
    // A different request has a different file.
    _ = try accepted(submitter(1).submit(order("b", from: 2), to: fal, by: provider))
  }

  @Test("A journal that can't be written stops a submission before anything leaves")
  func unwritable() throws {
    try FileSystem.createFolder(folder.path("state"))
    try Data("a file".utf8).write(to: URL(filePath: journal.folder.text))
    let provider = FickleProvider(seed: 7)
    #expect(throws: (any Error).self) {
      _ = try submitter(0).submit(order("a", from: 1), to: fal, by: provider)
    }
    #expect(provider.accepted.isEmpty)
    #expect(
      try submitter(0, hasJournal: false).existingResult(
        of: order("a", from: 1).purpose, at: fal.target)?.job == nil)
  }
}
