internal import Files
package import Model
internal import Targets

/// What a user has submitted to providers from any library: a folder with a file for each request
/// and account.
///
/// A library that is a copy or a restored backup lacks the latest jobs. It finds them in the
/// journal and doesn't pay again.
package struct SubmissionJournal: Hashable, Sendable {
  /// The folder, whether or not it exists.
  package let folder: FilePath

  package init(at folder: FilePath) { self.folder = folder }

  /// The longest file that is read, in bytes.
  private static let maximumBytes = 4 << 20

  /// Returns an account's jobs for a request, oldest first, each in its latest state.
  ///
  /// - Throws: `JournalFailure` if a file can't be read: what may have been paid for must not be
  ///   ignored.
  func jobs(
    for purpose: Submission.Purpose, at target: TargetID, _ account: String
  ) throws(JournalFailure) -> [Job] {
    try read(path(purpose.requestDigest, target.rawValue, account)).entries.map { entry in
      var job = entry.job(at: target, account)
      purpose.apply(to: &job)
      return job
    }
  }

  /// Records the state of a job, durably.
  func record(_ job: Job) throws(JournalFailure) {
    guard let purpose = Submission.Purpose(of: job) else { return }
    let path = path(purpose.requestDigest, job.target, job.account)
    var page = try read(path)
    let entry = SubmissionHistory.Entry(job)
    if let index = page.entries.firstIndex(where: { $0.job == job.job }) {
      page.entries[index] = entry
    } else {
      page.entries.append(entry)
    }
    try write(page, to: path)
  }

  /// The file of a request. Its name reveals nothing about the request.
  private func path(_ requestDigest: Digest, _ target: String, _ account: String) -> FilePath {
    let parts: JSONValue = ["request": requestDigest, "target": target, "account": account]
    return folder.appending("\(SHA256.digest(of: parts.compactBytes).hex).json".utf8)
  }

  private func read(_ path: FilePath) throws(JournalFailure) -> SubmissionHistory {
    switch TextFile.read(path, limit: Self.maximumBytes) {
    case .failure(.notFound): return SubmissionHistory()
    case .failure(let failure): throw JournalFailure(path: path, reason: failure.message)
    case .success(let bytes):
      guard let json = try? JSONParser.parse(bytes, bounds: JSONParser.Bounds(depth: 8)),
        let page = SubmissionHistory(json: json)
      else { throw JournalFailure(path: path, reason: "is damaged") }
      return page
    }
  }

  private func write(_ page: SubmissionHistory, to path: FilePath) throws(JournalFailure) {
    do throws(FileError) {
      try FileSystem.makePrivateFolder(folder)
      try AtomicFile.writePrivate(
        Array("\(page.json.indentedText)\n".utf8), to: path, replacing: true)
    } catch {
      throw JournalFailure(path: path, reason: error.reason)
    }
  }
}

/// The submissions of one request: `submissions/1`.
struct SubmissionHistory: Hashable {
  var entries: [Entry] = []

  /// One submission and its state.
  struct Entry: Hashable {
    let job: ULID
    let state: Job.State
    let endpoint: String?
    let name: String?
    let task: String?
    let cost: Cost?
    let at: Instant
  }
}

extension SubmissionHistory: StoredObject {
  static let objectName = "submissions"

  init(_ fields: inout Fields<Self>) throws(RecordError) {
    try fields.schema("submissions/1")
    entries = try fields.required("jobs", \.entries)
  }
}

extension SubmissionHistory.Entry: StoredObject {
  static let objectName = "submission"

  init(_ fields: inout Fields<Self>) throws(RecordError) {
    job = try fields.required("job", \.job)
    state = try fields.required("state", \.state)
    endpoint = try fields.optional("endpoint", \.endpoint)
    name = try fields.optional("name", \.name)
    task = try fields.optional("task", \.task)
    cost = try fields.optional("cost", \.cost)
    at = try fields.required("at", \.at)
  }

  init(_ job: Job) {
    (self.job, state, endpoint, name) = (job.job, job.state, job.endpoint, job.name)
    (task, cost, at) = (job.task, job.cost, job.at)
  }

  /// The record of the job, without its purpose.
  func job(at target: TargetID, _ account: String) -> Job {
    var job = Job(self.job, state, target: target.rawValue, account: account, at: at)
    (job.endpoint, job.name, job.task, job.cost) = (endpoint, name, task, cost)
    return job
  }
}

/// Why the journal can't be used, in which case nothing is sent.
package struct JournalFailure: CastbookError, Hashable {
  package let path: FilePath
  package let reason: String

  package var message: String { "\(path): \(reason)" }
  package var blame: Blame { .failure }
  package var rule: String { "send.bad-journal" }
  package var fix: String? {
    "make the file readable and writable, or delete it if what it notes is known not to be paid"
  }
}
