internal import Synchronization

/// Counts work, for tests of what a command costs: opened files, listed names, read and hashed bytes, steps of the database.
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
    /// The entries of folders that were read.
    package var listedNames = 0
    package var readBytes = 0
    package var hashedBytes = 0
    /// The statements of the database that were run.
    package var statements = 0
    /// The steps of SQLite's virtual machine, of which each row that a statement looks at takes a few.
    package var databaseSteps = 0
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

  /// Returns the work that `body` does in its task and in those that it starts.
  package static func count(
    isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Void
  ) async rethrows -> Work {
    let meter = WorkMeter()
    try await $current.withValue(meter) { try await body() }
    return meter.work.withLock { $0 }
  }

  /// Whether work is counted.
  package static var isCounting: Bool { current != nil }

  /// Notes that a statement of the database has ended after a number of steps.
  package static func noteStatement(steps: Int) {
    current?.work.withLock { work in
      work.statements += 1
      work.databaseSteps += steps
    }
  }

  /// Notes that a file was opened.
  static func noteOpened() { current?.work.withLock { $0.openedFiles += 1 } }

  /// Notes that entries of a folder were read.
  static func noteListed(_ count: Int) { current?.work.withLock { $0.listedNames += count } }

  /// Notes that bytes were read.
  static func noteRead(_ count: Int) {
    guard count > 0 else { return }
    current?.work.withLock { $0.readBytes += count }
  }

  /// Notes that bytes were hashed.
  static func noteHashed(_ count: Int) { current?.work.withLock { $0.hashedBytes += count } }
}
