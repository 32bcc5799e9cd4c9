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
  public var text: String {
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
