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

/// WebP is decoded in processes of `castbook-media`, as are HEIC, GIF and TIFF.
@Suite("WebP in a process of its own", .timeLimit(.minutes(10)))
struct BoxedWebPs {
  private static let names = [
    "webp-lossy.webp", "webp-transparent-lossless.webp", "webp-animated.webp",
  ]

  @Test("is not proven without castbook-media, but its header is read")
  func missing() async throws {
    let inspector = Inspector(
      budget: MemoryBudget(total: 64 << 20), decoder: FilePath("/nowhere/castbook-media"))
    for name in Self.names {
      let facts = try await inspector.facts(at: try Fixtures.path("odd/\(name)"))
      #expect(facts.problems == [.noDecoder(.webp)], "\(name)")
      #expect(facts.image != nil, "\(name)")
      #expect(!facts.isProven, "\(name)")
    }
  }

  @Test("is reported as cut off in the words that its own decoder has")
  func cut() async throws {
    var bytes = Array(try Fixtures.bytes("odd/webp-lossy.webp").prefix(600))
    // The RIFF header and the picture's chunk claim only what is present.
    (bytes[4], bytes[5]) = (UInt8(592 & 0xFF), UInt8(592 >> 8))
    (bytes[16], bytes[17]) = (UInt8(580 & 0xFF), UInt8(580 >> 8))
    let facts = try await Inspector.sample.inspect(bytes, named: "a.webp")
    #expect(facts.problems == [.truncated(what: "the encoded data end too early")])
  }

  @Test("is decoded by one process in a batch, whose children are one for each file")
  func work() async throws {
    let inspector = Inspector(budget: MemoryBudget(total: 512 << 20))
    for _ in 0..<10 {
      for name in Self.names {
        #expect(try await inspector.facts(at: try Fixtures.path("odd/\(name)")).isProven)
      }
    }
    #expect(await inspector.decoders.startedCount == 1)
  }

  @Test("is decoded by a new process when the old one was killed")
  func killed() async throws {
    let inspector = Inspector(budget: MemoryBudget(total: 512 << 20))
    let path = try Fixtures.path("odd/webp-lossy.webp")
    let first = try await inspector.inspect(.path(path), depth: .appearance)
    for _ in 0..<3 {
      for process in await inspector.decoders.idleProcesses { kill(process, SIGKILL) }
      let next = try await inspector.inspect(.path(path), depth: .appearance)
      #expect(next.facts == first.facts)
      #expect(next.picture?.rgb == first.picture?.rgb)
      #expect(next.luma == first.luma)
    }
  }

  @Test("looks the same however many are decoded at the same time")
  func concurrency() async throws {
    let inspector = Inspector(budget: MemoryBudget(total: 512 << 20))
    for name in Self.names {
      let path = try Fixtures.path("odd/\(name)")
      let alone = try await inspector.inspect(.path(path), depth: .appearance)
      try await withThrowingTaskGroup(of: Inspection.self) { group in
        for _ in 0..<8 {
          group.addTask { try await inspector.inspect(.path(path), depth: .appearance) }
        }
        for try await other in group {
          #expect(other.facts == alone.facts, "\(name)")
          #expect(other.picture?.rgb == alone.picture?.rgb, "\(name)")
        }
      }
    }
  }
}
