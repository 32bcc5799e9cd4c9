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
    bytes, count, format, wishes, descriptor in
    let picture =
      if let format = DecodedFormat(rawValue: format) {
        unsafe Decoder.decode(
          UnsafeRawBufferPointer(start: bytes, count: count), as: format,
          wishes: Wishes(rawValue: wishes))
      } else {
        DecodedPicture(problem: .unsupported("a format of number \(format)"))
      }
    var rest = picture.answer[...]
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes {
        unsafe write(descriptor, $0.baseAddress, $0.count)
      }
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if written == 0 || errno != EINTR {
        return
      }
    }
  }
}
