#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The C functions this module needs, as functions with plain values.
enum SystemCalls {
  /// What one `write` came to.
  enum WriteOutcome: Equatable {
    case wrote(Int)
    /// Interrupted by a signal, or the pipe was full: try again.
    case again
    /// The reader is gone.
    case closedPipe
    case failed(SystemError)
  }

  /// Writes what the descriptor takes at once; waits while a non-blocking one is full.
  static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> WriteOutcome {
    let count = unsafe bytes.withUnsafeBytes {
      unsafe sysWrite(descriptor, $0.baseAddress, $0.count)
    }
    if count >= 0 { return .wrote(count) }
    switch errno {
    case EINTR: return .again
    case EAGAIN, EWOULDBLOCK:
      waitUntilWritable(descriptor)
      return .again
    case EPIPE: return .closedPipe
    case let code: return .failed(SystemError(code: code))
    }
  }

  private static func waitUntilWritable(_ descriptor: Int32) {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    // Whatever poll answers, the next write tells what is the matter.
    _ = unsafe poll(&request, 1, -1)
  }

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// The width of the terminal's window; nothing when it is no terminal or does not say.
  static func windowColumns(_ descriptor: Int32) -> Int? {
    var size = winsize()
    let answer = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size)
    return answer == 0 && size.ws_col > 0 ? Int(size.ws_col) : nil
  }

  static func environment(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  static func text(of code: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    let count = buffer.count
    let answer: Int32 = unsafe strerror_r(code, &buffer, count)
    guard answer == 0 else { return "unknown error" }
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

/// `write` of C: inside `SystemCalls` its own name would hide it.
private func sysWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(descriptor, bytes, count)
}

/// An error number of the system, with the system's words for it.
public struct SystemError: Error, Hashable, Sendable {
  public let code: Int32
}

extension SystemError: CustomStringConvertible {
  /// `No space left on device (error 28)`
  public var description: String { "\(SystemCalls.text(of: code)) (error \(code))" }
}
