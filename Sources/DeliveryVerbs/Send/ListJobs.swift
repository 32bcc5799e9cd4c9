internal import Library
internal import Sending

/// The verb `jobs`: lists the calls that were submitted to providers.
///
/// ```swift
/// for job in try ListJobs().run(in: library) { print(job.job.shortName, job.job.state) }
/// ```
public struct ListJobs: Sendable {
  /// Whether to list only open jobs: those that may still have a result to fetch.
  public var onlyOpen = false
  /// The earliest day; `nil` for no limit.
  public var since: Day?

  /// Creates a list of all jobs.
  public init() {}

  /// Returns the jobs, newest first.
  public func run(in library: ElementLibrary) throws -> [ListedJob] {
    try library.contents { contents in
      try contents.jobs.since(Instant(startOf: since)).reversed()
        .filter { !onlyOpen || [.sending, .accepted].contains($0.state) }
        .map { try contents.listed($0) }
    }
  }
}

/// A job and what it is for, as the library names it.
public struct ListedJob: Hashable, Sendable {
  public let job: Job
  /// The bundle or element that it is for, as the user knows it; `nil` if the library doesn't know
  /// it.
  public let subject: String?
}

extension ElementLibrary {
  /// Returns the job whose identifier ends in a word.
  ///
  /// - Throws: `SendError.unknownJob` if there is none, or there are several.
  func job(named word: String) throws -> Job {
    let wanted = word.uppercased()
    let found = try contents { contents in
      try contents.jobs.since(Instant(milliseconds: 0))
        .filter { $0.job.text.uppercased().hasSuffix(wanted) }
    }
    guard wanted.utf8.count >= 4, let job = found.first, found.count == 1 else {
      throw SendError.unknownJob(word, count: wanted.utf8.count >= 4 ? found.count : 0)
    }
    return job
  }
}

extension Contents {
  /// Returns a job with the name of what it is for.
  func listed(_ job: Job) throws -> ListedJob {
    var subject = try job.element.flatMap { try entries(of: $0).first }.map { "\($0.handle)" }
    if let bundle = job.export, let export = try exports.ofBundle(bundle, limit: 1).first {
      subject = export.name
    }
    return ListedJob(job: job, subject: subject)
  }
}

extension ExportRecord {
  /// The name of the shot file, without its suffix.
  var name: String? {
    FilePath(shot.path).map { path in
      let suffix = path.suffix.map { $0.utf8.count + 1 } ?? 0
      return String(path.name.text.dropLast(suffix))
    }
  }
}

extension ElementLibrary {
  /// Returns the endpoint that a job was submitted to.
  func endpoint(
    of job: Job, in catalogue: TargetCatalogue
  ) throws -> ProviderEndpoint {
    let id = TargetID(rawValue: job.target)
    guard catalogue.ids.contains(id) else {
      throw SendError.notNow(
        "\(sanitized(job.target)) is not a target that Castbook knows",
        fix: "add its profile with --targets")
    }
    let profile = try catalogue.profile(id)
    let path = job.endpoint ?? profile.endpoints.first?.path ?? ""
    return try ProviderEndpoint(profile, path: path, catalogue.sending(of: profile))
  }
}
