import CommandLineKit
import Foundation
import Testing

@Suite(.timeLimit(.minutes(5))) struct InputPipes {
  /// Writes bytes into a pipe on another thread, closes it, and returns the lines that arrive.
  private func lines(
    of bytes: [UInt8], limit: Int = 8, pieces: Int = 1 << 20
  ) throws -> [InputPipe.Line] {
    let pipe = Pipe()
    Thread.detachNewThread {
      let file = pipe.fileHandleForWriting
      for start in stride(from: 0, to: bytes.count, by: pieces) {
        try? file.write(contentsOf: Data(bytes[start..<min(start + pieces, bytes.count)]))
      }
      try? file.close()
    }
    let input = InputPipe(
      descriptor: pipe.fileHandleForReading.fileDescriptor, name: "a pipe", limit: limit)
    var lines: [InputPipe.Line] = []
    while let line = try input.nextLine() { lines.append(line) }
    #expect(try input.nextLine() == nil)
    try pipe.fileHandleForReading.close()
    return lines
  }

  @Test(
    "Lines are returned without their line feeds, in whatever pieces they arrive",
    arguments: [1, 2, 3, 100])
  func pieces(count: Int) throws {
    let lines = try lines(of: Array("ab\n\ncde\r\n12345678\nlast".utf8), pieces: count)
    #expect(
      lines == ["ab", "", "cde\r", "12345678", "last"].map { .text(Array($0.utf8)) })
  }

  @Test("A line that is too long is skipped to its end and counted", arguments: [1, 7, 1 << 20])
  func tooLong(count: Int) throws {
    let lines = try lines(of: Array("a\n123456789\nb\n1234567890".utf8), pieces: count)
    #expect(
      lines == [
        .text([0x61]), .tooLong(byteCount: 9), .text([0x62]), .tooLong(byteCount: 10),
      ])
  }

  @Test("An input of megabytes is read completely")
  func large() throws {
    let line = [UInt8](repeating: 0x78, count: 3 << 20)
    let lines = try lines(of: line + [0x0A] + line, limit: 4 << 20)
    #expect(lines == [.text(line), .text(line)])
  }

  @Test("An empty input has no line, and one line feed is an empty line")
  func empty() throws {
    #expect(try lines(of: []).isEmpty)
    #expect(try lines(of: [0x0A]) == [.text([])])
  }

  @Test("A descriptor that can't be read is an error with the stream's name")
  func unreadable() throws {
    let input = InputPipe(descriptor: -1, name: "a pipe")
    let error = #expect(throws: InputError.self) { try input.nextLine() }
    #expect(error?.message.hasPrefix("could not read a pipe: ") == true)
  }
}
