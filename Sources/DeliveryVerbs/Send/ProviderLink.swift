internal import Files
internal import LibraryVerbs
internal import Sending
internal import Transfers

/// The connection to providers for one account: `castbook-transport`, started when the first call
/// is made.
///
/// Calls end when the task is cancelled, except for a submission: a call that may be charged for is
/// never left without its answer.
final class ProviderLink: ProviderClient {
  private let account: String
  private let keyFile: FilePath?
  private let keyFolder: FilePath?
  private let recorder: CallRecorder?
  private let clock: () -> Instant
  private var process: TransportProcess?
  private var isSubmitting = false
  /// Called once if the task is cancelled during a submission, whose answer is still awaited.
  var onStopRequest: () -> Void = {}
  private var hasReportedStopping = false

  /// - Parameter record: The folder where every call and its answer is recorded; `nil` for none.
  init(account: String, recordingTo record: FilePath?, in library: ElementLibrary) throws {
    self.account = account
    // The environment may contain keys.
    CoreDumps.disable()
    recorder = try record.map { try CallRecorder($0) }
    clock = { library.now }
    keyFile = KeyFile.pathOfUser.flatMap { FileSystem.statusFollowingLinks($0) == nil ? nil : $0 }
    keyFolder = KeptAccount.folderOfUser
  }

  func prepare() throws {
    try recorder?.check()
    _ = try running()
  }

  func answer(_ call: ProviderCall) throws -> Result<ProviderResponse, TransferFailure> {
    // For a submission, `prepare` checked this before the submission was recorded.
    if !call.isSubmission { try recorder?.check() }
    let result = try reply(to: call)
    recorder?.add(call, result, at: clock())
    return result
  }

  private func reply(
    to call: ProviderCall
  ) throws -> Result<ProviderResponse, TransferFailure> {
    let process: TransportProcess
    do {
      process = try running()
    } catch let error as SendError {
      guard call.isSubmission else { throw error }
      return .failure(TransferFailure(.noProgram, error.message))
    }
    isSubmitting = call.isSubmission
    defer { isSubmitting = false }
    do {
      return try process.answer(call)
    } catch let failure as TransferFailure {
      self.process = nil
      guard call.isSubmission else { throw SendError.noTransport(failure.detail) }
      return .failure(TransferFailure(.connectionLost, failure.detail, mayHaveArrived: true))
    }
  }

  private func running() throws -> TransportProcess {
    if let process { return process }
    do {
      let started = try TransportProcess(
        TransportProgram.location,
        ProviderAccess(account: account, keyFile: keyFile, keyFolder: keyFolder)
      ) { [unowned self] in isStopped }
      process = started
      return started
    } catch let failure as TransferFailure {
      throw SendError(failure)
    }
  }

  /// Whether calls should end. A submission continues until the provider has answered or its time
  /// is up.
  private var isStopped: Bool {
    guard Task.isCancelled else { return false }
    guard isSubmitting else { return true }
    if !hasReportedStopping {
      hasReportedStopping = true
      onStopRequest()
    }
    return false
  }

  /// Blocks for some seconds. Throws `CancellationError` if the task is cancelled.
  static func wait(seconds: Int) throws {
    try Task.checkCancellation()
    for _ in 0..<(seconds * 10) {
      try Task.checkCancellation()
      Pause.milliseconds(100)
    }
  }
}
