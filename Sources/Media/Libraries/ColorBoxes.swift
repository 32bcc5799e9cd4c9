internal import Colors
internal import Decoding
internal import Files
internal import Model
internal import Synchronization

/// The processes that convert colours by embedded profiles, each reused for the same profile.
final class ColorBoxes: Sendable {
  /// The processes of castbook-media beside the running program.
  private static let beside = ColorBoxes(program: DecoderProgram.location)
  /// The processes of a castbook-media that a caller named.
  private static let elsewhere = Mutex<ColorBoxes?>(nil)

  /// The processes for pictures of no particular inspector: those beside the running program or,
  /// without castbook-media there, those that a caller named last.
  static var shared: ColorBoxes {
    DecoderProgram.location == nil ? elsewhere.withLock { $0 } ?? beside : beside
  }

  /// Returns a program's processes, shared by inspectors; `nil` is the one beside this program.
  static func of(_ program: FilePath?) -> ColorBoxes {
    guard let program else { return shared }
    return elsewhere.withLock { boxes in
      if let boxes, boxes.program == program { return boxes }
      let other = ColorBoxes(program: program)
      boxes = other
      return other
    }
  }

  private let program: FilePath?
  private let state = Mutex(State())

  private struct State {
    /// The processes that are waiting for pixels, the one that was used last at the end.
    var idle: [Box] = []
    /// What was found out about profiles, the one that was used last at the end.
    var known: [(kind: ColorPipeline.Kind, verdict: Verdict)] = []
    var started = 0
  }

  /// What is known of a profile.
  private enum Verdict: Sendable {
    case usable(ColorShaper?)
    case unusable
  }

  /// A process that has read a profile.
  fileprivate struct Box: Sendable {
    let kind: ColorPipeline.Kind
    let process: DecoderProcess
    /// The time that it may take before it counts as too slow, and the maximum of that.
    var allowance: Duration
    let maximumAllowance: Duration
  }

  /// The largest number of idle processes.
  private let maximumIdle = max(4, Processors.count)
  /// The largest number of profiles whose verdict is kept.
  private static let maximumKnown = 8
  /// The largest profile whose verdict is kept, in bytes.
  private static let maximumKnownBytes = 1 << 20
  /// The largest profile that is used, in bytes; printers' profiles have several hundred kilobytes.
  private static let maximumProfileBytes = 8 << 20
  /// The memory and the time that a process may take. The client keeps the time on the clock.
  private static let limits = DecoderLimits(memory: 96 << 20, processorSeconds: 900)
  /// The seconds that a process may take for its profile, and for a message.
  private let seconds: Int
  /// The time that each message adds to what is left of these seconds: a process can't delay a
  /// large picture by being just fast enough. Messages take a hundredth of this.
  fileprivate static let allowancePerMessage = Duration.milliseconds(250)

  /// Creates processes of a program.
  ///
  /// - Parameters:
  ///   - program: The path of `castbook-media`, or `nil` if it is not installed.
  ///   - seconds: The seconds that a process may take for its profile, and for a message.
  init(program: FilePath?, seconds: Int = 10) {
    self.program = program
    self.seconds = seconds
  }

  var startedCount: Int { state.withLock(\.started) }

  /// The identifiers of the idle processes.
  var idleProcesses: [Int32] { state.withLock { $0.idle.map(\.process.process) } }

  /// Returns lookup tables for a profile, or `nil` if it allows none.
  func tables(for kind: ColorPipeline.Kind) throws(ColorFailure) -> ColorShaper? {
    let known = state.withLock { state -> Verdict? in
      guard let index = state.known.firstIndex(where: { $0.kind == kind }) else { return nil }
      let entry = state.known.remove(at: index)
      state.known.append(entry)
      return entry.verdict
    }
    let verdict: Verdict
    if let known { verdict = known } else { verdict = try ask(kind) }
    if known == nil, kind.profile?.count ?? 0 <= Self.maximumKnownBytes {
      state.withLock { state in
        // A second task may have asked at the same time.
        state.known.removeAll { $0.kind == kind }
        if state.known.count >= Self.maximumKnown { state.known.removeFirst() }
        state.known.append((kind, verdict))
      }
    }
    guard case .usable(let tables) = verdict else { throw .unusable }
    return tables
  }

  /// Has a new process read a profile, and keeps it for the pixels.
  private func ask(_ kind: ColorPipeline.Kind) throws(ColorFailure) -> Verdict {
    guard let (box, answer) = try open(kind) else { return .unusable }
    giveBack(box)
    return .usable(ColorShaper(contributions: answer.tables))
  }

  /// Converts pixels. A process that ends meanwhile is replaced once: the system may have ended it.
  func convert(
    _ source: UnsafeRawPointer, count: Int, into colors: UnsafeMutableRawPointer,
    by kind: ColorPipeline.Kind
  ) throws(ColorFailure) {
    for _ in 0..<2 where !Task.isCancelled {
      var found = take(kind)
      if found == nil { found = try open(kind)?.box }
      guard var box = found else { throw .stopped }
      switch unsafe box.convert(source, count: count, into: colors) {
      case .complete:
        giveBack(box)
        return
      case .tooSlow: throw .tooSlow(seconds: seconds)
      case .ended: continue
      }
    }
    throw .stopped
  }

  private func take(_ kind: ColorPipeline.Kind) -> Box? {
    state.withLock { state in
      state.idle.lastIndex { $0.kind == kind }.map { state.idle.remove(at: $0) }
    }
  }

  private func giveBack(_ box: Box) {
    // The process that leaves ends outside of the lock.
    _ = state.withLock { state -> Box? in
      state.idle.append(box)
      return state.idle.count > maximumIdle ? state.idle.removeFirst() : nil
    }
  }

  /// Starts a process that reads a profile; `nil` if the profile is unusable or makes it fail.
  private func open(
    _ kind: ColorPipeline.Kind
  ) throws(ColorFailure) -> (box: Box, answer: ColorSession.Answer)? {
    guard let profile = kind.profile, profile.count <= Self.maximumProfileBytes else { return nil }
    let session = ColorSession(
      colors: kind.colors, hasAlpha: kind.hasAlpha, depth: kind.depth, profile: profile)
    let request = DecoderRequest(session, within: Self.limits)
    // A process that ends may have been killed by the system; one that ends twice, by the profile.
    for _ in 0..<2 where !Task.isCancelled {
      let process = try start()
      let time = Duration.seconds(seconds)
      let outcome: DecoderOutcome<ColorSession.Answer> = process.begin(request, within: time)
      switch outcome {
      case .answered(let answer):
        let box = Box(kind: kind, process: process, allowance: time, maximumAllowance: time)
        return answer.isUsable ? (box, answer) : nil
      case .notRunning(let exitCode): throw .noProgram(exitCode: exitCode)
      case .timedOut: throw .tooSlow(seconds: seconds)
      case .unavailable: continue
      default: return nil
      }
    }
    return nil
  }

  private func start() throws(ColorFailure) -> DecoderProcess {
    guard let program else { throw .noProgram(exitCode: nil) }
    let process: DecoderProcess
    do throws(DecoderProcess.StartFailure) {
      process = try DecoderProcess(program)
    } catch {
      throw error == .noProgram ? .noProgram(exitCode: nil) : .noProcess
    }
    state.withLock { $0.started += 1 }
    return process
  }
}

extension ColorSession.Answer: DecoderAnswer {
  init?(answer: [UInt8]) { self.init(bytes: answer) }

  static var outOfMemory: ColorSession.Answer { ColorSession.Answer(isUsable: false) }
}

extension ColorBoxes.Box {
  /// Converts pixels in messages of limited length. If any fail, the process can't be used again.
  fileprivate mutating func convert(
    _ source: UnsafeRawPointer, count: Int, into colors: UnsafeMutableRawPointer
  ) -> DecoderProcess.ExchangeResult {
    var done = 0
    while done < count {
      let pixels = min(count - done, ColorSession.maximumPixels)
      let from = unsafe UnsafeRawBufferPointer(
        start: source + done * kind.pixelBytes, count: pixels * kind.pixelBytes)
      let into = unsafe UnsafeMutableRawBufferPointer(
        start: colors + done * kind.convertedBytes, count: pixels * kind.convertedBytes)
      let start = ContinuousClock.now
      let result = unsafe process.exchange(
        UInt32(pixels), from, into: into, until: start + allowance)
      guard result == .complete else { return result }
      allowance = min(
        allowance - (ContinuousClock.now - start) + ColorBoxes.allowancePerMessage,
        maximumAllowance)
      done += pixels
    }
    return .complete
  }
}
