import CommandLineKit
import Foundation
import Testing

@Suite struct TerminalStyles {
  @Test(
    "Colour needs a terminal that supports it and no NO_COLOR, unless it is requested",
    arguments: [
      (TerminalFacts(isTerminal: true), ColorChoice.auto, true),
      (TerminalFacts(isTerminal: true, term: "xterm-256color"), .auto, true),
      (TerminalFacts(isTerminal: false), .auto, false),
      (TerminalFacts(isTerminal: true, noColor: "1"), .auto, false),
      (TerminalFacts(isTerminal: true, noColor: ""), .auto, true),
      (TerminalFacts(isTerminal: true, term: "dumb"), .auto, false),
      (TerminalFacts(isTerminal: true), .never, false),
      (TerminalFacts(isTerminal: false, noColor: "1", term: "dumb"), .always, true),
    ])
  func color(facts: TerminalFacts, choice: ColorChoice, expected: Bool) {
    #expect(TerminalStyle(facts, color: choice).isColored == expected)
  }

  @Test(
    "The width is the window's, else COLUMNS, else 80; in a pipe it is 100",
    arguments: [
      (TerminalFacts(isTerminal: true, windowColumns: 120, columns: "90"), 120, 100),
      (TerminalFacts(isTerminal: true, columns: "90"), 90, 90),
      (TerminalFacts(isTerminal: true, windowColumns: 40), 40, 60),
      (TerminalFacts(isTerminal: true), 80, 80),
      (TerminalFacts(isTerminal: true, columns: "wide"), 80, 80),
      (TerminalFacts(isTerminal: true, columns: "0"), 80, 80),
      (TerminalFacts(isTerminal: true, columns: "-3"), 80, 80),
      (TerminalFacts(isTerminal: false, windowColumns: 120, columns: "90"), 90, 90),
      (TerminalFacts(isTerminal: false, windowColumns: 120), 100, 100),
    ])
  func columns(facts: TerminalFacts, columns: Int, forHelp: Int) {
    let style = TerminalStyle(facts)
    #expect(style.columns == columns)
    #expect(style.helpColumns == forHelp)
  }

  @Test(
    "A tone is set before the text and ended after it",
    arguments: [
      (TerminalStyle.Tone.good, "\u{1b}[32mx\u{1b}[0m"), (.warn, "\u{1b}[33mx\u{1b}[0m"),
      (.bad, "\u{1b}[31mx\u{1b}[0m"), (.dim, "\u{1b}[2mx\u{1b}[0m"), (.bold, "\u{1b}[1mx\u{1b}[0m"),
    ])
  func tones(tone: TerminalStyle.Tone, expected: String) {
    let facts = TerminalFacts(isTerminal: false)
    #expect(TerminalStyle(facts, color: .always).styled("x", tone) == expected)
    #expect(TerminalStyle(facts, color: .always).styled("", tone) == "")
    #expect(TerminalStyle(facts).styled("x", tone) == "x")
  }

  @Test(
    "A real terminal reports its width; a pipe has none",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/ptmx")))
  func descriptors() throws {
    let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    try #require(terminal >= 0)
    defer { close(terminal) }
    var size = winsize(ws_row: 24, ws_col: 93, ws_xpixel: 0, ws_ypixel: 0)
    #expect(ioctl(terminal, UInt(TIOCSWINSZ), &size) == 0)
    let facts = TerminalFacts.of(descriptor: terminal)
    #expect(facts.isTerminal)
    #expect(facts.windowColumns == 93)

    let pipe = try TestPipe()
    let piped = TerminalFacts.of(descriptor: pipe.writing)
    #expect(!piped.isTerminal)
    #expect(piped.windowColumns == nil)
    #expect(piped.term == ProcessInfo.processInfo.environment["TERM"])
  }
}
