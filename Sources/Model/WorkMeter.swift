internal import Synchronization

/// Counts work for tests of what a command costs: opened files, listed names, bytes read and
/// hashed, database steps, and started programs.
///
/// Work outside `count(_:)` is not counted.
///
/// ```swift
/// let work = try WorkMeter.count { try backup.write(toFolder: target) }
/// #expect(work.openedFiles < 10)
/// ```
package final class WorkMeter: Sendable {
  /// The work that was counted.
  package struct Work: Hashable, Sendable {
    package var openedFiles = 0
    /// The folder entries that were read.
    package var listedNames = 0
    package var readBytes = 0
    package var hashedBytes = 0
    /// The database statements that were run.
    package var statements = 0
    /// The steps of SQLite's virtual machine: a few for each row that a statement examines.
    package var databaseSteps = 0
    /// The programs that were started.
    package var startedPrograms = 0
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

  /// Whether work is being counted.
  package static var isCounting: Bool { current != nil }

  /// Counts a finished database statement and its steps.
  package static func recordStatement(steps: Int) {
    current?.work.withLock { work in
      work.statements += 1
      work.databaseSteps += steps
    }
  }

  /// Counts an opened file.
  package static func recordOpen() { current?.work.withLock { $0.openedFiles += 1 } }

  /// Counts folder entries that were read.
  package static func recordListing(_ count: Int) {
    current?.work.withLock { $0.listedNames += count }
  }

  /// Counts bytes that were read.
  package static func recordRead(_ count: Int) {
    guard count > 0 else { return }
    current?.work.withLock { $0.readBytes += count }
  }

  /// Counts bytes that were hashed.
  package static func recordHash(_ count: Int) {
    current?.work.withLock { $0.hashedBytes += count }
  }

  /// Counts a started program.
  package static func recordStart() { current?.work.withLock { $0.startedPrograms += 1 } }
}
