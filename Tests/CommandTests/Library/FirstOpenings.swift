import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("Several programs that open a library first", .timeLimit(.minutes(30)))
struct FirstOpenings {
  /// Runs commands concurrently, each on its own thread, and returns the result of each.
  private func together(_ commands: [[String]], _ shelf: Shelf) async -> [Program.Result] {
    let results = Results()
    await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
      let group = DispatchGroup()
      for words in commands {
        group.enter()
        Thread.detachNewThread {
          if let result = try? shelf.run(words) { results.add(result) }
          group.leave()
        }
      }
      group.notify(queue: .global()) { done.resume() }
    }
    return results.all
  }

  private final class Results: Sendable {
    private let list = Mutex<[Program.Result]>([])

    var all: [Program.Result] { list.withLock { $0 } }

    func add(_ result: Program.Result) { list.withLock { $0.append(result) } }
  }

  @Test(
    "make one library in a folder: one reports it, the others that it exists", arguments: 0..<4)
  func making(round: Int) async throws {
    let shelf = try Shelf(isMade: false)
    let results = await together([[String]](repeating: ["init"], count: 8), shelf)
    #expect(results.count == 8)
    #expect(results.count { $0.status == 0 } == 1)
    for result in results where result.status != 0 {
      #expect(result.status == 3)
      #expect(result.errors.contains("is already a library"), "\(result.errors)")
    }
    #expect(try shelf.run("doctor").status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: shelf.inLibrary(""))
    #expect(names.allSatisfy { !$0.hasPrefix(".") }, "\(names)")
  }

  @Test("fill one library, whichever creates and opens it first", arguments: 0..<2)
  func adding(round: Int) async throws {
    let shelf = try Shelf(isMade: false)
    for number in 0..<6 { try shelf.draw("\(number).bmp", number) }
    let commands = (0..<6).map { ["add", "product", "@p\($0)", "\($0).bmp"] }
    let made = await together([["init"]] + commands, shelf)
    for result in made where result.status != 0 {
      // A command may try to create the library after another one did.
      #expect(result.errors.contains("is already a library"), "\(result.errors)")
    }
    for words in commands { #expect([0, 1].contains(try shelf.run(words).status)) }
    #expect(Set(try shelf.handles("list")) == Set((0..<6).map { "p\($0)" }))
    #expect(try shelf.faults() == [])
  }

  @Test("make one index again and report the same")
  func indexing() async throws {
    let shelf = try Shelf()
    for number in 0..<6 {
      try shelf.draw("\(number).bmp", number)
      try #require(try shelf.run("add", "product", "@p\(number)", "\(number).bmp").status == 0)
    }
    let before = try shelf.run("list", "--json")
    for _ in 0..<3 {
      try shelf.deleteIndex()
      let results = await together(
        [[String]](repeating: ["list", "--json"], count: 8), shelf)
      #expect(results.count == 8)
      for result in results {
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output == before.output)
      }
    }
    #expect(try shelf.faults() == [])
  }
}
