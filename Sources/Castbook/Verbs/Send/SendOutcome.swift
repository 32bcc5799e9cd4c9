/// The outcome of sending bundles, in the order of the plan.
public struct SendOutcome: Sendable {
  public internal(set) var bundles: [Sent] = []

  /// The outcome of sending one bundle.
  public struct Sent: Sendable {
    public let name: String
    public let digest: Digest
    public let target: TargetID
    public let result: Result
  }

  /// The result of a job.
  public enum Result: Sendable {
    /// The result is in the library, as a take of the bundle, and in a file.
    case take(Take, FilePath?, Job)
    /// An element or a voice was created, and is registered under an id.
    case created(String, Job)
    /// The result was fetched before, so nothing was sent.
    case doneBefore(Job)
    /// The provider is working on the job.
    case accepted(Job)
    /// The provider may have accepted the job, and only the user can find out.
    case undecided(Job)
    /// The job failed, or an earlier command recorded that it was refused, stopped or abandoned.
    case failed(Job)
    /// The provider refused a call. Nothing is charged for it.
    case refused(SendObstacle, Job)
    /// The call was not sent, or did not arrive.
    case notSent(SendObstacle)
    /// The provider has the job, but its result could not be fetched now.
    case notFetched(SendObstacle, Job)

    /// Whether it counts as a success.
    public var isFine: Bool {
      switch self {
      case .take, .created, .doneBefore, .accepted: true
      case .undecided, .failed, .refused, .notSent, .notFetched: false
      }
    }
  }

  /// Whether every bundle succeeded.
  public var isComplete: Bool { bundles.allSatisfy(\.result.isFine) }
}

/// The progress of sending.
public enum SendProgress: Hashable, Sendable {
  case uploading(String)
  case submitting(String)
  /// The provider is working on a job: its name, the state in the provider's words, and the seconds
  /// so far.
  case waiting(String, state: String, seconds: Int)
  case fetching(String)
  /// The user has cancelled, but the answer to the last submission is still awaited.
  case stopping

  /// The progress on one line.
  public var words: String {
    switch self {
    case .uploading(let file): return "uploading \(file)"
    case .submitting(let name): return "submitting \(name)"
    case .waiting(let name, let state, let seconds):
      let time = seconds < 60 ? "\(seconds) s" : "\(seconds / 60) min \(seconds % 60) s"
      return "\(name)  \(state.lowercased().replacing("_", with: " "))  \(time)"
    case .fetching(let name): return "fetching \(name)"
    case .stopping:
      return "stopping when the provider has answered; Ctrl-C again leaves it unknown whether the "
        + "job was accepted"
    }
  }
}
