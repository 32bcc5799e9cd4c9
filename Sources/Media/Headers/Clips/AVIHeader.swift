internal import Model

/// The header of an AVI: nested lists of chunks, as in any RIFF file.
enum AVIHeader {
  /// Returns the size and duration that the header states, or `nil` if it states neither.
  static func facts(of file: ByteView) -> ClipFacts? {
    guard let list = list("hdrl", in: file.from(12)) else { return nil }
    var facts = ClipFacts()
    for chunk in chunks(in: list) {
      if chunk.type == "avih" {
        // A negative height means that rows are stored from top to bottom.
        facts.size = PixelSize(
          stated: chunk.data.u32(32, .little), chunk.data.i32(36, .little).map(abs))
        facts.milliseconds = product(
          chunk.data.u32(0, .little), chunk.data.u32(16, .little), over: 1000)
      } else if chunk.type == "LIST", chunk.data.begins(with: "strl") {
        guard let stream = chunks(in: chunk.data.from(4)).first(where: { $0.type == "strh" })?.data,
          stream.begins(with: "vids")
        else { continue }
        // The stream header counts frames of the whole file; the main header stops at 1 GB.
        let length = product(
          stream.u32(20, .little), stream.u32(32, .little), over: stream.u32(24, .little),
          times: 1000)
        facts.milliseconds = length ?? facts.milliseconds
        break
      }
    }
    return facts.size == nil && facts.milliseconds == nil ? nil : facts
  }

  /// Returns `first × second × times ÷ divisor`, or `nil` if that overflows or is 0.
  private static func product(
    _ first: Int?, _ second: Int?, over divisor: Int?, times: Int = 1
  ) -> Int? {
    guard let first, let second, let divisor, divisor > 0 else { return nil }
    let whole = first.multipliedReportingOverflow(by: second)
    let scaled = whole.partialValue.multipliedReportingOverflow(by: times)
    let result = scaled.partialValue / divisor
    return whole.overflow || scaled.overflow || result == 0 ? nil : result
  }

  /// Returns the chunks in a part of the file, at most 256 of them.
  ///
  /// A chunk starts at an even offset, and its data end where the file ends.
  private static func chunks(in bytes: ByteView) -> [(type: String, data: ByteView)] {
    var chunks: [(String, ByteView)] = []
    var position = 0
    while chunks.count < 256, let length = bytes.u32(position + 4, .little) {
      let rest = bytes.count - position - 8
      guard let data = bytes.part(position + 8, min(length, rest)) else { break }
      chunks.append((bytes.latinText(position, limit: 4), data))
      position += 8 + length + length % 2
    }
    return chunks
  }

  /// Returns the content of the first list of a type, or `nil` if there is none.
  private static func list(_ type: String, in bytes: ByteView) -> ByteView? {
    chunks(in: bytes).first { $0.type == "LIST" && $0.data.begins(with: type) }?.data.from(4)
  }
}
