import Foundation
import Model
import TestSupport
import Testing

/// Ctrl-C while a clip, a sound or a picture is being decoded.
///
/// A decoder that is stopped gives no answer, which must not count as a fact about the file.
@Suite(.timeLimit(.minutes(10))) struct Interrupts {
  private static let clip = fixture("clips/mira.mp4")

  private static func fixture(_ name: String) -> String {
    Fixtures.folder.appending(path: name).path()
  }

  static let commands: [[String]] = [
    ["stills", clip, "-o", "out"],
    ["prepare", clip, fixture("odd/heic-noise.heic"), "-o", "out"],
    ["split", fixture("odd/heic-noise.heic"), "-o", "out"],
    ["voice", fixture("voices/en-us.mp3"), "--cut", "-o", "out.wav"],
    ["check", clip, "--report", "out.md"],
    ["score", fixture("odd/heic-noise.heic")],
    ["add", "character", "@walk", clip],
    ["add", "voice", "@walk_voice", fixture("voices/en-us.mp3")],
    ["take", "add", clip, "--bundle", "BUNDLE", "--result", "kept"],
  ]

  @Test("A command that is interrupted while a decoder works keeps nothing", arguments: commands)
  func decoding(words: [String]) throws {
    let words = try words.map { try $0 == "BUNDLE" ? SampleBundle.path : $0 }
    // On a busy machine a quick decoder may finish before it is found; the next one is tried then.
    for _ in 0..<30 {
      if try interruptsDecoder(words) { return }
    }
    Issue.record("no command with a decoder at work ended by the interrupt")
  }

  /// Interrupts a command while its decoder works, and checks that nothing is kept. Returns `false`
  /// if the command ended before its decoder was stopped.
  private func interruptsDecoder(_ words: [String]) throws -> Bool {
    let shelf = try Shelf()
    let before = try shelf.files()
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["--default-signal=INT", Tool.binary.path()] + words
    process.currentDirectoryURL = shelf.folder
    process.environment = Tool.surroundings.merging(shelf.environment) { $1 }
    let output = try TemporaryFolder()
    process.standardOutput = try output.makeOutput("output")
    process.standardError = try output.makeOutput("errors")
    try process.run()
    // A stopped decoder gives no answer before the interrupt.
    var isStopped = false
    while process.isRunning, !isStopped {
      isStopped = try Self.stopDecoder(of: process.processIdentifier)
      if !isStopped { usleep(500) }
    }
    process.interrupt()
    process.waitUntilExit()
    guard isStopped else { return false }
    // On a busy machine the decoder may have answered just before it was stopped.
    if process.terminationReason == .exit, try output.text("output") == undisturbed(words) {
      return false
    }
    #expect(process.terminationReason == .uncaughtSignal)
    #expect(process.terminationStatus == SIGINT)
    #expect(try output.text("errors") == "")
    #expect(try shelf.files() == before)
    return true
  }

  /// Returns what a command prints whose decoder answers.
  private func undisturbed(_ words: [String]) throws -> String {
    let shelf = try Shelf()
    return try Tool.run(words, in: shelf.folder, environment: shelf.environment).output
  }

  /// Stops the decoder that a process has started, and returns whether there was one.
  private static func stopDecoder(of parent: Int32) throws -> Bool {
    let processes = try FileManager.default.contentsOfDirectory(atPath: "/proc")
    let decoder = processes.compactMap(Int32.init).first { process in
      // Until the decoder runs, the new process has its parent's name, and its parent waits for it.
      let line = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
      let words = line.split(separator: " ")
      return words.count > 3 && words[1].hasPrefix("(castbook-") && words[3] == "\(parent)"
    }
    return decoder.map { kill($0, SIGSTOP) == 0 } ?? false
  }
}

extension Shelf {
  /// The files in the folder and the library, and their sizes; nothing of the index, which may be
  /// written by a command that only reads.
  fileprivate func files() throws -> [String: Int] {
    var sizes: [String: Int] = [:]
    let paths = try FileManager.default.subpathsOfDirectory(atPath: path(""))
    for name in paths where !name.contains("catalog.") {
      let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
      guard attributes[.type] as? FileAttributeType == .typeRegular else { continue }
      sizes[name] = attributes[.size] as? Int
    }
    return sizes
  }
}
