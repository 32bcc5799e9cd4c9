import Foundation
import Testing

/// What fuzzing begins with passes; so the targets work wherever the tests run.
@Suite("The seeds of fuzzing", .timeLimit(.minutes(30)))
struct SeedTests {
  @Test("pass their target", arguments: FuzzTarget.all.map(\.name))
  func pass(name: String) async throws {
    let target = try #require(FuzzTarget.named(name))
    let seeds = target.seeds.make()
    #expect(!seeds.isEmpty)
    // Outside of the pool that the tests share: some targets wait for it.
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
      Thread.detachNewThread {
        done.resume(with: Result { try seeds.forEach(target.check) })
      }
    }
  }

  @Test("have a name of their own")
  func names() {
    #expect(Set(FuzzTarget.all.map(\.name)).count == FuzzTarget.all.count)
  }
}
