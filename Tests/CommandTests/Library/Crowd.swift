import Foundation
import Model
import Synchronization
import TestSupport
import Testing

/// Several users who work on one library concurrently, each with the real program, one command
/// after another.
final class Crowd: Sendable {
  /// What the program reported as done, with exit code 0.
  struct Acknowledged: Sendable {
    var tags: Set<String> = []
    /// Tags that were removed again: an element has at most a hundred.
    var formerTags: Set<String> = []
    var files: Set<String> = []
    var roles: [String] = []
    var notes: [String] = []
    /// Elements, and whether each was removed last.
    var elements: [String: Bool] = [:]
    var commandCount = 0
  }

  let shelf: Shelf
  private let state = Mutex(Acknowledged())
  private let troubles = Mutex<[String]>([])

  init(_ shelf: Shelf) { self.shelf = shelf }

  var acknowledged: Acknowledged { state.withLock { $0 } }
  /// Unexpected events, in words.
  var wrongs: [String] { troubles.withLock { $0 } }

  /// Lets `count` workers run concurrently, each for `steps` steps.
  func work(_ count: Int, steps: Int) async {
    await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
      let group = DispatchGroup()
      for number in 0..<count {
        group.enter()
        // Separate threads: they wait for programs, which the threads of the pool must not.
        Thread.detachNewThread {
          var worker = Worker(crowd: self, number: number, steps: steps)
          worker.work()
          group.leave()
        }
      }
      group.notify(queue: .global()) { done.resume() }
    }
  }

  /// Runs a command; returns `false` and records the failure if it did not succeed.
  fileprivate func run(_ words: [String]) -> Bool {
    do {
      let result = try shelf.run(words)
      state.withLock { $0.commandCount += 1 }
      // The only finding on a picture of noise is its busy background.
      let output = result.output.replacing("busy background", with: "")
      let message = (output + result.errors).lowercased()
      let bad = ["locked", "busy", "malformed", "damaged", "fatal"].filter(message.contains)
      if result.status != 0 || result.endedBySignal || !bad.isEmpty {
        troubles.withLock {
          $0.append("\(words) ended with \(result.status): \(result.errors)\(result.output)")
        }
      }
      return result.status == 0 && !result.endedBySignal
    } catch {
      troubles.withLock { $0.append("\(words): \(error)") }
      return false
    }
  }

  fileprivate func note(_ change: @Sendable (inout Acknowledged) -> Void) {
    state.withLock { change(&$0) }
  }
}

/// One user of a crowd.
private struct Worker {
  let crowd: Crowd
  let number: Int
  let steps: Int
  private var generator: SeededGenerator
  private var own: [String] = []
  private var tags: [String] = []

  init(crowd: Crowd, number: Int, steps: Int) {
    self.crowd = crowd
    self.number = number
    self.steps = steps
    generator = SeededGenerator(seed: number)
  }

  mutating func work() {
    for step in 0..<steps {
      switch (number, step % 20) {
      case (0, 6): deleteIndex()
      case (1, 3), (1, 6): _ = crowd.run(["gc"])
      default: doSomething(step)
      }
    }
  }

  private mutating func doSomething(_ step: Int) {
    switch Int.random(in: 0..<10, using: &generator) {
    case 0, 1: add(step)
    case 2, 3: addFile(step)
    case 4, 5: tag(step)
    case 6: number == 2 ? changeNotes(step) : number == 3 ? changeRole(step) : tag(step)
    case 7: removeOrRestore(step)
    default: read(step)
    }
  }

  // MARK: What one does

  private mutating func add(_ step: Int) {
    let (handle, file) = ("w\(number)_\(step)", "w\(number)_\(step).bmp")
    guard draw(file, 1000 * number + step),
      crowd.run(["add", "product", "@\(handle)", file, "--tag", "crowd"])
    else { return }
    own.append(handle)
    crowd.note { $0.elements[handle] = false }
  }

  private func addFile(_ step: Int) {
    let file = "shared\(number)_\(step).bmp"
    guard draw(file, 500_000 + 1000 * number + step),
      crowd.run(["add", "character", "@shared", file])
    else { return }
    crowd.note { $0.files.insert(file) }
  }

  private mutating func tag(_ step: Int) {
    let tag = "tag-\(number)-\(step)"
    let former = tags.count < 6 ? nil : tags.first
    let words = ["edit", "@shared", "--tag", tag] + (former.map { ["--untag", $0] } ?? [])
    guard crowd.run(words) else { return }
    tags.append(tag)
    crowd.note { $0.tags.insert(tag) }
    guard let former else { return }
    tags.removeFirst()
    crowd.note {
      $0.tags.remove(former)
      $0.formerTags.insert(former)
    }
  }

  private func changeNotes(_ step: Int) {
    let notes = "note \(step)"
    guard crowd.run(["edit", "@shared", "--notes", notes]) else { return }
    crowd.note { $0.notes.append(notes) }
  }

  private func changeRole(_ step: Int) {
    let role = ["front", "back", "side", "top"][step % 4]
    guard crowd.run(["edit", "@shared", "--role", "1=\(role)"]) else { return }
    crowd.note { $0.roles.append(role) }
  }

  private mutating func removeOrRestore(_ step: Int) {
    guard let handle = own.randomElement(using: &generator) else { return add(step) }
    let isRemoved = crowd.acknowledged.elements[handle] ?? false
    guard crowd.run([isRemoved ? "restore" : "remove", "@\(handle)"]) else { return }
    crowd.note { $0.elements[handle] = !isRemoved }
  }

  private func read(_ step: Int) {
    let questions = [
      ["list", "--json"], ["search", "shared"], ["show", "@shared"], ["log", "@shared"],
      ["list", "--tag", "crowd"], ["similar", "@shared", "--json"], ["list", "--weak"],
      ["doctor", "--rescore"],
    ]
    _ = crowd.run(questions[step % questions.count])
  }

  private func draw(_ name: String, _ number: Int) -> Bool {
    (try? crowd.shelf.draw(name, number)) != nil
  }

  private func deleteIndex() {
    try? FileManager.default.removeItem(atPath: crowd.shelf.inLibrary("catalog.sqlite"))
  }
}
