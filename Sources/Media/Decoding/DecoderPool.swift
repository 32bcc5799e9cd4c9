package import Decoding
package import Model
internal import Synchronization

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

  /// Creates a pool that starts `program`, the path of `castbook-media` or
  /// `castbook-streams`.
  ///
  /// Without a program every request ends in `DecoderOutcome.notRunning(exitCode:)`.
  package init(program: FilePath?) { self.program = program }

  /// Decodes a picture and returns what the decoder says about it.
  func decode(
    _ bytes: [UInt8], as format: DecodedFormat, within limits: DecoderLimits
  ) async -> DecoderOutcome<DecodedPicture> {
    await answer(to: DecoderRequest(bytes, as: format, within: limits))
  }

  /// Sends a request to a decoder process and returns its answer.
  ///
  /// The request is repeated in a fresh process when an idle one turns out to be gone.
  func answer<Answer: DecoderAnswer>(to request: DecoderRequest) async -> DecoderOutcome<Answer> {
    await run { await Self.answer(to: request, by: $0) }
  }

  /// Sends a request and passes the data that the decoder writes, such as samples, to `take`.
  ///
  /// `take` runs on a thread of its own and returns `false` to stop the decoder. The request
  /// is never repeated, because the receiver may have kept the first bytes.
  func answer<Answer: DecoderAnswer>(
    to request: DecoderRequest, _ take: @escaping @Sendable (UnsafeRawBufferPointer) -> Bool
  ) async -> DecoderOutcome<Answer> {
    await run { process in
      // The data can't be handed over twice.
      unsafe (await Self.answer(to: request, by: process, take), mayRepeat: false)
    }
  }

  /// Decodes a picture and stores its full-size pixels in `pixels`.
  ///
  /// The pixels are complete only if the answer reports no problem.
  func decode(
    _ bytes: [UInt8], as format: DecodedFormat, within limits: DecoderLimits,
    holding pixels: BufferedPixels
  ) async -> DecoderOutcome<DecodedPicture> {
    await run { process in
      // The buffer starts over when decoding begins again.
      (await Self.pixels(bytes, format, limits, nil, pixels, by: process).0, mayRepeat: true)
    }
  }

  /// Decodes the first picture of a file at its full size and passes the rows to `sink`.
  ///
  /// The rows are as coded: not rotated to the orientation in the facts, and in the picture's
  /// own colours. `sink` is called on a thread of its own, so it may take its time. Unless
  /// the outcome is `.whole`, the rows that it received must be discarded.
  ///
  /// - Parameter size: The size in the file's header, or `nil` if it is unknown. A picture of
  /// another size is refused.
  package func pixels(
    _ bytes: [UInt8], as format: DecodedFormat, within limits: DecoderLimits,
    expecting size: PixelSize?, into sink: any PixelSink
  ) async -> PixelOutcome {
    await pixelReply(bytes, as: format, within: limits, expecting: size, into: sink).outcome
  }

  /// Decodes full-size pixels, and also reports whether more memory is worth a second
  /// attempt.
  func pixelReply(
    _ bytes: [UInt8], as format: DecodedFormat, within limits: DecoderLimits,
    expecting size: PixelSize?, into sink: any PixelSink
  ) async -> PixelReply {
    var limits = limits
    limits.options = .pixels
    let pixelLimits = limits
    let state = Mutex(PixelStream.State.header)
    let outcome = await run { process in
      let (outcome, reached) = await Self.pixels(
        bytes, format, pixelLimits, size, sink, by: process)
      state.withLock { $0 = reached }
      // Rows can't be handed over twice.
      return (outcome, mayRepeat: reached == .header)
    }
    if Task.isCancelled { return PixelReply(.failed("it was cancelled")) }
    return PixelReply(outcome, state.withLock { $0 }, format, limits)
  }

  /// Decodes one frame of a clip and passes its rows to `sink`.
  func pixels(
    _ request: DecoderRequest, expecting size: PixelSize?, into sink: any PixelSink
  ) async -> PixelOutcome {
    let stream = LockedStream(expecting: size, into: sink)
    let outcome: DecoderOutcome<DecodedStream> = unsafe await answer(to: request) { bytes in
      unsafe stream.append(bytes)
    }
    switch stream.state {
    case .declined: return .declined
    case .broken(let words): return .failed(words)
    case .whole: return .complete
    case .header, .rows: break
    }
    switch outcome {
    case .answered(let answer) where answer.problem == .outOfMemory: return .outOfMemory
    case .answered: return .failed("the frame does not exist")
    case .notRunning: return .failed("castbook-streams, which decodes clips, can't be started")
    case .processorTimeExceeded, .timedOut: return .failed("decoding it took too long")
    default: return .failed("its decoder failed")
    }
  }

  /// Runs `work` with an idle process, or with a new one if there is none.
  ///
  /// `work` says whether it may be repeated when the process turns out to be unusable.
  private func run<Answer: DecoderAnswer>(
    _ work: (DecoderProcess) async -> (DecoderOutcome<Answer>, mayRepeat: Bool)
  ) async -> DecoderOutcome<Answer> {
    guard let program else { return .notRunning(exitCode: nil) }
    // An idle process may have been killed in the meantime; a fresh one then tries again.
    for isFresh in [false, true] {
      let process: DecoderProcess
      do throws(DecoderProcess.StartFailure) {
        let idleProcess = isFresh ? nil : idle.popLast()
        process = if let idleProcess { idleProcess } else { try DecoderProcess(program) }
      } catch {
        return error == .noProgram ? .notRunning(exitCode: nil) : .unavailable
      }
      let (outcome, mayRepeat) = await work(process)
      // Cancellation released the process, since the caller no longer waits for its answer.
      if Task.isCancelled { return .unavailable }
      switch outcome {
      case .notRunning: return outcome
      case .unavailable:
        guard mayRepeat else { return .unavailable }
      default:
        idle.append(process)
        return outcome
      }
    }
    return .unavailable
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
  /// takes longer than a few milliseconds is awaited on a separate thread, so that no thread
  /// of Swift's pool is blocked.
  @concurrent
  private static func answer<Answer: DecoderAnswer>(
    to request: DecoderRequest, by process: DecoderProcess
  ) async -> (DecoderOutcome<Answer>, mayRepeat: Bool) {
    let outcome: DecoderOutcome<Answer> = await withTaskCancellationHandler {
      guard process.isRunning else {
        return await OwnThread.run { process.send(request) ?? process.answer() }
      }
      if let failure: DecoderOutcome<Answer> = process.send(request) { return failure }
      if process.hasAnswer(withinMilliseconds: quickAnswerMilliseconds) { return process.answer() }
      return await OwnThread.run { process.answer() }
    } onCancel: {
      process.letGo()
    }
    return (outcome, mayRepeat: true)
  }

  /// Decodes full-size pixels in one process, and returns how far the stream of rows came.
  @concurrent
  private static func pixels(
    _ bytes: [UInt8], _ format: DecodedFormat, _ limits: DecoderLimits, _ size: PixelSize?,
    _ sink: any PixelSink, by process: DecoderProcess
  ) async -> (DecoderOutcome<DecodedPicture>, PixelStream.State) {
    let stream = LockedStream(expecting: size, into: sink)
    let request = DecoderRequest(bytes, as: format, within: limits)
    let outcome: DecoderOutcome<DecodedPicture> = unsafe await answer(to: request, by: process) {
      unsafe stream.append($0)
    }
    return (outcome, stream.state)
  }

  /// Sends a request to one process and passes the data that it writes to `take`, all on one
  /// thread.
  @concurrent
  private static func answer<Answer: DecoderAnswer>(
    to request: DecoderRequest, by process: DecoderProcess,
    _ take: @escaping @Sendable (UnsafeRawBufferPointer) -> Bool
  ) async -> DecoderOutcome<Answer> {
    await withTaskCancellationHandler {
      await OwnThread.run {
        if let failure: DecoderOutcome<Answer> = process.send(request) { return failure }
        return unsafe process.answer(take)
      }
    } onCancel: {
      process.letGo()
    }
  }
}

/// A pixel stream that crosses threads.
///
/// It is unchecked because the thread that feeds it finishes before its state is read.
private final class LockedStream: @unchecked Sendable {
  private let stream: PixelStream

  init(expecting size: PixelSize?, into sink: any PixelSink) {
    stream = PixelStream(expecting: size, into: sink)
  }

  func append(_ bytes: UnsafeRawBufferPointer) -> Bool { unsafe stream.append(bytes) }
  var state: PixelStream.State { stream.state }
}
