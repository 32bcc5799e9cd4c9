internal import Decoding
internal import Files
internal import Model
internal import Synchronization

/// A reason for the failure of a session, other than its data.
protocol SessionFailure: Error {
  /// The program can't be started; `exitCode` is set if it ended at its start.
  static func noProgram(exitCode: Int?) -> Self
  /// The system has no process or memory left.
  static var noProcess: Self { get }
  /// The process has ended, and so did the one that replaced it.
  static var stopped: Self { get }
  /// It took longer than this many seconds.
  static func tooSlow(seconds: Int) -> Self
}

/// A session that is kept for further messages.
protocol PooledSession: Sendable {
  associatedtype Failure: SessionFailure

  /// The process that serves it.
  var process: DecoderProcess { get }
}

/// The sessions with the processes of one program. They are begun when they are needed and reused,
/// each for one caller at a time.
final class SessionPool<Session: PooledSession>: Sendable {
  /// The path of the program, or `nil` if it is not installed.
  let program: FilePath?
  /// The seconds that a process may take to begin a session, and for a message.
  let seconds: Int

  private struct State {
    /// The sessions that are waiting for a message, the one that was used last at the end.
    var idle: [Session] = []
    var startedCount = 0
  }

  private let state = Mutex(State())
  /// The largest number of idle processes.
  private let maximumIdle = max(4, Processors.count)

  init(program: FilePath?, seconds: Int) {
    self.program = program
    self.seconds = seconds
  }

  /// The number of processes that were started.
  var startedCount: Int { state.withLock(\.startedCount) }

  /// The identifiers of the idle processes.
  var idleProcesses: [Int32] { state.withLock { $0.idle.map(\.process.process) } }

  /// Exchanges messages in a session. A process that ends meanwhile is replaced once: the system
  /// may have ended it.
  ///
  /// - Parameters:
  ///   - isSuitable: Returns whether an idle session can be used.
  ///   - open: Begins a session; `nil` if the process ends.
  ///   - body: Exchanges the messages.
  func exchange(
    where isSuitable: (Session) -> Bool,
    orOpen open: () throws(Session.Failure) -> Session?,
    _ body: (inout Session) -> DecoderProcess.ExchangeResult
  ) throws(Session.Failure) {
    for _ in 0..<2 where !Task.isCancelled {
      var found = take(where: isSuitable)
      if found == nil { found = try open() }
      guard var session = found else { throw .stopped }
      switch body(&session) {
      case .complete:
        keep(session)
        return
      case .tooSlow: throw .tooSlow(seconds: seconds)
      case .ended: continue
      }
    }
    throw .stopped
  }

  private func take(where isSuitable: (Session) -> Bool) -> Session? {
    state.withLock { state in
      state.idle.lastIndex(where: isSuitable).map { state.idle.remove(at: $0) }
    }
  }

  /// Keeps a session for the next message.
  func keep(_ session: Session) {
    // The process that leaves ends outside of the lock.
    _ = state.withLock { state -> Session? in
      state.idle.append(session)
      return state.idle.count > maximumIdle ? state.idle.removeFirst() : nil
    }
  }

  /// Begins a session with a new process, and returns its answer; `nil` if the request makes it
  /// fail. `meanwhile` is called while the process works on it.
  func begin<Answer: DecoderAnswer>(
    _ request: DecoderRequest, meanwhile: () -> Void = {}
  ) throws(Session.Failure) -> (process: DecoderProcess, answer: Answer)? {
    // A process that ends may have been killed by the system; one that ends twice, by the request.
    for _ in 0..<2 where !Task.isCancelled {
      let process = try start()
      let outcome: DecoderOutcome<Answer> = process.begin(
        request, within: .seconds(seconds), meanwhile: meanwhile)
      switch outcome {
      case .answered(let answer): return (process, answer)
      case .notRunning(let exitCode): throw .noProgram(exitCode: exitCode)
      case .timedOut: throw .tooSlow(seconds: seconds)
      case .unavailable: continue
      default: return nil
      }
    }
    return nil
  }

  private func start() throws(Session.Failure) -> DecoderProcess {
    guard let program else { throw .noProgram(exitCode: nil) }
    let process: DecoderProcess
    do throws(DecoderProcess.StartFailure) {
      process = try DecoderProcess(program)
    } catch {
      throw error == .noProgram ? .noProgram(exitCode: nil) : .noProcess
    }
    state.withLock { $0.startedCount += 1 }
    return process
  }
}
