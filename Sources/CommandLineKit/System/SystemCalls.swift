internal import POSIX

/// The C functions that this module needs, with Swift types.
enum SystemCalls {
  /// The result of one `write`.
  enum WriteOutcome: Equatable {
    /// This number of bytes was written, which may be fewer than asked for.
    case wrote(Int)
    /// The call was interrupted by a signal, or the pipe was full: try again.
    case again
    /// The reader has closed its end.
    case closedPipe
    case failed(SystemErrorNumber)
  }

  /// Writes as much as the descriptor accepts at once. Waits while a non-blocking descriptor is
  /// full.
  static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> WriteOutcome {
    let count = unsafe bytes.withUnsafeBytes {
      unsafe POSIX.write(descriptor, $0.baseAddress, $0.count)
    }
    if count >= 0 { return .wrote(count) }
    switch errno {
    case EINTR: return .again
    case EAGAIN, EWOULDBLOCK:
      wait(for: POLLOUT, on: descriptor)
      return .again
    case EPIPE: return .closedPipe
    case let code: return .failed(SystemErrorNumber(code: code))
    }
  }

  /// The result of one `read`.
  enum ReadOutcome: Equatable {
    case read([UInt8])
    /// The call was interrupted by a signal, or the pipe was empty: try again.
    case again
    case ended
    case failed(SystemErrorNumber)
  }

  /// Reads what the descriptor has, at most 64 KiB. Waits while it has no bytes.
  static func read(_ descriptor: Int32) -> ReadOutcome {
    var count = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 64 * 1024) { buffer, initialized in
      count = unsafe POSIX.read(descriptor, buffer.baseAddress, buffer.count)
      initialized = max(count, 0)
    }
    if count > 0 { return .read(bytes) }
    if count == 0 { return .ended }
    switch errno {
    case EINTR: return .again
    case EAGAIN, EWOULDBLOCK:
      wait(for: POLLIN, on: descriptor)
      return .again
    case let code: return .failed(SystemErrorNumber(code: code))
    }
  }

  /// Blocks until the descriptor accepts or has bytes, or fails.
  private static func wait(for event: Int32, on descriptor: Int32) {
    var request = pollfd(fd: descriptor, events: Int16(event), revents: 0)
    // The result of `poll` doesn't matter: the next call reports any error.
    _ = unsafe poll(&request, 1, -1)
  }

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Returns the width of the terminal's window in columns, or `nil` when the descriptor is not a
  /// terminal or the terminal doesn't report it.
  static func windowColumns(_ descriptor: Int32) -> Int? {
    var size = winsize()
    let answer = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size)
    return answer == 0 && size.ws_col > 0 ? Int(size.ws_col) : nil
  }

  /// Returns the environment variable's value, or `nil` when it is not set.
  static func environment(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  /// Returns the C library's message for an `errno` value.
  static func text(of code: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    let count = buffer.count
    let answer: Int32 = unsafe strerror_r(code, &buffer, count)
    guard answer == 0 else { return "unknown error" }
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

/// An `errno` value, described by the system's own message.
public struct SystemErrorNumber: Hashable, Sendable {
  public let code: Int32
}

extension SystemErrorNumber: CustomStringConvertible {
  /// The message and the number, as in `No space left on device (error 28)`.
  public var description: String { "\(SystemCalls.text(of: code)) (error \(code))" }
}
