internal import CDecoderServer
internal import CVision
internal import Decoding
internal import Model

/// The work of the program `castbook-vision`.
package enum VisionServer {
  /// Serves requests until the standard input is closed.
  package static func run() -> Never {
    unsafe DecoderServer.run(
      "castbook-vision describes pictures for castbook, which starts it when needed.\n",
      answer: { _, _, _, _ in }, session: session)
  }

  /// Serves the session that a request begins. It runs in a child of castbook-vision, sandboxed
  /// before it reads the network.
  private static let session: castbook_decoder_session_t = { source, socket in
    let socket = SessionSocket(socket)
    var problem: UnsafePointer<CChar>?
    guard
      let network = unsafe castbook_vision_open(
        source.bytes, source.count, castbook_vision_fastest(), &problem)
    else {
      let words = unsafe problem.map { unsafe String(cString: $0) } ?? ""
      _ = socket.answer(VisionSession.Answer.unusable(problem: words).bytes)
      return
    }
    let length = unsafe castbook_vision_length(network)
    if socket.answer(VisionSession.Answer.usable(length: length).bytes) {
      while unsafe answerMessage(by: network, length, socket) {}
    }
    unsafe castbook_vision_close(network)
  }

  /// Describes a picture. Returns `false` if the socket is closed, or the message is not one.
  private static func answerMessage(
    by network: OpaquePointer, _ length: Int, _ socket: SessionSocket
  ) -> Bool {
    guard let size = socket.number().flatMap(VisionSession.size),
      let pixels = read(3 * size.pixelCount, from: socket)
    else { return false }
    var vector = [Float](repeating: 0, count: length)
    let isDescribed = unsafe castbook_vision_describe(
      network, pixels, UInt32(size.width), UInt32(size.height), &vector)
    return unsafe isDescribed && vector.withUnsafeBytes { unsafe socket.write($0) }
  }

  /// Reads bytes; `nil` if the socket is closed before.
  private static func read(_ count: Int, from socket: SessionSocket) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    return unsafe bytes.withUnsafeMutableBytes({ unsafe socket.read(into: $0) }) ? bytes : nil
  }
}
