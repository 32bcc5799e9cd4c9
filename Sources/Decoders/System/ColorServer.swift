internal import CDecoderServer
internal import Colors
internal import Decoding
internal import Model

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
    let socket = SessionSocket(socket)
    guard socket.answer(answer.bytes), let pipeline else { return }
    convert(by: pipeline, session, socket)
  }

  /// Answers messages until the socket is closed, or one is too long.
  private static func convert(
    by pipeline: ColorPipeline, _ session: ColorSession, _ socket: SessionSocket
  ) {
    let maximum = ColorSession.maximumPixels
    var pixels = [UInt8](repeating: 0, count: maximum * session.pixelBytes)
    var converted = [UInt8](repeating: 0, count: maximum * session.convertedBytes)
    while let count = socket.number(), count > 0, count <= UInt32(maximum) {
      let isDone = unsafe pixels.withUnsafeMutableBytes { pixels in
        let source = unsafe UnsafeMutableRawBufferPointer(
          rebasing: pixels[..<(Int(count) * session.pixelBytes)])
        guard unsafe socket.read(into: source), let from = source.baseAddress else {
          return false
        }
        return unsafe converted.withUnsafeMutableBytes { converted in
          guard let into = converted.baseAddress else { return false }
          unsafe pipeline.convert(from, count: Int(count), into: into)
          let result = unsafe UnsafeRawBufferPointer(
            rebasing: converted[..<(Int(count) * session.convertedBytes)])
          return unsafe socket.write(result)
        }
      }
      guard isDone else { return }
    }
  }
}
