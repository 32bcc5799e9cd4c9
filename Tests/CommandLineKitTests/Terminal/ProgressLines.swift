import CommandLineKit
import Synchronization
import Testing

// One line is shown at a time in a process.
@Suite(.serialized) struct ProgressLines {
  /// A clock that stays still until it is moved.
  private final class HandClock: Sendable {
    private let milliseconds = Atomic<Int>(0)
    func move(to value: Int) { milliseconds.store(value, ordering: .relaxed) }
    var elapsed: Duration { .milliseconds(milliseconds.load(ordering: .relaxed)) }
  }

  private static let terminal = TerminalStyle(TerminalFacts(isTerminal: true, windowColumns: 20))

  private let clock = HandClock()
  private let pipe: TestPipe
  private let output: OutputPipe

  init() throws {
    pipe = try TestPipe()
    output = OutputPipe(descriptor: pipe.writing, name: "standard error")
  }

  private func progress(_ style: TerminalStyle = terminal) -> ProgressLine {
    let clock = self.clock
    return ProgressLine(on: output, style: style) { clock.elapsed }
  }

  @Test("It appears after half a second and changes ten times a second at most")
  func rate() {
    let progress = progress()
    var drawn: [Int] = []
    for time in stride(from: 0, through: 1_000, by: 10) {
      clock.move(to: time)
      progress.update("\(time)")
      if pipe.hasBytes {
        #expect(pipe.readText() == "\r\(time)\u{1b}[K")
        drawn.append(time)
      }
    }
    #expect(drawn == [500, 600, 700, 800, 900, 1_000])
  }

  @Test("It fits on one line and has no control characters")
  func fits() {
    let progress = progress()
    clock.move(to: 600)
    progress.update("checking \u{1b}[2Ja very long name.jpg")
    #expect(pipe.readText() == "\rchecking \\u{1b}[2J…\u{1b}[K")
  }

  @Test("It is erased before other output and comes back with the next change")
  func erasing() {
    let progress = progress()
    progress.erase()
    #expect(!pipe.hasBytes)
    clock.move(to: 600)
    progress.update("1 of 2")
    _ = pipe.read()
    let text = progress.whileErased { pipe.readText() }
    #expect(text == "\r\u{1b}[K")
    progress.update("2 of 2")
    #expect(pipe.readText() == "\r2 of 2\u{1b}[K")
    progress.erase()
    #expect(pipe.readText() == "\r\u{1b}[K")
    progress.erase()
    #expect(!pipe.hasBytes)
  }

  @Test("Code without a progress line erases the one that is shown")
  func eraseShown() {
    let progress = progress()
    clock.move(to: 600)
    progress.update("1 of 2")
    _ = pipe.read()
    ProgressLine.eraseShown()
    #expect(pipe.readText() == "\r\u{1b}[K")
  }

  @Test("Without a terminal it writes nothing, and does not even make the text")
  func silent() {
    let progress = progress(TerminalStyle(TerminalFacts(isTerminal: false), color: .always))
    clock.move(to: 5_000)
    var made = 0
    func text() -> String {
      made += 1
      return "text"
    }
    progress.update(text())
    progress.erase()
    #expect(!pipe.hasBytes)
    #expect(made == 0)
  }
}
