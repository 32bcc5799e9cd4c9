internal import Decoding
package import Model

/// The processes that decode what is not decoded here: started when the first such file is met, used
/// by one file at a time, kept for the next one.
package actor DecoderPool {
  private let program: FilePath?
  private var idle: [DecoderProcess] = []

  /// `program` is where `castbook-media` lies; without it nothing is decoded.
  package init(program: FilePath?) { self.program = program }

  /// Has a file decoded; nothing when there is no program that could do it.
  func decode(
    _ bytes: [UInt8], as format: DecodedFormat, within limits: DecoderLimits
  ) async -> DecoderProcess.Outcome? {
    // One that was idle may have been ended from outside: then a fresh one tries again.
    for isFresh in [false, true] {
      guard let process = isFresh ? start() : idle.popLast() ?? start() else { return nil }
      let outcome = await Self.run(process, bytes, format, limits)
      if case .unable = outcome { continue }
      idle.append(process)
      return outcome
    }
    return .unable
  }

  /// The numbers of the processes that wait for the next file.
  var idleProcesses: [Int32] { idle.map(\.process) }

  private func start() -> DecoderProcess? { program.flatMap(DecoderProcess.init) }

  /// Outside of the actor, so that several processes work at the same time.
  @concurrent
  private static func run(
    _ process: DecoderProcess, _ bytes: [UInt8], _ format: DecodedFormat, _ limits: DecoderLimits
  ) async -> DecoderProcess.Outcome {
    process.decode(bytes, as: format, within: limits)
  }
}
