import CDecoderServer

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Conversions of colors as by a profile that took the process over: the profile says which.
enum MisconvertedColors {
  static let session: castbook_decoder_session_t = { file, socket in
    // Four bytes of description precede the profile.
    let bytes = UnsafeBufferPointer(start: file.bytes, count: file.count).dropFirst(4)
    // A real network. Its process answers no picture.
    if Array(UnsafeBufferPointer(start: file.bytes, count: file.count).prefix(8))
      == Array("CBVISION".utf8)
    {
      say([1, 0, 5], to: socket)
      Misbehaviour.stay()
    }
    switch String(decoding: bytes, as: UTF8.self) {
    case "describe and stay":
      say([1, 4, 0], to: socket)
      Misbehaviour.stay()
    case "describe slowly":
      say([1, 0, 5], to: socket)
      saySlowly([UInt8](repeating: 0, count: 4 * 1280), to: socket)
    case "describe and die": say([1, 4, 0], to: socket)
    case "explain at length": say([0] + [UInt8](repeating: 65, count: 2000), to: socket)
    case "crash":
      signal(SIGSEGV, SIG_DFL)
      UnsafeMutablePointer<Int>(bitPattern: 8)?.pointee = 1
    case "say nothing": return
    case "say nonsense": say([9], to: socket)
    case "say too much": say([UInt8](repeating: 1, count: 1 << 20 + 1), to: socket)
    case "say half": say([1], as: CASTBOOK_DECODER_ANSWERED, count: 5, to: socket)
    case "say the wrong status": say([1], as: CASTBOOK_DECODER_TOO_LONG, to: socket)
    case "say huge tables":
      say([1] + [UInt8](repeating: 0x7F, count: 4 * 3 * 256 * 4), to: socket)
      convert(socket)
    case "say few tables":
      say([1] + [UInt8](repeating: 0, count: 4 * 100), to: socket)
      convert(socket)
    case "die": say([1], to: socket)
    case "say less":
      say([1], to: socket)
      write(read(socket).dropLast(), to: socket)
    case "reach out":
      // Only a process that has tried everything says that the profile is usable.
      say([Misbehaviour.successes(against: Misbehaviour.server).isEmpty ? 1 : 0], to: socket)
    case "stay silent": Misbehaviour.stay()
    case "say it slowly": saySlowly([UInt8](repeating: 0, count: 1000), to: socket)
    case "stay":
      say([1], to: socket)
      Misbehaviour.stay()
    case "convert slowly":
      say([1], to: socket)
      saySlowly(read(socket), to: socket)
    default:
      say([1], to: socket)
      convert(socket)
    }
  }

  private static func say(
    _ bytes: [UInt8], as status: Int = CASTBOOK_DECODER_ANSWERED, count: Int? = nil,
    to socket: Int32
  ) {
    var header = castbook_decoder_answer_t(
      status: UInt32(status), signal: 0, byte_count: UInt64(count ?? bytes.count))
    withUnsafeBytes(of: &header) { write($0, to: socket) }
    write(bytes, to: socket)
  }

  /// Sends a byte at a time, each in time.
  private static func saySlowly(_ bytes: [UInt8], to socket: Int32) {
    for byte in bytes {
      usleep(100_000)
      write([byte], to: socket)
    }
  }

  /// Returns the pixels of RGB as they came.
  private static func convert(_ socket: Int32) {
    while true {
      let pixels = read(socket)
      guard !pixels.isEmpty else { return }
      write(pixels, to: socket)
    }
  }

  /// The pixels of a message; none if the socket is closed.
  private static func read(_ socket: Int32) -> [UInt8] {
    let head = read(4, socket)
    guard head.count == 4 else { return [] }
    let count = head.enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    return read(3 * count, socket)
  }

  private static func read(_ count: Int, _ socket: Int32) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let got = bytes.withUnsafeMutableBytes { systemRead(socket, $0, from: done) }
      guard got > 0 else { return [] }
      done += got
    }
    return bytes
  }

  private static func write(_ bytes: some Collection<UInt8>, to socket: Int32) {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(socket, $0) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawBufferPointer, from: Int)
  -> Int
{
  read(descriptor, bytes.baseAddress.map { $0 + from }, bytes.count - from)
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
