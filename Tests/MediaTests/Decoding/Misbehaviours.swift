import Decoding
import Foundation
import Model
import TestSupport
import Testing

@testable import Media

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("A decoder that misbehaves", .timeLimit(.minutes(30)))
struct Misbehaviours {
  private let program: FilePath
  private let process: DecoderProcess

  init() throws {
    let location = try #require(DecoderProgram.location)
    program = try #require(FilePath(location.description + "-misbehaving"))
    process = try DecoderProcess(program)
  }

  private func outcome(
    of request: String, within limits: DecoderLimits = .short
  ) -> DecoderOutcome<DecodedPicture> {
    process.decode(Array(request.utf8), as: .gif, within: limits)
  }

  private func number(of request: String) -> Int? {
    guard case .answered(let picture) = outcome(of: request) else { return nil }
    return picture.size.map { $0.width - 1 }
  }

  @Test(
    "is reported, and the next file is decoded by the same process",
    arguments: [
      ("crash", "crashed(signal: Optional(\(SIGSEGV)))"),
      ("abort", "crashed(signal: Optional(\(SIGABRT)))"), ("sleep", "timedOut"),
      ("turn the alarm off", "timedOut"),
      ("say it and stay", "timedOut"), ("be killed by itself", "killed"),
      ("say nothing", "crashed(signal: nil)"),
      ("say nonsense", "crashed(signal: nil)"), ("say the wrong thing", "crashed(signal: nil)"),
      ("say too much", "answerTooLong"),
      ("leave half-way", "crashed(signal: nil)"), ("show too little", "crashed(signal: nil)"),
      ("show too much", "crashed(signal: nil)"), ("show nothing", "crashed(signal: nil)"),
      ("show what was not announced", "crashed(signal: nil)"),
      ("show a huge one", "crashed(signal: nil)"),
    ])
  func reported(request: String, expected: String) {
    #expect("\(outcome(of: request))" == expected)
    guard case .answered(let picture) = outcome(of: "behave") else {
      Issue.record("the next file was not decoded")
      return
    }
    #expect(picture.size == PixelSize(width: 3, height: 2))
  }

  @Test("may send a picture, which is accepted only in the size of the facts")
  func picture() throws {
    let outcome = outcome(of: "show a picture")
    guard case .answered(let picture) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(picture.small?.pixels == Array("abcdef".utf8))
    #expect(Proof(outcome, .gif, header: nil).small == picture.small)
    let other = ImageFacts(codedSize: PixelSize(width: 1, height: 2), depth: 8, channels: 3)
    #expect(Proof(outcome, .gif, header: other).small == nil)
  }

  @Test(
    "gets no more memory than its file was assigned",
    .disabled(if: Sanitizer.isActive, "a sanitizer keeps memory of its own"))
  func memory() throws {
    let taken = try #require(number(of: "take memory"))
    // The stacks of threads count like the rest.
    #expect((32...64 + 16).contains(taken), "\(taken) MB")
  }

  @Test(
    "reports a refused allocation, whatever library made it",
    .disabled(if: Sanitizer.isActive, "a sanitizer keeps memory of its own"))
  func memoryRefused() throws {
    guard case .answered(let picture) = outcome(of: "want more than there is") else {
      Issue.record("it is no answer")
      return
    }
    #expect(picture.problem == .outOfMemory)
  }

  @Test("has no access to files that its ancestors had open")
  func descriptors() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([1, 2, 3], to: "secret")
    let descriptors = (0..<20).map { _ in open(path.description, O_RDONLY) }
    defer { descriptors.forEach { close($0) } }
    try #require(descriptors.allSatisfy { $0 > STDERR_FILENO })
    let heir = try DecoderProcess(program)
    guard
      case .answered(let picture) = heir.decode(
        Array("look around".utf8), as: .gif, within: .short)
    else {
      Issue.record("it did not say what it found")
      return
    }
    #expect(picture.size == PixelSize(width: 1, height: 1))
  }

  #if os(Linux)
    @Test("can open, start, reach, stop and newly execute nothing, but compute with threads")
    func sandbox() {
      #expect(number(of: "reach out") == 0)
      #expect(number(of: "start a thread") == 1)
      #expect(number(of: "read a limit") == 1)
    }
  #endif

  @Test("is ended when its processor time is used up", arguments: ["spin", "spin on"])
  func busy(request: String) {
    let limits = DecoderLimits(memory: 64 << 20, processorSeconds: 1)
    #expect("\(outcome(of: request, within: limits))" == "processorTimeExceeded")
  }

  @Test("blocks no other caller")
  func waiting() async throws {
    let pool = DecoderPool(program: program)
    let sleepers = (0..<12).map { _ in
      Task { await pool.decode(Array("sleep".utf8), within: .patient) }
    }
    try await Task.sleep(for: .milliseconds(300))
    // If each blocked one of our threads, these tasks would run only after a sleeper's time is up.
    for _ in 0..<20 { await Task.detached { await Task.yield() }.value }
    for sleeper in sleepers {
      sleeper.cancel()
      #expect("\(await sleeper.value)" == "unavailable")
    }
  }

  @Test("is released when the caller is cancelled")
  func cancelled() async throws {
    let pool = DecoderPool(program: program)
    let sleeper = Task { await pool.decode(Array("sleep".utf8), within: .patient) }
    try await Task.sleep(for: .milliseconds(300))
    sleeper.cancel()
    // Not because its time is up.
    #expect("\(await sleeper.value)" == "unavailable")
    #expect(await pool.idleProcesses.isEmpty)
  }

  @Test("is replaced when its process was killed while it was idle")
  func killedWhileIdle() async throws {
    let pool = DecoderPool(program: DecoderProgram.location)
    let bytes = try Fixtures.bytes("odd/other.gif")
    for _ in 0..<3 {
      let outcome = await pool.decode(bytes, within: .short)
      guard case .answered(let picture) = outcome else {
        Issue.record("not decoded: \(String(describing: outcome))")
        return
      }
      #expect(picture.problem == nil)
      for identifier in await pool.idleProcesses { kill(identifier, SIGKILL) }
    }
  }

  @Test("that does not exist is reported as missing, and no file as damaged")
  func missing() async throws {
    let inspector = Inspector(
      budget: MemoryBudget(total: 64 << 20), decoder: FilePath("/nowhere/castbook-media"))
    let facts = try await inspector.facts(at: try Fixtures.path("odd/other.gif"))
    #expect(facts.problemNames == ["noDecoder"])
    #expect(!facts.isProven)
  }

  @Test("that ends before its first message is reported as not running", arguments: [0, 3, 127])
  func noProgram(exitCode: Int) async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array("#!/bin/sh\nexit \(exitCode)\n".utf8), to: "media")
    chmod(path.description, 0o700)
    let inspector = Inspector(budget: MemoryBudget(total: 64 << 20), decoder: path)
    for name in ["odd/other.gif", "odd/other.heic"] {
      let facts = try await inspector.facts(at: try Fixtures.path(name))
      #expect(facts.problems == [.noDecoder(try #require(facts.format), exitCode: exitCode)])
      #expect(!facts.isProven)
    }
  }
}

extension DecoderLimits {
  /// Limits that a test can wait for.
  fileprivate static let short = DecoderLimits(
    memory: 64 << 20, processorSeconds: 1, clockSeconds: 2)
  /// Limits that no test reaches.
  fileprivate static let patient = DecoderLimits(memory: 64 << 20, clockSeconds: 3600)
}

extension DecoderPool {
  /// Decodes a file of the format that all requests here pretend to have.
  fileprivate func decode(
    _ bytes: [UInt8], within limits: DecoderLimits
  ) async -> DecoderOutcome<DecodedPicture> {
    await answer(to: DecoderRequest(bytes, as: .gif, within: limits))
  }
}
