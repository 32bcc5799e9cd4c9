internal import Decoding
internal import Files
package import Model
internal import Synchronization

/// Describes pictures by vectors, with a network that runs in processes of `castbook-vision`.
///
/// Processes are started when they are needed and reused, each for one caller at a time.
///
/// ```swift
/// let describer = try PictureDescriber(network: bytes)
/// let vector = try describer.vector(of: picture)
/// ```
package final class PictureDescriber: Sendable {
  /// The number of values of a vector.
  package let length: Int

  private let program: FilePath
  private let network: [UInt8]
  private let seconds: Int
  private let idle: Mutex<[DecoderProcess]>
  private let started = Mutex(1)

  /// The memory and the time that a process may take. The client keeps the time on the clock.
  private static let limits = DecoderLimits(memory: 512 << 20, processorSeconds: 36_000)
  /// The largest number of idle processes.
  private let maximumIdle = max(4, Processors.count)

  /// Starts a process that reads the network.
  ///
  /// - Parameters:
  ///   - network: The network's bytes.
  ///   - program: The path of `castbook-vision`, or `nil` for its usual location.
  ///   - seconds: The seconds that a process may take for the network, and for a picture.
  package init(
    network: [UInt8], program: FilePath? = nil, seconds: Int = 20
  ) throws(VisionFailure) {
    guard let program = program ?? DecoderProgram.vision else {
      throw .noProgram(exitCode: nil)
    }
    let (process, length) = try Self.open(network, program, seconds)
    (self.network, self.program, self.seconds) = (network, program, seconds)
    self.length = length
    idle = Mutex([process])
  }

  /// The number of processes that were started.
  package var startedCount: Int { started.withLock { $0 } }

  /// The identifiers of the idle processes.
  package var idleProcesses: [Int32] { idle.withLock { $0.map(\.process) } }

  /// Returns the vector of a picture. A process that ends meanwhile is replaced once: the system
  /// may have ended it.
  package func vector(of picture: AnalysisPicture) throws(VisionFailure) -> [Float] {
    var vector = [Float](repeating: 0, count: length)
    for _ in 0..<2 where !Task.isCancelled {
      let process = try take()
      let deadline = ContinuousClock.now + .seconds(seconds)
      let result = unsafe picture.rgb.withUnsafeBytes { pixels in
        unsafe vector.withUnsafeMutableBytes { vector in
          unsafe process.exchange(
            VisionSession.number(of: picture.size), pixels, into: vector, until: deadline)
        }
      }
      switch result {
      case .complete:
        giveBack(process)
        guard vector.allSatisfy(\.isFinite) else {
          throw .unusable(problem: "it describes a picture by values that are not numbers")
        }
        return vector
      case .tooSlow: throw .tooSlow(seconds: seconds)
      case .ended: continue
      }
    }
    throw .stopped
  }

  private func take() throws(VisionFailure) -> DecoderProcess {
    if let process = idle.withLock({ $0.popLast() }) { return process }
    let (process, length) = try Self.open(network, program, seconds)
    started.withLock { $0 += 1 }
    guard length == self.length else { throw .stopped }
    return process
  }

  private func giveBack(_ process: DecoderProcess) {
    // A process that leaves ends outside of the lock.
    _ = idle.withLock { idle -> DecoderProcess? in
      idle.append(process)
      return idle.count > maximumIdle ? idle.removeFirst() : nil
    }
  }

  /// Starts a process that reads a network, and returns it with the length of vectors.
  private static func open(
    _ network: [UInt8], _ program: FilePath, _ seconds: Int
  ) throws(VisionFailure) -> (DecoderProcess, length: Int) {
    let request = DecoderRequest(network: network, within: limits)
    for _ in 0..<2 where !Task.isCancelled {
      let process: DecoderProcess
      do throws(DecoderProcess.StartFailure) {
        process = try DecoderProcess(program)
      } catch {
        throw error == .noProgram ? .noProgram(exitCode: nil) : .noProcess
      }
      let outcome: DecoderOutcome<VisionSession.Answer> = process.begin(
        request, within: .seconds(seconds))
      switch outcome {
      case .answered(.usable(let length)): return (process, length)
      case .answered(.unusable(let problem)): throw .unusable(problem: problem)
      case .notRunning(let exitCode): throw .noProgram(exitCode: exitCode)
      case .timedOut: throw .tooSlow(seconds: seconds)
      default: continue
      }
    }
    throw .stopped
  }
}

extension VisionSession.Answer: DecoderAnswer {
  init?(answer: [UInt8]) { self.init(bytes: answer) }

  static var outOfMemory: VisionSession.Answer {
    .unusable(problem: "there is not enough memory for the network")
  }
}
