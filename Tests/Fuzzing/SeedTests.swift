import Foundation
import Testing

/// The seeds of fuzzing pass, so that targets work wherever the tests run.
@Suite("The seeds of fuzzing", .timeLimit(.minutes(30)))
struct SeedTests {
  @Test("pass their target", arguments: FuzzTarget.all.map(\.name))
  func pass(name: String) async throws {
    let target = try #require(FuzzTarget.named(name))
    let seeds = target.seeds.make()
    #expect(!seeds.isEmpty)
    // Outside of the pool that the tests share: some targets block it.
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
      Thread.detachNewThread {
        done.resume(with: Result { try seeds.forEach(target.check) })
      }
    }
  }

  @Test("have unique names")
  func names() {
    #expect(Set(FuzzTarget.all.map(\.name)).count == FuzzTarget.all.count)
  }
}
