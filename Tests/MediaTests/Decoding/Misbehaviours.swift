import Decoding
import Foundation
import Model
import Testing

@testable import Media

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("A decoder that misbehaves", .timeLimit(.minutes(5)))
struct Misbehaviours {
  private let process: DecoderProcess

  init() throws {
    let location = try #require(DecoderProgram.location)
    let program = try #require(FilePath(location.description + "-misbehaving"))
    process = try #require(DecoderProcess(program))
  }

  private func outcome(
    of wish: String, within limits: DecoderLimits = .short
  ) -> DecoderProcess.Outcome {
    process.decode(Array(wish.utf8), as: .gif, within: limits)
  }

  private func number(of wish: String) -> Int? {
    guard case .picture(let picture) = outcome(of: wish) else { return nil }
    return picture.size.map { $0.width - 1 }
  }

  @Test(
    "is reported, and the next file is decoded by the same process",
    arguments: [
      ("crash", "crashed(signal: Optional(\(SIGSEGV)))"),
      ("abort", "crashed(signal: Optional(\(SIGABRT)))"), ("spin", "outOfTime"),
      ("sleep", "outOfTime"), ("say nothing", "crashed(signal: nil)"),
      ("say nonsense", "crashed(signal: nil)"), ("say the wrong thing", "crashed(signal: nil)"),
      ("say too much", "crashed(signal: Optional(\(SIGKILL)))"),
      ("leave half-way", "crashed(signal: nil)"),
    ])
  func reported(wish: String, expected: String) {
    #expect("\(outcome(of: wish))" == expected)
    guard case .picture(let picture) = outcome(of: "behave") else {
      Issue.record("the next file was not decoded")
      return
    }
    #expect(picture.size == PixelSize(width: 3, height: 2))
  }

  @Test(
    "gets no more memory than its file was given",
    .disabled(if: Sanitizer.isActive, "a sanitizer keeps memory of its own"))
  func memory() throws {
    let taken = try #require(number(of: "take memory"))
    // What the stacks of threads may take is not told apart from the rest.
    #expect((32...64 + 96).contains(taken), "\(taken) MB")
  }

  #if os(Linux)
    @Test("can open, start, reach and stop nothing, but compute with threads")
    func sandbox() {
      #expect(number(of: "reach out") == 0)
      #expect(number(of: "start a thread") == 1)
    }
  #endif

  @Test("is replaced when its process was killed while it was idle")
  func killedWhileIdle() async throws {
    let pool = DecoderPool(program: DecoderProgram.location)
    let bytes = try Fixtures.bytes("odd/other.gif")
    for _ in 0..<3 {
      let outcome = await pool.decode(bytes, as: .gif, within: .short)
      guard case .picture(let picture) = outcome else {
        Issue.record("not decoded: \(String(describing: outcome))")
        return
      }
      #expect(picture.problem == nil)
      for identifier in await pool.idleProcesses { kill(identifier, SIGKILL) }
    }
  }

  @Test("that is not there at all is said to be missing, and nothing is called damaged")
  func missing() async throws {
    let inspector = Inspector(
      budget: MemoryBudget(total: 64 << 20), decoder: FilePath("/nowhere/castbook-media"))
    let facts = await inspector.inspect(try Fixtures.path("odd/other.gif"))
    #expect(facts.problemNames == ["noDecoder"])
    #expect(!facts.isProven)
  }

  @Test("or a program that is none, leaves the file unproven")
  func noProgram() async throws {
    let inspector = Inspector(
      budget: MemoryBudget(total: 64 << 20), decoder: FilePath("/bin/true"))
    let facts = await inspector.inspect(try Fixtures.path("odd/other.gif"))
    #expect(facts.problemNames == ["tooComplex"])
  }
}

extension DecoderLimits {
  /// Limits that a test can wait for.
  fileprivate static let short = DecoderLimits(
    memory: 64 << 20, processorSeconds: 1, clockSeconds: 2)
}
