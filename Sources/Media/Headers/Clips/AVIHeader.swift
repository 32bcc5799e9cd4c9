internal import Model

/// The header of an AVI: lists of chunks in the manner of RIFF.
enum AVIHeader {
  static func facts(of file: ByteView) -> ClipFacts? {
    guard let list = list("hdrl", in: file.from(12)) else { return nil }
    var facts = ClipFacts()
    for chunk in chunks(in: list) {
      if chunk.type == "avih" {
        // A negative height would mean rows from top to bottom.
        facts.size = PixelSize(
          stated: chunk.data.u32(32, .little), chunk.data.i32(36, .little).map(abs))
        facts.milliseconds = product(
          chunk.data.u32(0, .little), chunk.data.u32(16, .little), over: 1000)
      } else if chunk.type == "LIST", chunk.data.begins(with: "strl") {
        guard let stream = chunks(in: chunk.data.from(4)).first(where: { $0.type == "strh" })?.data,
          stream.begins(with: "vids")
        else { continue }
        // The stream counts its frames through the whole file, the header only to 1 GB.
        let length = product(
          stream.u32(20, .little), stream.u32(32, .little), over: stream.u32(24, .little),
          times: 1000)
        facts.milliseconds = length ?? facts.milliseconds
        break
      }
    }
    return facts.size == nil && facts.milliseconds == nil ? nil : facts
  }

  /// `first × second × times ÷ divisor`, where that can be worked out and is anything.
  private static func product(
    _ first: Int?, _ second: Int?, over divisor: Int?, times: Int = 1
  ) -> Int? {
    guard let first, let second, let divisor, divisor > 0 else { return nil }
    let whole = first.multipliedReportingOverflow(by: second)
    let scaled = whole.partialValue.multipliedReportingOverflow(by: times)
    let result = scaled.partialValue / divisor
    return whole.overflow || scaled.overflow || result == 0 ? nil : result
  }

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

  /// What is inside the first list of a type.
  private static func list(_ type: String, in bytes: ByteView) -> ByteView? {
    chunks(in: bytes).first { $0.type == "LIST" && $0.data.begins(with: type) }?.data.from(4)
  }
}
