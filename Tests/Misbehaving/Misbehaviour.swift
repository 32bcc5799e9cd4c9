import CDecoderServer

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Decoders that do what a taken-over or broken one might do: the file says which.
enum Misbehaviour {
  static let decode: castbook_decoder_t = { bytes, count, _, answer in
    let wish = String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    switch wish {
    case "crash": UnsafeMutablePointer<Int>(bitPattern: 8)?.pointee = count
    case "abort": abort()
    case "spin": while getpid() != 0 { continue }
    case "sleep": while sleep(1000) >= 0 { continue }
    case "say nothing": return
    case "say nonsense": say("nonsense", to: answer)
    case "say the wrong thing": say(#"{"alpha":"none","problem":{"kind":"boredom"}}"#, to: answer)
    case "say too much": sayTooMuch(to: answer)
    case "leave half-way":
      say(#"{"alpha":"none","#, to: answer)
      _exit(1)
    case "take memory": report(megabytesTaken(), to: answer)
    case "reach out": report(callsAllowed(), to: answer)
    case "start a thread": report(threadsStarted(), to: answer)
    default: say(#"{"alpha":"none","width":3,"height":2}"#, to: answer)
    }
  }

  private static func say(_ text: String, to answer: Int32) {
    _ = write(answer, text, text.utf8.count)
  }

  private static func sayTooMuch(to answer: Int32) {
    let piece = [UInt8](repeating: 0x20, count: 1 << 20)
    for _ in 0..<64 where write(answer, piece, piece.count) < 0 { return }
  }

  /// A number travels as a width.
  private static func report(_ number: Int, to answer: Int32) {
    say(#"{"alpha":"none","width":\#(number + 1),"height":1}"#, to: answer)
  }

  private static func megabytesTaken() -> Int {
    var taken = 0
    while taken < 4096, let piece = malloc(1 << 20) {
      memset(piece, 1, 1 << 20)
      taken += 1
    }
    return taken
  }

  /// How many of the things succeed that only somebody with bad intentions would do.
  private static func callsAllowed() -> Int {
    let attempts: [() -> Bool] = [
      { open("/etc/hostname", O_RDONLY) >= 0 },
      { open("/tmp/castbook-was-here", O_WRONLY | O_CREAT, 0o600) >= 0 },
      { socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) >= 0 },
      { unlink("/tmp/castbook-was-here") == 0 || errno == ENOENT },
      { kill(getppid(), 0) == 0 },
      { execl() },
      { spawned() },
    ]
    return attempts.count { $0() }
  }

  private static func execl() -> Bool {
    let name = strdup("/bin/true")
    let arguments = [name, nil]
    return execv("/bin/true", arguments) == 0
  }

  private static func spawned() -> Bool {
    var process: pid_t = 0
    return posix_spawn(&process, "/bin/true", nil, nil, [nil], [nil]) == 0
  }

  private static func threadsStarted() -> Int {
    var thread = pthread_t()
    guard pthread_create(&thread, nil, { _ in nil }, nil) == 0 else { return 0 }
    return pthread_join(thread, nil) == 0 ? 1 : 0
  }
}
