internal import Decoding
package import Files
package import Model

/// Describes pictures by vectors, with a network that runs in processes of `castbook-vision`.
///
/// Processes are started when they are needed and reused, each for one caller at a time.
///
/// ```swift
/// let describer = try PictureDescriber(network: file)
/// let vector = try describer.vector(of: picture)
/// ```
package final class PictureDescriber: Sendable {
  /// The number of values of a vector.
  package let length: Int

  private let network: SharedFile
  private let pool: SessionPool<Session>

  /// The memory and the time that a process may take. The client keeps the time on the clock.
  private static let limits = DecoderLimits(memory: 512 << 20, processorSeconds: 36_000)

  /// A process that has read the network.
  private struct Session: PooledSession {
    typealias Failure = VisionFailure

    let process: DecoderProcess
    /// The number of values of a vector.
    let length: Int
  }

  /// Starts a process that reads the network.
  ///
  /// - Parameters:
  ///   - network: The network's file.
  ///   - program: The path of `castbook-vision`, or `nil` for its usual location.
  ///   - seconds: The seconds that a process may take for the network, and for a picture.
  ///   - meanwhile: Called while the process reads the network, once for each process that is
  ///     started.
  package init(
    network: SharedFile, program: FilePath? = nil, seconds: Int = 20, meanwhile: () -> Void = {}
  ) throws(VisionFailure) {
    self.network = network
    pool = SessionPool(program: program ?? DecoderProgram.vision, seconds: seconds)
    let session = try Self.open(network, in: pool, meanwhile: meanwhile)
    length = session.length
    pool.keep(session)
  }

  /// The number of processes that were started.
  package var startedCount: Int { pool.startedCount }

  /// The identifiers of the idle processes.
  package var idleProcesses: [Int32] { pool.idleProcesses }

  /// Returns the vector of a picture.
  package func vector(of picture: AnalysisPicture) throws(VisionFailure) -> [Float] {
    var vector = [Float](repeating: 0, count: length)
    try pool.exchange { _ in
      true
    } orOpen: { () throws(VisionFailure) in
      let session = try Self.open(network, in: pool)
      return session.length == length ? session : nil
    } _: { session in
      let deadline = ContinuousClock.now + .seconds(pool.seconds)
      return unsafe picture.rgb.withUnsafeBytes { pixels in
        unsafe vector.withUnsafeMutableBytes { vector in
          unsafe session.process.exchange(
            VisionSession.number(of: picture.size), pixels, into: vector, until: deadline)
        }
      }
    }
    guard vector.allSatisfy(\.isFinite) else {
      throw .unusable(problem: "it describes a picture by values that are not numbers")
    }
    return vector
  }

  /// Has a process read a network.
  private static func open(
    _ network: SharedFile, in pool: SessionPool<Session>, meanwhile: () -> Void = {}
  ) throws(VisionFailure) -> Session {
    let begun: (process: DecoderProcess, answer: VisionSession.Answer)? = try pool.begin(
      DecoderRequest(network: network, within: limits), meanwhile: meanwhile)
    guard let begun else { throw .stopped }
    switch begun.answer {
    case .usable(let length): return Session(process: begun.process, length: length)
    case .unusable(let problem): throw .unusable(problem: problem)
    }
  }
}

extension VisionSession.Answer: DecoderAnswer {
  init?(answer: [UInt8]) { self.init(bytes: answer) }

  static var outOfMemory: VisionSession.Answer {
    .unusable(problem: "there is not enough memory for the network")
  }
}
