import Foundation

/// A real pipe of the operating system with both ends open.
final class TestPipe {
  let reading: Int32
  let writing: Int32

  init() throws {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw POSIXError(.EMFILE) }
    reading = ends[0]
    writing = ends[1]
  }

  deinit {
    close(reading)
    closeWriting()
  }

  func closeWriting() { close(writing) }

  /// Makes writing to a full pipe fail with EAGAIN instead of waiting.
  func makeNonBlocking() { _ = fcntl(writing, F_SETFL, O_NONBLOCK) }

  /// Returns the bytes in the pipe, up to `limit`; waits only while the pipe is empty.
  func read(_ limit: Int = 65_536) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: limit)
    let count = Foundation.read(reading, &buffer, limit)
    return Array(buffer.prefix(max(0, count)))
  }

  func readText() -> String { String(decoding: read(), as: UTF8.self) }

  /// Whether the pipe has bytes to read.
  var hasBytes: Bool {
    var request = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, 0) == 1
  }
}
