/// The progress of a backup or a restoration.
public struct BackupProgress: Sendable {
  /// What is being done.
  public enum Step: String, Sendable {
    case reading, copying, checking, opening
  }

  /// The step that has been reached.
  public let step: Step
  /// The number of files processed in this step.
  public let files: Int
  /// The number of bytes processed in this step.
  public let bytes: Int

  package init(step: Step, files: Int, bytes: Int) {
    self.step = step
    self.files = files
    self.bytes = bytes
  }
}
