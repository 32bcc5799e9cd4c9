internal import Files
internal import Sending
internal import Transfers

/// The connection to providers for one account: `castbook-transport`, started when the first call is made.
///
/// Work ends when the task is cancelled, except while a job is submitted: a call that may be charged for is never left
/// without its answer.
final class ProviderLink: ProviderClient {
  private let account: String
  private let keyFile: FilePath?
  private let recorder: CallRecorder?
  private let clock: () -> Instant
  private var process: TransportProcess?
  private var isSubmitting = false
  /// Called once if the task is cancelled while a job is submitted, whose answer is waited for.
  var stopping: () -> Void = {}
  private var hasReportedStopping = false

  /// - Parameter record: The folder to which every call and its answer is written; `nil` for none.
  init(account: String, recordingTo record: FilePath?, in library: ElementLibrary) throws {
    self.account = account
    // The environment has keys.
    MemoryDump.forbid()
    recorder = try record.map { try CallRecorder($0) }
    clock = { library.now }
    keyFile = KeyFile.pathOfUser.flatMap { FileSystem.statusFollowingLinks($0) == nil ? nil : $0 }
  }

  func prepare() throws {
    try recorder?.check()
    _ = try running()
  }

  func answer(_ call: ProviderCall) throws -> Result<ProviderAnswer, CallFailure> {
    // A submission was prepared before it was recorded.
    if !call.isSubmission { try recorder?.check() }
    let result = try transported(call)
    recorder?.add(call, result, at: clock())
    return result
  }

  private func transported(_ call: ProviderCall) throws -> Result<ProviderAnswer, CallFailure> {
    let process: TransportProcess
    do {
      process = try running()
    } catch let error as SendError {
      guard call.isSubmission else { throw error }
      return .failure(CallFailure(.noProgram, error.message))
    }
    isSubmitting = call.isSubmission
    defer { isSubmitting = false }
    do {
      return try process.answer(call)
    } catch let failure as StoreFailure {
      self.process = nil
      guard call.isSubmission else { throw SendError.noTransport(failure.detail) }
      return .failure(CallFailure(.broken, failure.detail, mayHaveArrived: true))
    }
  }

  private func running() throws -> TransportProcess {
    if let process { return process }
    do {
      let started = try TransportProcess(
        TransportProgram.location, ProviderAccess(account: account, keyFile: keyFile)
      ) { [unowned self] in isStopped }
      process = started
      return started
    } catch let failure as CallFailure {
      throw SendError(failure)
    } catch let failure as StoreFailure {
      throw SendError.noTransport(failure.detail)
    }
  }

  /// Whether calls are to end. A submission continues, for at most as long as a provider has for its
  /// answer.
  private var isStopped: Bool {
    guard Task.isCancelled else { return false }
    guard isSubmitting else { return true }
    if !hasReportedStopping {
      hasReportedStopping = true
      stopping()
    }
    return false
  }

  /// Waits. Throws `CancellationError` if the task is cancelled.
  static func wait(seconds: Int) throws {
    try Task.checkCancellation()
    for _ in 0..<(seconds * 10) {
      try Task.checkCancellation()
      Pause.milliseconds(100)
    }
  }
}
