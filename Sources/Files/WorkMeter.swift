internal import Synchronization

/// Counts the files that are opened and the bytes that are read, for tests of what a command costs.
///
/// Nothing is counted outside `count(_:)`.
///
/// ```swift
/// let work = try WorkMeter.count { try backup.write(toFolder: target) }
/// #expect(work.openedFiles < 10)
/// ```
package final class WorkMeter: Sendable {
  /// The work that was done.
  package struct Work: Hashable, Sendable {
    package var openedFiles = 0
    package var readBytes = 0
  }

  @TaskLocal private static var current: WorkMeter?

  private let work = Mutex(Work())

  private init() {}

  /// Returns the work that `body` does on this thread and in the tasks that it starts.
  package static func count(_ body: () throws -> Void) rethrows -> Work {
    let meter = WorkMeter()
    try $current.withValue(meter) { try body() }
    return meter.work.withLock { $0 }
  }

  /// Notes that a file was opened.
  static func noteOpened() { current?.work.withLock { $0.openedFiles += 1 } }

  /// Notes that bytes were read.
  static func noteRead(_ count: Int) {
    guard count > 0 else { return }
    current?.work.withLock { $0.readBytes += count }
  }
}
