import CDecoderServer

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Pixels as a compromised or broken decoder might send them: three by two, red, green and blue.
enum MisshownPixels {
  /// Sends what a file requests; returns `false` if it requests something else.
  static func show(_ request: String, to pixels: Int32) -> Bool {
    switch request {
    case "show pixels": write(header() + rows, to: pixels)
    case "show too few": write(header() + rows.dropLast(), to: pixels)
    case "show too many": write(header() + rows + [0], to: pixels)
    case "show no rows": write(header(), to: pixels)
    case "show no pixels at all": break
    case "show half a header": write(Array(header().prefix(15)), to: pixels)
    case "show another size": write(header(width: 2, height: 3) + rows, to: pixels)
    case "show pixels for ever": showForEver(header() + rows, pixels)
    case "show a header for ever": showForEver([], pixels)
    case "show one at a time": (header() + rows).forEach { write([$0], to: pixels) }
    case "show and close": showAndClose(pixels)
    case "show and crash": endAfterShowing(pixels) { abort() }
    case "show and stay": endAfterShowing(pixels, Misbehaviour.stay)
    case "show and spin": endAfterShowing(pixels) { while getpid() != 0 { continue } }
    case "show and be killed": endAfterShowing(pixels) { raise(SIGKILL) }
    case "show much": showMuch(pixels)
    default:
      guard let header = wrong[request] else { return false }
      write(header + rows, to: pixels)
    }
    return true
  }

  private static let rows = (1...18).map { UInt8($0) }

  /// Invalid headers.
  private static let wrong: [String: [UInt8]] = [
    "show no width": header(width: 0), "show no height": header(height: 0),
    "show a huge width": header(width: .max), "show a huge height": header(height: .max),
    "show a long side": header(width: 1_000_001, height: 1),
    "show too large a picture": header(width: 30_000, height: 30_000),
    "show unknown colors": header(colors: 9), "show no colors": header(colors: 0),
    "show half an alpha": header(alpha: 2), "show 12 bits": header(depth: 12),
    "show a flag": header(rest: 1), "show another mark": header(mark: 0x3150_4244),
  ]

  private static func header(
    mark: UInt32 = 0x3150_4243, width: UInt32 = 3, height: UInt32 = 2, colors: UInt8 = 2,
    alpha: UInt8 = 0, depth: UInt8 = 8, rest: UInt8 = 0
  ) -> [UInt8] {
    [mark, width, height].flatMap { number in
      (0..<4).map { UInt8(truncatingIfNeeded: number.littleEndian >> (8 * $0)) }
    } + [colors, alpha, depth, rest]
  }

  private static func write(_ bytes: some Collection<UInt8>, to pixels: Int32) {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(pixels, $0) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  private static func showForEver(_ first: [UInt8], _ pixels: Int32) {
    // A decoder whose consumer is gone continues nevertheless.
    signal(SIGPIPE, SIG_IGN)
    let piece = [UInt8](repeating: 1, count: 1 << 20)
    write(first, to: pixels)
    while true { write(piece, to: pixels) }
  }

  private static func showAndClose(_ pixels: Int32) {
    write(header() + rows, to: pixels)
    close(pixels)
  }

  private static func endAfterShowing(_ pixels: Int32, _ end: () -> Void) {
    write(header() + rows.prefix(10), to: pixels)
    end()
  }

  /// More than a pipe and a socket can buffer: 4 MiB in rows of 4096 bytes.
  private static func showMuch(_ pixels: Int32) {
    write(header(width: 4096, height: 1024, colors: 1), to: pixels)
    let row = [UInt8](repeating: 7, count: 4096)
    for _ in 0..<1024 { write(row, to: pixels) }
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
