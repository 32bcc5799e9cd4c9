package import CommandLineKit
internal import Model

/// A server of the Model Context Protocol, through which agents use Castbook: one JSON-RPC message
/// a line.
///
/// It serves the versions from 2024-11-05 to 2026-07-28, whichever a request follows. Nothing is
/// opened before a call needs it, so the first answer is immediate.
///
/// ```swift
/// let server = AgentServer(catalogue, instructions: text, redaction: redaction)
/// try await server.run(
///   reading: .standardInput, writing: OutputPipe(descriptor: 1, name: "standard output"))
/// ```
package struct AgentServer: Sendable {
  /// How long calls that are running at the end of the input may go on.
  private static let grace = Duration.seconds(1)

  private let table: MethodTable
  private let redaction: Redaction

  /// - Parameters:
  ///   - catalogue: What the server offers.
  ///   - instructions: What an agent should know before its first call.
  ///   - redaction: What must not be written.
  package init(_ catalogue: AgentCatalogue, instructions: String, redaction: Redaction) {
    table = MethodTable(catalogue: catalogue, instructions: instructions)
    self.redaction = redaction
  }

  /// Serves until the end of the input, or until the task is cancelled.
  ///
  /// - Throws: `InputError` or `OutputError`, when the client can't be reached.
  package func run(reading input: InputPipe, writing output: OutputPipe) async throws {
    let writer = MessageWriter { line in
      try output.write(bytes: line)
      try output.flush()
    }
    let connection = connection(to: writer)
    let (ending, end) = AsyncThrowingStream<Never, any Error>.makeStream()
    // Reading waits, so it has a thread of its own. If the task is cancelled, the thread is left
    // behind until the process ends.
    let reader = waitingTask {
      do {
        while let line = try input.nextLine() {
          connection.receive(line)
          try await connection.waitForRoom()
        }
        end.finish()
      } catch {
        end.finish(throwing: error)
      }
    }
    defer {
      reader.cancel()
      connection.cancelAll()
    }
    for try await _ in ending {}
    if Task.isCancelled { return }
    connection.endSubscriptions()
    try await Self.wait(for: connection)
  }

  /// Creates a connection for a client.
  func connection(
    to writer: MessageWriter, elapsed: (@Sendable () -> Duration)? = nil
  ) -> Connection {
    Connection(table, redaction: redaction, writer: writer, elapsed: elapsed)
  }

  /// Waits for the calls that are running, but not for long: a client that has closed the input
  /// wants the process to end.
  private static func wait(for connection: Connection) async throws {
    try await withThrowingTaskGroup { group in
      group.addTask { try await connection.waitUntilIdle() }
      group.addTask { try await Task.sleep(for: grace) }
      try await group.next()
      group.cancelAll()
      while let result = await group.nextResult() {
        if case .failure(let error) = result, !(error is CancellationError) { throw error }
      }
    }
  }
}
