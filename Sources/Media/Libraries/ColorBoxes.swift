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
      if let boxes, boxes.pool.program == program { return boxes }
      let other = ColorBoxes(program: program)
      boxes = other
      return other
    }
  }

  private let pool: SessionPool<Box>
  /// What was found out about profiles, the one that was used last at the end.
  private let known = Mutex<[(kind: ColorPipeline.Kind, verdict: Verdict)]>([])

  /// What is known of a profile.
  private enum Verdict: Sendable {
    case usable(ColorShaper?)
    case unusable
  }

  /// A process that has read a profile.
  fileprivate struct Box: PooledSession {
    typealias Failure = ColorFailure

    let kind: ColorPipeline.Kind
    let process: DecoderProcess
    /// The time that it may take before it counts as too slow, and the maximum of that.
    var allowance: Duration
    let maximumAllowance: Duration
  }

  /// The largest number of profiles whose verdict is kept.
  private static let maximumKnown = 8
  /// The largest profile whose verdict is kept, in bytes.
  private static let maximumKnownBytes = 1 << 20
  /// The largest profile that is used, in bytes; printers' profiles have several hundred kilobytes.
  private static let maximumProfileBytes = 8 << 20
  /// The memory and the time that a process may take. The client keeps the time on the clock.
  private static let limits = DecoderLimits(memory: 96 << 20, processorSeconds: 900)
  /// The time that each message adds to what is left of a process's seconds: a process can't delay
  /// a large picture by being just fast enough. Messages take a hundredth of this.
  fileprivate static let allowancePerMessage = Duration.milliseconds(250)

  /// Creates processes of a program.
  ///
  /// - Parameters:
  ///   - program: The path of `castbook-media`, or `nil` if it is not installed.
  ///   - seconds: The seconds that a process may take for its profile, and for a message.
  init(program: FilePath?, seconds: Int = 10) {
    pool = SessionPool(program: program, seconds: seconds)
  }

  /// The number of processes that were started.
  var startedCount: Int { pool.startedCount }

  /// The identifiers of the idle processes.
  var idleProcesses: [Int32] { pool.idleProcesses }

  /// Returns lookup tables for a profile, or `nil` if it allows none.
  func tables(for kind: ColorPipeline.Kind) throws(ColorFailure) -> ColorShaper? {
    let earlier = known.withLock { known -> Verdict? in
      guard let index = known.firstIndex(where: { $0.kind == kind }) else { return nil }
      let entry = known.remove(at: index)
      known.append(entry)
      return entry.verdict
    }
    let verdict: Verdict
    if let earlier { verdict = earlier } else { verdict = try ask(kind) }
    if earlier == nil, kind.profile?.count ?? 0 <= Self.maximumKnownBytes {
      known.withLock { known in
        // A second task may have asked at the same time.
        known.removeAll { $0.kind == kind }
        if known.count >= Self.maximumKnown { known.removeFirst() }
        known.append((kind, verdict))
      }
    }
    guard case .usable(let tables) = verdict else { throw .unusable }
    return tables
  }

  /// Has a new process read a profile, and keeps it for the pixels.
  private func ask(_ kind: ColorPipeline.Kind) throws(ColorFailure) -> Verdict {
    guard let (box, answer) = try open(kind) else { return .unusable }
    pool.keep(box)
    return .usable(ColorShaper(contributions: answer.tables))
  }

  /// Converts pixels.
  func convert(
    _ source: UnsafeRawPointer, count: Int, into colors: UnsafeMutableRawPointer,
    by kind: ColorPipeline.Kind
  ) throws(ColorFailure) {
    try pool.exchange { box in
      box.kind == kind
    } orOpen: { () throws(ColorFailure) in
      try open(kind)?.box
    } _: { box in
      unsafe box.convert(source, count: count, into: colors)
    }
  }

  /// Has a process read a profile; `nil` if the profile is unusable or makes it fail.
  private func open(
    _ kind: ColorPipeline.Kind
  ) throws(ColorFailure) -> (box: Box, answer: ColorSession.Answer)? {
    guard let profile = kind.profile, profile.count <= Self.maximumProfileBytes else { return nil }
    let session = ColorSession(
      colors: kind.colors, hasAlpha: kind.hasAlpha, depth: kind.depth, profile: profile)
    let begun: (process: DecoderProcess, answer: ColorSession.Answer)? = try pool.begin(
      DecoderRequest(session, within: Self.limits))
    guard let begun, begun.answer.isUsable else { return nil }
    let time = Duration.seconds(pool.seconds)
    let box = Box(kind: kind, process: begun.process, allowance: time, maximumAllowance: time)
    return (box, begun.answer)
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
