internal import POSIX

/// Asks the user for a line on the terminal, without showing what is typed.
enum TerminalPrompt {
  /// Returns the line; `nil` without a terminal, or if the user presses Ctrl-C or Ctrl-D.
  ///
  /// - Parameter limit: The maximum number of bytes; the rest is discarded.
  static func read(_ prompt: String, limit: Int) -> [UInt8]? {
    let terminal = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard terminal >= 0 else { return nil }
    defer { close(terminal) }
    // This program has a process group of its own, which can't read before it gets the terminal.
    let loan = TerminalLoan(to: getpgrp())
    defer { loan?.end() }
    var usual = termios()
    guard unsafe tcgetattr(terminal, &usual) == 0 else { return nil }
    var hidden = usual
    // Without signals, Ctrl-C is a byte, and the terminal is always set back.
    hidden.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
    unsafe tcsetattr(terminal, TCSAFLUSH, &hidden)
    defer { unsafe tcsetattr(terminal, TCSAFLUSH, &usual) }
    write(prompt, to: terminal)
    defer { write("\n", to: terminal) }
    return line(from: terminal, limit: limit)
  }

  private static func write(_ text: String, to terminal: Int32) {
    let bytes = Array(text.utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe POSIX.write(terminal, $0.baseAddress, $0.count) }
  }

  /// Waits until something is typed. Returns false once castbook has ended: the terminal is then
  /// set back before this program ends, too.
  private static func waitForInput(_ terminal: Int32) -> Bool {
    var watched = [
      pollfd(fd: terminal, events: Int16(POLLIN), revents: 0),
      pollfd(fd: ServerInput.descriptor, events: 0, revents: 0),
    ]
    while true {
      let count = unsafe poll(&watched, nfds_t(watched.count), -1)
      if count < 0, errno == EINTR { continue }
      return count > 0 && watched[1].revents == 0 && watched[0].revents != 0
    }
  }

  private static func line(from terminal: Int32, limit: Int) -> [UInt8]? {
    var line: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 256)
    while true {
      guard waitForInput(terminal) else { return nil }
      let count = unsafe part.withUnsafeMutableBytes { buffer in
        unsafe POSIX.read(terminal, buffer.baseAddress, buffer.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return nil }
      for byte in part[..<count] {
        switch byte {
        case 0x03, 0x04: return nil
        case 0x0A, 0x0D: return line
        case 0x08, 0x7F: _ = line.popLast()
        default: if line.count < limit { line.append(byte) }
        }
      }
    }
  }
}
