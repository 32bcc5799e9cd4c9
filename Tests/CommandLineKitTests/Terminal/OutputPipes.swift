import CommandLineKit
import Foundation
import Model
import Testing

@Suite struct OutputPipes {
  @Test("Output is buffered until it is flushed or exceeds the capacity")
  func buffering() throws {
    let pipe = try TestPipe()
    let output = OutputPipe(descriptor: pipe.writing, name: "a pipe", capacity: 4)
    try output.write("abc")
    #expect(!pipe.hasBytes)
    try output.write("de")
    #expect(pipe.readText() == "abcde")
    try output.write(bytes: [0xFF, 0x0A])
    #expect(!pipe.hasBytes)
    try output.flush()
    #expect(pipe.read() == [0xFF, 0x0A])
    try output.flush()
    #expect(!pipe.hasBytes)
  }

  @Test(
    "Output larger than a pipe arrives complete, in blocking and non-blocking mode",
    arguments: [true, false])
  func partialWrites(isBlocking: Bool) async throws {
    let pipe = try TestPipe()
    if !isBlocking { pipe.makeNonBlocking() }
    let output = OutputPipe(descriptor: pipe.writing, name: "a pipe")
    let sent = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let reader = BackgroundReader(pipe.reading, count: sent.count)
    try output.write(bytes: sent)
    try output.flush()
    #expect(await reader.bytes == sent)
  }

  @Test("Lines of several threads are not mixed")
  func threads() async throws {
    let pipe = try TestPipe()
    let output = OutputPipe(descriptor: pipe.writing, name: "a pipe", capacity: 64)
    let reader = BackgroundReader(pipe.reading, count: 4 * 500 * 4)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for letter in ["a", "b", "c", "d"] {
        group.addTask { for _ in 0..<500 { try output.write("\(letter)\(letter)\(letter)\n") } }
      }
      try await group.waitForAll()
    }
    try output.flush()
    let lines = String(decoding: await reader.bytes, as: UTF8.self).split(separator: "\n")
    #expect(lines.count == 2_000)
    #expect(lines.allSatisfy { Set($0).count == 1 && $0.count == 3 })
  }

  @Test(
    "A full disk is an error in the system's words, and remains one",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func fullDisk() throws {
    let full = open("/dev/full", O_WRONLY)
    defer { close(full) }
    let output = OutputPipe(descriptor: full, name: "standard output", capacity: 2)
    let error = try #require(throws: OutputError.self) { try output.write("abc") }
    #expect(
      error.description == "could not write to standard output: No space left on device "
        + "(error 28). The output is incomplete.")
    #expect(throws: error) { try output.flush() }
    #expect(throws: error) { try output.write("more than fits") }
  }

  @Test("A closed descriptor is an error")
  func closedDescriptor() {
    let output = OutputPipe(descriptor: -1, name: "nowhere")
    #expect(throws: Never.self) { try output.write("waits") }
    #expect(throws: OutputError.self) { try output.flush() }
  }

  @Test("When the reader closes the pipe, the process ends by SIGPIPE")
  func closedPipe() async {
    await #expect(processExitsWith: .signal(SIGPIPE)) {
      Signals.prepare()
      var ends: [Int32] = [0, 0]
      pipe(&ends)
      close(ends[0])
      let output = OutputPipe(descriptor: ends[1], name: "a pipe")
      try output.write("nobody reads this")
      try output.flush()
    }
  }
}

/// Reads a number of bytes on its own thread: a test blocks while it writes, and a task would block
/// one of the few threads of the pool.
private struct BackgroundReader {
  private let results: AsyncStream<[UInt8]>

  init(_ descriptor: Int32, count: Int) {
    let (stream, continuation) = AsyncStream<[UInt8]>.makeStream()
    results = stream
    Thread.detachNewThread {
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 65_536)
      while bytes.count < count {
        let got = read(descriptor, &buffer, buffer.count)
        guard got > 0 else { break }
        bytes += buffer[..<got]
      }
      continuation.yield(bytes)
      continuation.finish()
    }
  }

  var bytes: [UInt8] {
    get async { await results.first { _ in true } ?? [] }
  }
}
