import Model
import Synchronization
import TestSupport
import Testing

@testable import Media

@Suite("The memory of all decoding together", .timeLimit(.minutes(30)))
struct MemoryBudgets {
  /// Counts the memory in use.
  private final class Meter: Sendable {
    private let claimed = Atomic(0)
    private let maximum = Atomic(0)

    var highest: Int { maximum.load(ordering: .sequentiallyConsistent) }

    func claim(_ bytes: Int) {
      let now = claimed.add(bytes, ordering: .sequentiallyConsistent).newValue
      maximum.max(now, ordering: .sequentiallyConsistent)
    }

    func give(_ bytes: Int) { claimed.subtract(bytes, ordering: .sequentiallyConsistent) }
  }

  /// Records the order of the tasks.
  private final class Order: Sendable {
    private let list = Mutex<[String]>([])

    var names: [String] { list.withLock { $0 } }

    func add(_ name: String) { list.withLock { $0.append(name) } }
  }

  @Test("never exceeds its total, whatever the requests")
  func total() async {
    let total = 200 << 20
    let budget = MemoryBudget(total: total)
    let meter = Meter()
    var generator = SeededGenerator(seed: 200)
    let sizes = (0..<200).map { _ in
      Int.random(in: MemoryBudget.allotment + 1...total, using: &generator)
    }
    let finished = await withTaskGroup(of: Void.self, returning: Int.self) { group in
      for size in sizes {
        group.addTask {
          await budget.reserving(size) {
            meter.claim(size)
            for _ in 0..<5 { await Task.yield() }
            meter.give(size)
          }
        }
      }
      return await group.reduce(0) { count, _ in count + 1 }
    }
    #expect(finished == 200)
    #expect(meter.highest <= total)
    #expect(meter.highest > total / 2)
  }

  @Test("is assigned exclusively to a request for more than the total")
  func capped() async {
    let budget = MemoryBudget(total: 100 << 20)
    let meter = Meter()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<20 {
        group.addTask {
          await budget.reserving(900 << 20) {
            meter.claim(1)
            await Task.yield()
            meter.give(1)
          }
        }
      }
    }
    #expect(meter.highest == 1)
  }

  @Test("is not counted for small requests")
  func small() async {
    let budget = MemoryBudget(total: 100 << 20)
    await budget.reserve(100 << 20)
    #expect(await budget.reserving(MemoryBudget.allotment) { 7 } == 7)
    budget.release(100 << 20)
  }

  @Test("is assigned in order, though others would fit before")
  func order() async throws {
    let budget = MemoryBudget(total: 100)
    let order = Order()
    await budget.reserve(60)
    let (started, starting) = AsyncStream<Void>.makeStream()
    let large = Task {
      starting.yield()
      await budget.reserve(80)
      order.add("large")
      budget.release(80)
    }
    // A busy machine starts a task at any time.
    for await _ in started { break }
    try await Task.sleep(for: .milliseconds(200))
    let little = Task {
      await budget.reserve(10)
      order.add("little")
      budget.release(10)
    }
    try await Task.sleep(for: .milliseconds(200))
    #expect(order.names.isEmpty)
    budget.release(60)
    await large.value
    await little.value
    #expect(order.names == ["large", "little"])
  }

  @Test("is complete again after all requests")
  func whole() async {
    let budget = MemoryBudget(total: 1000)
    await withTaskGroup(of: Void.self) { group in
      for size in 1...100 {
        group.addTask {
          await budget.reserve(size * 10)
          await Task.yield()
          budget.release(size * 10)
        }
      }
    }
    await budget.reserve(1000)
    budget.release(1000)
  }
}
