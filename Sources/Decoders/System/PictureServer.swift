internal import CDecoderServer
internal import Decoding
internal import Model

/// The work of the program `castbook-media`.
package enum PictureServer {
  /// Serves requests until the standard input is closed.
  package static func run() -> Never {
    unsafe DecoderServer.run(
      "castbook-media decodes pictures for castbook, which starts it when needed.\n",
      prepare: Decoder.prepare, answer: answer, session: ColorServer.session)
  }

  /// Decodes one file and writes the report. It runs in a process forked for that file.
  private static let answer: castbook_decoder_t = { source, request, descriptor, pixels in
    guard let request = unsafe request?.pointee else { return }
    let options = DecodingOptions(rawValue: request.options)
    let file = unsafe UnsafeRawBufferPointer(start: source.bytes, count: source.count)
    let picture: DecodedPicture
    if let format = DecodedFormat(rawValue: request.format), unsafe source.bytes != nil {
      if options.contains(.pixels) {
        let writer = PixelWriter(to: pixels)
        picture =
          options == .pixels
          ? unsafe Decoder.pixels(file, as: format, into: writer)
          : unsafe Decoder.decode(file, as: format, options: options, into: writer)
        writer.flush()
      } else {
        picture = unsafe Decoder.decode(file, as: format, options: options)
      }
    } else {
      picture = DecodedPicture(problem: .unsupported("format number \(request.format)"))
    }
    _ = unsafe picture.answer.withUnsafeBytes { unsafe OutputDescriptor.write($0, to: descriptor) }
  }
}
