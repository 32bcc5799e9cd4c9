internal import Files
internal import Linkage
internal import Media
internal import Model
internal import POSIX

/// The programs beside castbook, which are asked what they have loaded and how they are protected.
enum HelperPrograms {
  /// Their names.
  static let names = [
    "castbook-media", "castbook-streams", "castbook-vision", "castbook-transport",
  ]

  /// The longest report that is read, in bytes.
  private static let byteLimit = 1 << 20
  /// The time that a program may take, in milliseconds.
  private static let patience: Int32 = 10_000

  /// Starts a program and returns its report, or `nil` if it is missing, or ends without one.
  static func report(of name: String) -> ProgramReport? {
    guard let path = DecoderProgram.location(of: name) else { return nil }
    let started = unsafe path.withCString { path in
      try? unsafe SocketProgram(
        path, name: name, discardsErrors: true, variables: variables,
        words: ProgramReport.arguments,
        returnsOutput: true)
    }
    guard let started else { return nil }
    WorkMeter.recordStart()
    let bytes = output(of: started)
    close(started.socket)
    // A program that has printed its report has ended; any other one is not needed any more.
    kill(started.process, SIGKILL)
    var status: Int32 = 0
    while unsafe waitpid(started.process, &status, 0) < 0, errno == EINTR { continue }
    return bytes.flatMap { try? JSONParser.parse($0) }.flatMap(ProgramReport.init(json:))
  }

  /// The variables that a program gets: none with a key, only the search path of libraries.
  private static var variables: [String] {
    ["LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "ASAN_OPTIONS", "TSAN_OPTIONS"].compactMap {
      (name: String) -> String? in
      unsafe getenv(name).map { unsafe "\(name)=\(String(cString: $0))" }
    }
  }

  /// Returns what a program prints until it ends, or `nil` if that takes too long or is too much.
  private static func output(of program: SocketProgram) -> [UInt8]? {
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < byteLimit {
      var source = pollfd(fd: program.socket, events: Int16(POLLIN), revents: 0)
      let ready = unsafe poll(&source, 1, patience)
      if ready < 0, errno == EINTR { continue }
      guard ready > 0 else { return nil }
      let count = unsafe part.withUnsafeMutableBytes {
        unsafe recv(program.socket, $0.baseAddress, $0.count, 0)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return count == 0 ? bytes : nil }
      bytes += part[..<count]
    }
    return nil
  }
}
