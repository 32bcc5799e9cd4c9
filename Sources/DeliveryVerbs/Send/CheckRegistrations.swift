internal import Bundles
internal import Library
internal import Sending
internal import Transfers

/// The verb `registrations --check`: asks providers, at no cost, whether ids and uploads still
/// exist.
///
/// ```swift
/// let answers = try await CheckRegistrations(in: catalogue).run(registrations, in: library)
/// ```
public struct CheckRegistrations: Sendable {
  /// The folder where every call and its answer is recorded; `nil` for none.
  public var record: FilePath?
  let catalogue: TargetCatalogue

  /// Creates the verb.
  public init(in catalogue: TargetCatalogue) { self.catalogue = catalogue }

  /// The state of a registration at its provider.
  public enum Answer: String, JSONConvertible, Sendable {
    case live, gone
    /// The provider can't be asked, or gave no usable answer.
    case unknown
  }

  /// Checks each registration, in order.
  ///
  /// An id can be checked only if Castbook created it, because then the job that made it is known.
  public func run(
    _ registrations: [RegistrationStatus], in library: ElementLibrary,
    progress: @escaping (Int) -> Void = { _ in }
  ) async throws -> [Answer] {
    var links: [String: ProviderLink] = [:]
    var answers: [Answer] = []
    for status in registrations {
      try Task.checkCancellation()
      progress(answers.count)
      let registration = status.registration
      let account = registration.account
      let link =
        try links[account] ?? ProviderLink(account: account, recordingTo: record, in: library)
      links[account] = link
      answers.append(
        try registration.kind == .upload
          ? upload(registration, link) : creation(registration, link, library))
    }
    return answers
  }

  /// Checks an upload by requesting its first byte.
  private func upload(_ registration: Registration, _ link: ProviderLink) throws -> Answer {
    guard let address = ProviderAddress(registration.remoteId) else { return .unknown }
    let call = ProviderCall(.get, address, headers: ["Range: bytes=0-0"])
    switch try link.answer(call) {
    case .success(let answer) where answer.isSuccess: return .live
    case .success(let answer) where [403, 404, 410].contains(answer.status): return .gone
    case .success, .failure: return .unknown
    }
  }

  /// Checks an element or a voice by the job that created it.
  private func creation(
    _ registration: Registration, _ link: ProviderLink, _ library: ElementLibrary
  ) throws -> Answer {
    guard let element = registration.element else { return .unknown }
    let job = try library.contents { contents in
      try contents.jobs.of(element).last {
        $0.made == registration.remoteId && $0.account == registration.account
      }
    }
    guard let job, let task = job.task else { return .unknown }
    switch try library.endpoint(of: job, in: catalogue).progress(of: task, by: link) {
    case .done(registration.remoteId): return .live
    case .unknown, .failed, .done: return .gone
    case .waiting, .unavailable: return .unknown
    }
  }
}
