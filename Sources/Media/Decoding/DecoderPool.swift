internal import Decoding
package import Model

/// The processes that decode what is not decoded here: started when the first such file is met, used
/// by one file at a time, kept for the next one.
package actor DecoderPool {
  private let program: FilePath?
  private var idle: [DecoderProcess] = []

  /// `program` is where `castbook-media` lies; without it nothing is decoded.
  package init(program: FilePath?) { self.program = program }

  /// Has a file decoded.
  func decode(
    _ bytes: [UInt8], as format: DecodedFormat, within limits: DecoderLimits
  ) async -> DecoderProcess.Outcome {
    guard let program else { return .notRunning(exitCode: nil) }
    // One that was idle may have been ended from outside: then a fresh one tries again.
    for isFresh in [false, true] {
      let process: DecoderProcess
      do throws(DecoderProcess.StartFailure) {
        let waiting = isFresh ? nil : idle.popLast()
        process = if let waiting { waiting } else { try DecoderProcess(program) }
      } catch {
        return error == .noProgram ? .notRunning(exitCode: nil) : .unable
      }
      let outcome = await Self.run(process, bytes, format, limits)
      // It was let go of, since nobody waits for the answer any longer.
      if Task.isCancelled { return .unable }
      switch outcome {
      case .notRunning: return outcome
      case .unable: continue
      default:
        idle.append(process)
        return outcome
      }
    }
    return .unable
  }

  /// The numbers of the processes that wait for the next file.
  var idleProcesses: [Int32] { idle.map(\.process) }

  /// Milliseconds in which most small files are decoded: less than it would cost to wait elsewhere.
  private static let patience: Int32 = 3

  /// Outside of the actor, so that several processes work at the same time. What takes longer is waited
  /// for on a thread that has nothing else to do.
  @concurrent
  private static func run(
    _ process: DecoderProcess, _ bytes: [UInt8], _ format: DecodedFormat, _ limits: DecoderLimits
  ) async -> DecoderProcess.Outcome {
    await withTaskCancellationHandler {
      guard process.isRunning else {
        return await OwnThread.run { process.decode(bytes, as: format, within: limits) }
      }
      if let failure = process.send(bytes, as: format, within: limits) { return failure }
      if process.hasAnswer(withinMilliseconds: patience) { return process.answer() }
      return await OwnThread.run { process.answer() }
    } onCancel: {
      process.letGo()
    }
  }
}
