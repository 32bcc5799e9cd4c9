/// What came of sending bundles, in the order of the plan.
public struct SendOutcome: Sendable {
  public internal(set) var bundles: [Sent] = []

  /// What came of one bundle.
  public struct Sent: Sendable {
    public let name: String
    public let digest: Digest
    public let target: TargetID
    public let result: Result
  }

  /// What came of a job.
  public enum Result: Sendable {
    /// The result is in the library, as a take of the bundle, and in a file.
    case take(Take, FilePath?, Job)
    /// An element or a voice was created, and is registered under an id.
    case created(String, Job)
    /// Its result was fetched before, so nothing was sent.
    case doneBefore(Job)
    /// The provider works on it.
    case accepted(Job)
    /// It may have been accepted, and only the user can find out.
    case undecided(Job)
    /// The provider has given it up, or doesn't know it any more.
    case failed(Job)
    /// The provider refused a call. Nothing is charged for it.
    case refused(SendObstacle, Job)
    /// The call did not leave, or did not arrive.
    case notSent(SendObstacle)
    /// The provider has the job, and its result could not be fetched now.
    case notFetched(SendObstacle, Job)

    /// Whether it is what was asked for.
    public var isFine: Bool {
      switch self {
      case .take, .created, .doneBefore, .accepted: true
      case .undecided, .failed, .refused, .notSent, .notFetched: false
      }
    }
  }

  /// Whether everything went as it was asked for.
  public var isComplete: Bool { bundles.allSatisfy(\.result.isFine) }
}

/// How far sending has got.
public enum SendProgress: Hashable, Sendable {
  case uploading(String)
  case submitting(String)
  /// The provider works on a job: its name, the state in the provider's words, and the seconds so far.
  case waiting(String, state: String, seconds: Int)
  case fetching(String)
  /// The user has stopped it, and the answer to the last submission is waited for.
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
