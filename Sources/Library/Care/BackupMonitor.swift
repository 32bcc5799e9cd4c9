package import Model

/// The connection between a running backup and its caller: progress in one direction,
/// cancellation in the other.
///
/// ```swift
/// let monitor = BackupMonitor { print($0.step, $0.files) }
/// ```
package struct BackupMonitor {
  /// Returns whether the backup should stop; called before each file or piece of a file.
  private let isCancelled: () -> Bool
  /// Receives the step, and the number of files and bytes that it has handled so far.
  package let progress: (BackupProgress) -> Void

  /// Creates a monitor; by default one that stops when the task is cancelled, and ignores progress.
  package init(
    isCancelled: @escaping () -> Bool = { Task.isCancelled },
    progress: @escaping (BackupProgress) -> Void = { _ in }
  ) {
    self.isCancelled = isCancelled
    self.progress = progress
  }

  /// Reports the number of files and bytes that a step has handled so far.
  func report(_ step: BackupProgress.Step, _ files: Int, _ bytes: Int) {
    progress(BackupProgress(step: step, files: files, bytes: bytes))
  }

  /// Throws `CancellationError` when the caller has cancelled.
  func checkCancellation() throws { if isCancelled() { throw CancellationError() } }
}
