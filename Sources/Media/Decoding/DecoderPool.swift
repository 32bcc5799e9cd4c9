package import Decoding
package import Model
internal import Synchronization

/// The processes that decode what is not decoded here: started when the first such file is met, used
/// by one file at a time, kept for the next one.
package actor DecoderPool {
  private let program: FilePath?
  private var idle: [DecoderProcess] = []

  /// `program` is where `castbook-media` or `castbook-streams` lies; without it nothing is decoded.
  package init(program: FilePath?) { self.program = program }

  /// Has a file decoded.
  func decode(
    _ bytes: [UInt8], as format: DecodedFormat, within limits: DecoderLimits
  ) async -> DecoderOutcome<DecodedPicture> {
    await answer(to: DecoderRequest(bytes, as: format, within: limits))
  }

  /// What is said of a file.
  func answer<Answer: DecoderAnswer>(to request: DecoderRequest) async -> DecoderOutcome<Answer> {
    await run { await Self.answer(to: request, by: $0) }
  }

  /// The same, with what is written of it besides; `take` says whether it goes on.
  func answer<Answer: DecoderAnswer>(
    to request: DecoderRequest, _ take: @escaping @Sendable (UnsafeRawBufferPointer) -> Bool
  ) async -> DecoderOutcome<Answer> {
    await run { process in
      // Nothing can be handed over twice.
      unsafe (await Self.answer(to: request, by: process, take), mayRepeat: false)
    }
  }

  /// The same, with its pixels, which are whole only where the picture is sound.
  func decode(
    _ bytes: [UInt8], as format: DecodedFormat, within limits: DecoderLimits,
    holding pixels: HeldPixels
  ) async -> DecoderOutcome<DecodedPicture> {
    await run { process in
      // What was begun once is begun anew.
      (await Self.pixels(bytes, format, limits, nil, pixels, by: process).0, mayRepeat: true)
    }
  }

  /// Has the first picture of a file handed over to `sink` at its full size, `size` when that is known: not
  /// turned as the facts about it say, and in its own colours. `sink` is called on a thread that waits for
  /// nothing else, and may take its time. Unless the outcome is `whole`, what it was given is not to be used.
  package func pixels(
    _ bytes: [UInt8], as format: DecodedFormat, within limits: DecoderLimits,
    expecting size: PixelSize?, into sink: any PixelSink
  ) async -> PixelOutcome {
    await pixelReply(bytes, as: format, within: limits, expecting: size, into: sink).outcome
  }

  func pixelReply(
    _ bytes: [UInt8], as format: DecodedFormat, within limits: DecoderLimits,
    expecting size: PixelSize?, into sink: any PixelSink
  ) async -> PixelReply {
    var limits = limits
    limits.wishes = .pixels
    let wishing = limits
    let state = Mutex(PixelStream.State.header)
    let outcome = await run { process in
      let (outcome, reached) = await Self.pixels(bytes, format, wishing, size, sink, by: process)
      state.withLock { $0 = reached }
      // Nothing can be handed over twice.
      return (outcome, mayRepeat: reached == .header)
    }
    if Task.isCancelled { return PixelReply(.failed("it was cancelled")) }
    return PixelReply(outcome, state.withLock { $0 }, format, limits)
  }

  /// Hands over one frame of a clip.
  func pixels(
    _ request: DecoderRequest, expecting size: PixelSize?, into sink: any PixelSink
  ) async -> PixelOutcome {
    let stream = LockedStream(expecting: size, into: sink)
    let outcome: DecoderOutcome<DecodedStream> = unsafe await answer(to: request) { bytes in
      unsafe stream.take(bytes)
    }
    switch stream.state {
    case .declined: return .declined
    case .broken(let words): return .failed(words)
    case .whole: return .whole
    case .header, .rows: break
    }
    switch outcome {
    case .answered(let answer) where answer.problem == .outOfMemory: return .noMemory
    case .answered: return .failed("the frame does not exist")
    case .notRunning: return .failed("castbook-streams, which decodes clips, can't be started")
    case .outOfTime, .outOfClock: return .failed("decoding it took too long")
    default: return .failed("its decoder failed")
    }
  }

  /// Has a process work that was idle, or a fresh one.
  private func run<Answer: DecoderAnswer>(
    _ work: (DecoderProcess) async -> (DecoderOutcome<Answer>, mayRepeat: Bool)
  ) async -> DecoderOutcome<Answer> {
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
      let (outcome, mayRepeat) = await work(process)
      // It was let go of, since nobody waits for the answer any longer.
      if Task.isCancelled { return .unable }
      switch outcome {
      case .notRunning: return outcome
      case .unable:
        guard mayRepeat else { return .unable }
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
  private static func answer<Answer: DecoderAnswer>(
    to request: DecoderRequest, by process: DecoderProcess
  ) async -> (DecoderOutcome<Answer>, mayRepeat: Bool) {
    let outcome: DecoderOutcome<Answer> = await withTaskCancellationHandler {
      guard process.isRunning else {
        return await OwnThread.run { process.send(request) ?? process.answer() }
      }
      if let failure: DecoderOutcome<Answer> = process.send(request) { return failure }
      if process.hasAnswer(withinMilliseconds: patience) { return process.answer() }
      return await OwnThread.run { process.answer() }
    } onCancel: {
      process.letGo()
    }
    return (outcome, mayRepeat: true)
  }

  /// The same with pixels; how far they came, too.
  @concurrent
  private static func pixels(
    _ bytes: [UInt8], _ format: DecodedFormat, _ limits: DecoderLimits, _ size: PixelSize?,
    _ sink: any PixelSink, by process: DecoderProcess
  ) async -> (DecoderOutcome<DecodedPicture>, PixelStream.State) {
    let stream = LockedStream(expecting: size, into: sink)
    let request = DecoderRequest(bytes, as: format, within: limits)
    let outcome: DecoderOutcome<DecodedPicture> = unsafe await answer(to: request, by: process) {
      unsafe stream.take($0)
    }
    return (outcome, stream.state)
  }

  /// The same with whatever is written besides, all of it on a thread of its own.
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

/// A stream of pixels that one thread takes, and that is looked at when all of them have come.
private final class LockedStream: @unchecked Sendable {
  private let stream: PixelStream

  init(expecting size: PixelSize?, into sink: any PixelSink) {
    stream = PixelStream(expecting: size, into: sink)
  }

  func take(_ bytes: UnsafeRawBufferPointer) -> Bool { unsafe stream.take(bytes) }
  var state: PixelStream.State { stream.state }
}
