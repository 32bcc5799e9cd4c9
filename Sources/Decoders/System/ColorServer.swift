internal import CDecoderServer
internal import Colors
internal import Decoding
internal import Model
internal import POSIX

/// The server that converts colours by one ICC profile while castbook keeps the socket open.
///
/// It runs in a dedicated child of castbook-media, sandboxed before it reads the profile.
enum ColorServer {
  /// Serves the session that a request begins.
  static let session: castbook_decoder_session_t = { source, socket in
    let bytes = unsafe UnsafeRawBufferPointer(start: source.bytes, count: source.count)
    guard let session = unsafe ColorSession(bytes: bytes) else { return }
    let pipeline = ColorPipeline(
      ColorPipeline.Kind(
        profile: session.profile, color: .untagged, colors: session.colors,
        hasAlpha: session.hasAlpha, depth: session.depth))
    let answer = ColorSession.Answer(
      isUsable: pipeline != nil, tables: pipeline?.shaper?.contributions ?? [])
    guard send(answer.bytes, to: socket), let pipeline else { return }
    convert(by: pipeline, session, socket)
  }

  /// Sends an answer behind the header that all answers have.
  private static func send(_ bytes: [UInt8], to socket: Int32) -> Bool {
    var header = castbook_decoder_answer_t(
      status: UInt32(CASTBOOK_DECODER_ANSWERED), signal: 0, byte_count: UInt64(bytes.count))
    return unsafe withUnsafeBytes(of: &header) { unsafe OutputDescriptor.write($0, to: socket) }
      && bytes.withUnsafeBytes { unsafe OutputDescriptor.write($0, to: socket) }
  }

  /// Answers messages until the socket is closed, or one is too long.
  private static func convert(by pipeline: ColorPipeline, _ session: ColorSession, _ socket: Int32)
  {
    let maximum = ColorSession.maximumPixels
    var pixels = [UInt8](repeating: 0, count: maximum * session.pixelBytes)
    var converted = [UInt8](repeating: 0, count: maximum * session.convertedBytes)
    while true {
      var count: UInt32 = 0
      let hasCount = unsafe withUnsafeMutableBytes(of: &count) { unsafe read($0, from: socket) }
      guard hasCount, count > 0, count <= UInt32(maximum) else { return }
      let isDone = unsafe pixels.withUnsafeMutableBytes { pixels in
        let source = unsafe UnsafeMutableRawBufferPointer(
          rebasing: pixels[..<(Int(count) * session.pixelBytes)])
        guard unsafe read(source, from: socket), let from = source.baseAddress else {
          return false
        }
        return unsafe converted.withUnsafeMutableBytes { converted in
          guard let into = converted.baseAddress else { return false }
          unsafe pipeline.convert(from, count: Int(count), into: into)
          let result = unsafe UnsafeRawBufferPointer(
            rebasing: converted[..<(Int(count) * session.convertedBytes)])
          return unsafe OutputDescriptor.write(result, to: socket)
        }
      }
      guard isDone else { return }
    }
  }

  /// Fills memory from a socket. Returns `false` if it is closed before.
  private static func read(_ memory: UnsafeMutableRawBufferPointer, from socket: Int32) -> Bool {
    var rest = unsafe memory
    while unsafe !rest.isEmpty {
      let count = unsafe POSIX.read(socket, rest.baseAddress, rest.count)
      if count > 0 {
        unsafe rest = UnsafeMutableRawBufferPointer(rebasing: rest[count...])
      } else if count == 0 || errno != EINTR {
        return false
      }
    }
    return true
  }
}
