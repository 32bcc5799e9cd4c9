import Foundation
import Testing

/// The seeds of fuzzing pass, so that targets work wherever the tests run.
@Suite("The seeds of fuzzing", .timeLimit(.minutes(30)))
struct SeedTests {
  @Test("pass their target", arguments: FuzzTarget.all.map(\.name))
  func pass(name: String) async throws {
    let target = try #require(FuzzTarget.named(name))
    let seeds = target.inputs
    #expect(!seeds.isEmpty)
    // Outside of the pool that the tests share: some targets block it.
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
      Thread.detachNewThread {
        done.resume(with: Result { try seeds.forEach(target.check) })
      }
    }
  }

  @Test("and what earlier runs found is kept for targets that exist")
  func kept() throws {
    let names = Set(FuzzTarget.all.map(\.name))
    #expect(Seeds.keptNames.count >= 8 && Set(Seeds.keptNames).isSubset(of: names))
    for name in Seeds.keptNames {
      let inputs = Seeds.kept(for: name)
      #expect(!inputs.isEmpty && Set(inputs).count == inputs.count, "\(name)")
      let length = try #require(FuzzTarget.named(name)).maximumLength
      #expect(inputs.allSatisfy { $0.count <= length }, "\(name)")
    }
  }

  @Test("have unique names")
  func names() {
    #expect(Set(FuzzTarget.all.map(\.name)).count == FuzzTarget.all.count)
  }
}
