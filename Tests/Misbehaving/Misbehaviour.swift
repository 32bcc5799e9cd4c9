import CDecoderServer

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Decoders that behave like a compromised or broken one: the file says which.
enum Misbehaviour {
  /// The id of the process that supervises all of them.
  static let server = getpid()

  static let decode: castbook_decoder_t = { file, _, answer, pixels in
    let count = file.count
    let request = String(
      decoding: UnsafeBufferPointer(start: file.bytes, count: count), as: UTF8.self)
    if pixels >= 0, MisshownPixels.show(request, to: pixels) { return say(sound, to: answer) }
    switch request {
    case "crash":
      // A sanitizer would turn the signal into an ordinary exit.
      signal(SIGSEGV, SIG_DFL)
      UnsafeMutablePointer<Int>(bitPattern: 8)?.pointee = count
    case "abort": abort()
    case "spin": while getpid() != 0 { continue }
    case "sleep": while sleep(1000) >= 0 { continue }
    case "say nothing": return
    case "say nonsense": say("nonsense", to: answer)
    case "say the wrong thing": say(#"{"alpha":"none","problem":{"kind":"boredom"}}"#, to: answer)
    case "say too much": sayTooMuch(to: answer)
    case "show a picture": say(picture + "\0abcdef", to: answer)
    case "show too little": say(picture + "\0abcde", to: answer)
    case "show too much": say(picture + "\0abcdefg", to: answer)
    case "show nothing": say(picture, to: answer)
    case "show what was not announced": say("{\"alpha\":\"none\"}\0abcdef", to: answer)
    case "show a huge one":
      say(picture.replacing("\"bytes\":6", with: "\"bytes\":9000000000"), to: answer)
    case "leave half-way":
      say(#"{"alpha":"none","#, to: answer)
      _exit(1)
    case "say it and stay":
      say(sound, to: answer)
      close(answer)
      stay()
    case "turn the alarm off": stay()
    case "spin on": spinOn()
    case "be killed by itself": raise(SIGKILL)
    case "want more than there is": wantMore()
    case "look around": report(descriptorsOpen(besides: answer), to: answer)
    case "take memory": report(allocatedMegabytes(), to: answer)
    case "reach out": report(successes(against: server).count, to: answer)
    case "read a limit": report(limitsRead(), to: answer)
    case "start a thread": report(threadsStarted(), to: answer)
    default: say(sound, to: answer)
    }
  }

  private static let sound = #"{"alpha":"none","width":3,"height":2}"#

  /// Two pixels, announced as raw data that follows.
  private static let picture =
    #"{"alpha":"none","width":2,"height":1,"picture":{"width":2,"height":1,"colors":"rgb","bytes":6}}"#

  private static func say(_ text: String, to answer: Int32) {
    _ = write(answer, text, text.utf8.count)
  }

  private static func sayTooMuch(to answer: Int32) {
    let piece = [UInt8](repeating: 0x20, count: 1 << 20)
    for _ in 0..<64 where write(answer, piece, piece.count) < 0 { return }
  }

  /// Reports a number, as the width of a picture.
  private static func report(_ number: Int, to answer: Int32) {
    say(#"{"alpha":"none","width":\#(number + 1),"height":1}"#, to: answer)
  }

  private static func allocatedMegabytes() -> Int {
    var taken = 0
    while taken < 4096, let piece = malloc(1 << 20) {
      memset(piece, 1, 1 << 20)
      taken += 1
    }
    return taken
  }

  /// Forbidden calls, by what they try.
  private typealias Attempt = (name: String, succeeds: () -> Bool)

  /// The names of forbidden calls that succeed; some are aimed at another process.
  static func successes(against other: Int32) -> [String] {
    (survivable(against: other) + [("execute", execl)]).filter { $0.succeeds() }.map(\.name)
  }

  /// Prints the names of the calls that fail even outside a sandbox: they would prove nothing.
  /// Starting another program is left out, because this process would not return from it.
  static func printFailures() {
    var other: pid_t = 0
    var arguments = [strdup("sleep"), strdup("60"), nil]
    guard posix_spawn(&other, "/bin/sleep", nil, nil, &arguments, [nil]) == 0 else {
      print("sleep")
      return
    }
    for attempt in survivable(against: other) where !attempt.succeeds() { print(attempt.name) }
    kill(other, SIGKILL)
    print("done")
  }

  /// Calls that a process without a sandbox survives.
  private static func survivable(against other: Int32) -> [Attempt] {
    [
      ("read a file", { open("/etc/passwd", O_RDONLY) >= 0 }),
      ("write a file", { open("/tmp/castbook-was-here", O_WRONLY | O_CREAT, 0o600) >= 0 }),
      ("remove a file", { unlink("/tmp/castbook-was-here") == 0 || errno == ENOENT }),
      ("open a socket", { socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) >= 0 }),
      ("connect to a process", connected),
      ("reach a process", { kill(other, 0) == 0 }),
      ("reach a thread", { systemCall(Call.signal, other, other, 0, 0) == 0 }),
      ("limit a process", { limited(other, to: 60) }),
      ("limit itself", { limited(0, to: 60) }),
      ("move a process", { moved(other) }),
      ("start a process", spawned),
      ("get writable code", { memory(PROT_READ | PROT_WRITE | PROT_EXEC) }),
      ("get code", { memory(PROT_READ | PROT_EXEC) }),
      ("get unreadable code", { memory(PROT_EXEC) }),
      ("make data executable", madeExecutable),
      ("make a file of memory", memoryFileMade),
      ("read its personality", { systemCall(Call.personality, -1, 0, 0, 0) >= 0 }),
      ("protect by a key", { systemCall(Call.protectByKey, 0, 0, 0, 0) == 0 }),
      ("share memory", memoryShared),
    ]
  }

  /// Calls for which the C library has no function, or one with checks of its own. Its general
  /// function takes a variable number of arguments, so that Swift can call it only by its address.
  private enum Call {
    #if arch(x86_64)
      static let signal = 234
      static let limit = 302
      static let affinity = 203
      static let memoryFile = 319
      static let personality = 135
      static let protectByKey = 329
      static let shareMemory = 29
      static let controlMemory = 31
    #else
      static let signal = 131
      static let limit = 261
      static let affinity = 122
      static let memoryFile = 279
      static let personality = 92
      static let protectByKey = 288
      static let shareMemory = 194
      static let controlMemory = 195
    #endif
  }

  private typealias SystemCall =
    @convention(c) (Int, Int, Int, Int, Int) -> Int

  private static func systemCall(
    _ number: Int, _ first: Int, _ second: Int, _ third: Int, _ fourth: Int
  ) -> Int {
    guard let function = dlsym(nil, "syscall") else { return -1 }
    return unsafeBitCast(function, to: SystemCall.self)(number, first, second, third, fourth)
  }

  private static func systemCall(
    _ number: Int, _ first: Int32, _ second: Int32, _ third: Int, _ fourth: Int
  ) -> Int {
    systemCall(number, Int(first), Int(second), third, fourth)
  }

  /// Whether memory with these rights can be mapped.
  private static func memory(_ rights: Int32) -> Bool {
    mmap(nil, 4096, rights, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED
  }

  /// Whether a file that exists only in memory can be created.
  private static func memoryFileMade() -> Bool {
    "code".withCString { name in
      systemCall(Call.memoryFile, Int(bitPattern: name), 0, 0, 0) >= 0
    }
  }

  /// Whether memory that other processes can attach can be created.
  private static func memoryShared() -> Bool {
    let memory = systemCall(Call.shareMemory, 0, 4096, 0o1600, 0)
    guard memory >= 0 else { return false }
    return systemCall(Call.controlMemory, memory, 0, 0, 0) == 0
  }

  /// Whether memory that was written could be executed.
  private static func madeExecutable() -> Bool {
    let plain = mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let plain, plain != MAP_FAILED else { return true }
    // The code of an immediate return.
    plain.storeBytes(of: 0xC3, as: UInt8.self)
    return mprotect(plain, 4096, PROT_READ | PROT_EXEC) == 0
  }

  /// Whether a connection to this machine or to another process can be opened.
  private static func connected() -> Bool {
    var ends: [Int32] = [-1, -1]
    return socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0
      || socket(AF_INET6, Int32(SOCK_DGRAM.rawValue), 0) >= 0
  }

  /// Whether the processor time of a process could be limited.
  private static func limited(_ process: Int32, to seconds: UInt) -> Bool {
    var limits = rlimit(rlim_cur: seconds, rlim_max: seconds)
    return withUnsafeMutablePointer(to: &limits) {
      systemCall(Call.limit, process, 0, Int(bitPattern: $0), 0) == 0
    }
  }

  /// Whether a process can read its own limits, which threads do when they start.
  private static func limitsRead() -> Int {
    var limits = rlimit()
    return withUnsafeMutablePointer(to: &limits) {
      systemCall(Call.limit, 0, 0, 0, Int(bitPattern: $0)) == 0 ? 1 : 0
    }
  }

  /// Whether a process could be moved to another processor.
  private static func moved(_ process: Int32) -> Bool {
    var mask: UInt64 = 1
    return withUnsafeMutablePointer(to: &mask) {
      systemCall(Call.affinity, process, 8, Int(bitPattern: $0), 0) == 0
    }
  }

  /// The number of usable descriptors, except those for the answer and for `/dev/null`.
  private static func descriptorsOpen(besides answer: Int32) -> Int {
    (Int32(0)..<4096).count { number in
      let isNothing = number == STDOUT_FILENO || number == STDERR_FILENO
      // On an open descriptor, seeking fails for another reason, if it does.
      return number != answer && !isNothing
        && (lseek(number, 0, SEEK_CUR) >= 0 || errno != EBADF)
    }
  }

  static func stay() {
    block()
    while true { sleep(1000) }
  }

  private static func spinOn() {
    block()
    while getpid() != 0 { continue }
  }

  /// Blocks all signals that can be blocked.
  private static func block() {
    var all = sigset_t()
    sigfillset(&all)
    sigprocmask(SIG_BLOCK, &all, nil)
  }

  /// Requests memory from C++ as its libraries do.
  private static func wantMore() {
    guard let function = dlsym(nil, "_Znwm") else { return }
    typealias New = @convention(c) (UInt) -> UnsafeMutableRawPointer
    _ = unsafeBitCast(function, to: New.self)(1 << 40)
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
