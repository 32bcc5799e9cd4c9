internal import Bundles
internal import Files
internal import Library
internal import Sending
internal import Transfers

/// A job that is followed until its result is here.
struct FollowedJob {
  let job: Job
  let endpoint: ProviderEndpoint
  /// What the user calls it: the bundle's name.
  let name: String
  /// The folder for its result.
  let folder: FilePath
  fileprivate var patience = Patience()

  init(_ job: Job, at endpoint: ProviderEndpoint, name: String, folder: FilePath) {
    (self.job, self.endpoint, self.name, self.folder) = (job, endpoint, name, folder)
  }
}

/// When to poll a provider for a job, and when to stop.
private struct Patience {
  /// The seconds spent waiting so far.
  var seconds = 0
  private var failures = 0
  private var denials = 0

  /// The pause before the next poll, in seconds.
  var pause: Int {
    switch seconds {
    case ..<8: 2
    case ..<30: 4
    case ..<120: 6
    default: 10
    }
  }

  /// Whether to poll again after an answer. A provider may not yet know a job that it has just
  /// accepted.
  mutating func allows(after progress: JobProgress) -> Bool {
    switch progress {
    case .unanswered: failures += 1
    case .unknown: denials += 1
    case .waiting, .done, .failed: (failures, denials) = (0, 0)
    }
    return failures < 20 && denials < 5
  }
}

/// How following a job ended.
enum JobEnd {
  /// The job is done; the address of the result, or the id of what was created.
  case done(String)
  /// The job failed at the provider.
  case failed(Job)
  /// The job can't be followed now, for this reason.
  case notNow(String)
}

extension SendSession {
  /// Follows jobs until all have ended, and reports each result as it arrives.
  func follow(
    _ jobs: [Int: FollowedJob], each: (Int, SendOutcome.Result) throws -> Void
  ) async throws {
    var jobs = jobs
    while !jobs.isEmpty {
      for (index, followed) in jobs.sorted(by: { $0.key < $1.key }) {
        var followed = followed
        let end = try ask(&followed)
        jobs[index] = followed
        guard let end else { continue }
        jobs[index] = nil
        try each(index, try await result(of: followed, end))
      }
      guard let pause = jobs.values.map(\.patience.pause).min() else { return }
      try await Task.sleep(for: .seconds(pause))
      for index in jobs.keys { jobs[index]?.patience.seconds += pause }
    }
  }

  /// Follows one job that creates something until it ends.
  func followed(_ job: Job, at endpoint: ProviderEndpoint, name: String) async throws -> JobEnd {
    var followed = FollowedJob(job, at: endpoint, name: name, folder: .unnamed)
    while true {
      if let end = try ask(&followed) { return end }
      let pause = followed.patience.pause
      try await Task.sleep(for: .seconds(pause))
      followed.patience.seconds += pause
    }
  }

  /// Polls the provider for a job. Returns `nil` while the job is running.
  private func ask(_ followed: inout FollowedJob) throws -> JobEnd? {
    guard let task = followed.job.task else { return .notNow("the provider's id is not known") }
    let answer = try followed.endpoint.progress(of: task, by: client)
    switch answer {
    case .done(let text): return .done(text)
    case .failed(let refusal):
      return .failed(
        try desk.change(followed.job, to: .failed) {
          ($0.note, $0.answer) = (refusal.words, refusal.answer)
        })
    case .waiting(let state):
      progress(.waiting(followed.name, state: state, seconds: followed.patience.seconds))
      _ = followed.patience.allows(after: answer)
      return nil
    case .unknown:
      progress(.waiting(followed.name, state: "not known", seconds: followed.patience.seconds))
      if followed.patience.allows(after: answer) { return nil }
      return .notNow("\(followed.endpoint.target) does not know the job \(sanitized(task))")
    case .unanswered(let words):
      progress(.waiting(followed.name, state: "no answer", seconds: followed.patience.seconds))
      if followed.patience.allows(after: answer) { return nil }
      return .notNow("\(followed.endpoint.target): \(words)")
    }
  }

  /// Fetches the result of a job that has ended.
  private func result(of followed: FollowedJob, _ end: JobEnd) async throws -> SendOutcome.Result {
    let retry = "castbook fetch \(followed.job.shortName) tries again; nothing is paid again"
    switch end {
    case .failed(let job): return .failed(job)
    case .notNow(let words): return .notFetched(SendObstacle(words, fix: retry), followed.job)
    case .done(let address):
      progress(.fetching(followed.name))
      do {
        return try await fetched(followed, address)
      } catch let failure as TransferFailure {
        return .notFetched(SendObstacle(failure.words, fix: retry), followed.job)
      } catch let error as ElementLibraryError {
        return .notFetched(SendObstacle(error.message, fix: retry), followed.job)
      } catch let error as OutputFileError {
        // It is in the library, so only the file beside the bundle is missing.
        let fix = "castbook fetch \(followed.job.shortName) -o DIR writes it elsewhere"
        return .notFetched(
          SendObstacle("it is in the library, but \(error.message)", fix: fix), followed.job)
      }
    }
  }

  /// The longest result that is fetched, in bytes.
  private static let maximumBytes = 4 << 30
  /// The time limit for fetching a result, in seconds.
  private static let maximumSeconds = 7200

  private static func limitWords(_ limit: Int) -> String {
    limit == maximumBytes
      ? "over \(Quantity.bytes(limit))"
      : "over \(Quantity.bytes(limit)), half of what is free in \(FileSystem.temporaryFolder); "
        + "set TMPDIR to a folder with more space"
  }

  /// Downloads a result, verifies it, and records it as a take together with the end of the job.
  private func fetched(
    _ followed: FollowedJob, _ text: String
  ) async throws -> SendOutcome.Result {
    guard followed.job.isRender, let bundle = followed.job.export else {
      throw TransferFailure(.impossible, "the job creates something and has no file")
    }
    guard let address = ProviderAddress(text) else {
      throw TransferFailure(
        .impossible, "the result is not at an https address: \(text.prefix(200))")
    }
    let folder = try ScratchFolder()
    defer { folder.remove() }
    let path = folder.path.appending("result".utf8)
    var call = ProviderCall(.get, address)
    (call.path, call.limit, call.seconds) = (path, Self.maximumBytes, Self.maximumSeconds)
    // The folder for temporary files may be memory, or a small disk that other programs need.
    if let free = FileSystem.freeBytes(at: folder.path) { call.limit = min(call.limit, free / 2) }
    let answer: ProviderAnswer
    do {
      answer = try client.answer(call).get()
    } catch let failure as TransferFailure where failure.reason == .tooLong {
      throw TransferFailure(.tooLong, Self.limitWords(call.limit))
    }
    guard answer.isSuccess else {
      throw TransferFailure(.broken, "the result's address answers with status \(answer.status)")
    }
    var adding = AddTake(path, of: bundle, .kept)
    (adding.cost, adding.job) = (followed.job.cost, followed.job)
    let take = try await adding.run(in: library).take
    desk.note(followed.job.next(.done, at: library.now))
    let file = try take.blob.map { try library.writeTake($0, followed.name, to: followed.folder) }
    return .take(take, file, followed.job)
  }
}

extension Job {
  /// Whether it renders a bundle; otherwise it creates an element or a voice.
  var isRender: Bool { export != nil && call == BundleCalls.requestFile }

  /// The end of the identifier, by which users name the job: the beginning is almost the same for
  /// all jobs of a day.
  public var shortName: String { String(job.text.suffix(6)) }
}

extension ElementLibrary {
  /// Writes a take next to its bundle as `NAME-take-N.mp4`, with the lowest free number. Returns
  /// the path of the file; an identical one may be there already.
  func writeTake(_ blob: Digest, _ name: String, to folder: FilePath) throws -> FilePath {
    let bytes = try store.blobs.bytes(of: blob)
    let format = try contents { try $0.facts(of: blob, as: .unnamed)?.format }
    let suffix = format?.suffixes.first ?? "bin"
    var number = 1
    while true {
      let path = folder.appending("\(name)-take-\(number).\(suffix)".utf8)
      if try Self.isWritten(bytes, to: path) { return path }
      number += 1
    }
  }

  /// Writes a file unless another one is in the way. Returns whether it is there now.
  private static func isWritten(_ bytes: [UInt8], to path: FilePath) throws -> Bool {
    do {
      _ = try OutputFile.write(bytes, to: path, replacing: false)
      return true
    } catch {
      guard error.isInTheWay else { throw error }
      return false
    }
  }
}
