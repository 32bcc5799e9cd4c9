internal import Decoding
package import Model

/// A pool of decoder processes for the formats that are not decoded in this process.
///
/// The pool starts a process when it meets the first such file, gives each process one file
/// at a time, and keeps it for the next file. Decoders run apart because a malformed file can
/// crash or even take over the library that reads it.
package actor DecoderPool {
  /// The decoder program, or `nil` if it is not installed.
  private let program: FilePath?
  /// The processes that are waiting for a file.
  private var idle: [DecoderProcess] = []
  private(set) var startedCount = 0

  /// Creates a pool that starts `program`, the path of `castbook-media` or
  /// `castbook-streams`.
  ///
  /// Without a program every request ends in `DecoderOutcome.notRunning(exitCode:)`.
  package init(program: FilePath?) { self.program = program }

  /// Sends a request to a decoder process and returns its answer.
  ///
  /// The request is repeated in a fresh process when an idle one turns out to be gone, unless
  /// `output` has received data that it can't take back.
  ///
  /// - Parameter output: Receives the data that the decoder writes besides its answer.
  func answer<Answer: DecoderAnswer>(
    to request: DecoderRequest, into output: (any DecoderOutput)? = nil
  ) async -> DecoderOutcome<Answer> {
    guard let program else { return .notRunning(exitCode: nil) }
    // An idle process may have been killed in the meantime; a fresh one then tries again.
    for isFresh in [false, true] {
      let process: DecoderProcess
      do throws(DecoderProcess.StartFailure) {
        let idleProcess = isFresh ? nil : idle.popLast()
        process = if let idleProcess { idleProcess } else { try DecoderProcess(program) }
        if idleProcess == nil { startedCount += 1 }
      } catch {
        return error == .noProgram ? .notRunning(exitCode: nil) : .unavailable
      }
      let outcome: DecoderOutcome<Answer> = await Self.answer(to: request, by: process, output)
      // Cancellation released the process, since the caller no longer waits for its answer.
      if Task.isCancelled { return .unavailable }
      switch outcome {
      case .notRunning: return outcome
      case .unavailable:
        if let output, !output.restart() { return .unavailable }
      default:
        idle.append(process)
        return outcome
      }
    }
    return .unavailable
  }

  /// Decodes the first picture of a file at its full size and passes the rows to `sink`.
  ///
  /// The rows are as coded: not rotated to the orientation in the facts, and in the picture's
  /// own colours. `sink` is called on a thread of its own, so it may take its time. Unless
  /// the outcome is `.complete`, the rows that it received must be discarded.
  ///
  /// - Parameter size: The size in the file's header, or `nil` if it is unknown. A picture of
  /// another size is refused.
  func pixels(
    _ bytes: [UInt8], as format: DecodedFormat, within limits: DecoderLimits,
    expecting size: PixelSize?, into sink: any PixelSink
  ) async -> PixelReply {
    var limits = limits
    limits.options = .pixels
    let rows = PixelStream(expecting: size, into: sink)
    let outcome: DecoderOutcome<DecodedPicture> = await answer(
      to: DecoderRequest(bytes, as: format, within: limits), into: rows)
    if Task.isCancelled { return PixelReply(.failed("it was cancelled")) }
    return PixelReply(outcome, rows.state, format, limits)
  }

  /// The process identifiers of the idle decoders.
  var idleProcesses: [Int32] { idle.map(\.process) }

  /// The milliseconds in which most small files are decoded.
  ///
  /// Blocking that briefly costs less than moving the wait to another thread.
  private static let quickAnswerMilliseconds: Int32 = 3

  /// Sends a request to one process and waits for its answer.
  ///
  /// This runs outside the actor so that several processes work concurrently. An answer that
  /// takes longer than a few milliseconds is awaited on a separate thread, so no thread
  /// of Swift's pool is blocked.
  @concurrent
  private static func answer<Answer: DecoderAnswer>(
    to request: DecoderRequest, by process: DecoderProcess, _ output: (any DecoderOutput)?
  ) async -> DecoderOutcome<Answer> {
    await withTaskCancellationHandler {
      guard output == nil, process.isRunning else {
        return await OwnThread.run { process.send(request) ?? process.answer(into: output) }
      }
      if let failure: DecoderOutcome<Answer> = process.send(request) { return failure }
      if process.hasAnswer(withinMilliseconds: quickAnswerMilliseconds) { return process.answer() }
      return await OwnThread.run { process.answer() }
    } onCancel: {
      process.interrupt()
    }
  }
}
