internal import CDecoderServer
internal import Decoding
internal import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What `castbook-media` does: answers requests on its standard input until that is closed.
package enum DecoderServer {
  package static func run() -> Never {
    var kind = stat()
    guard unsafe fstat(STDIN_FILENO, &kind) == 0, kind.st_mode & S_IFMT == S_IFSOCK else {
      let words = "castbook-media decodes pictures for castbook, which starts it itself.\n"
      _ = unsafe write(STDERR_FILENO, words, words.utf8.count)
      exit(2)
    }
    Decoder.prepare()
    exit(unsafe castbook_decoder_serve(STDIN_FILENO, answer) ? 0 : 3)
  }

  /// Decodes one file and writes what came of it. Runs in a process born for that file.
  private static let answer: castbook_decoder_t = {
    bytes, count, format, wishes, descriptor, pixels in
    let wishes = Wishes(rawValue: wishes)
    let file = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
    let picture: DecodedPicture
    if let format = DecodedFormat(rawValue: format) {
      if wishes.contains(.pixels) {
        let writer = PixelWriter(to: pixels)
        picture =
          wishes == .pixels
          ? unsafe Decoder.pixels(file, as: format, into: writer)
          : unsafe Decoder.decode(file, as: format, wishes: wishes, into: writer)
        writer.end()
      } else {
        picture = unsafe Decoder.decode(file, as: format, wishes: wishes)
      }
    } else {
      picture = DecodedPicture(problem: .unsupported("a format of number \(format)"))
    }
    _ = unsafe picture.answer.withUnsafeBytes { unsafe Descriptor.write($0, to: descriptor) }
  }
}
