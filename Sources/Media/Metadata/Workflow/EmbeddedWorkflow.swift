package import Model
internal import PNG

/// The workflow that ComfyUI writes into the files it saves: the graph of nodes that was run, in
/// the format of its API.
///
/// ```swift
/// if let graph = EmbeddedWorkflow.graph(in: bytes, .mp4) { print(graph.members?.count ?? 0) }
/// ```
///
/// PNG has it in a text chunk, MP4, MOV and WebM among their tags, and WebP in EXIF. Files are
/// untrusted: no parser recurses, and a graph is only read up to a length.
package enum EmbeddedWorkflow {
  /// The maximum number of bytes of a graph.
  private static let byteLimit = 8 << 20
  /// The key that ComfyUI gives it. `workflow` is the drawing of the graph, not what was run.
  private static let key = "prompt"

  /// Returns the graph in a file; `nil` if it contains none, or none that can be read.
  package static func graph(in bytes: [UInt8], _ format: MediaFormat) -> JSONValue? {
    let text: [UInt8]? =
      switch format {
      case .png: inPNG(bytes)
      case .mp4, .mov, .m4v: MovieTags.value(of: key, in: ByteView(bytes))?.copied
      case .webm, .mkv: MatroskaHeader.tag(key, in: ByteView(bytes))?.copied
      case .webp: inEXIF(WebPFile.chunk("EXIF", in: ByteView(bytes)))
      default: nil
      }
    guard let text, text.count <= byteLimit, let graph = try? JSONParser.parse(text),
      graph.members != nil
    else { return nil }
    return graph
  }

  // MARK: PNG

  private static func inPNG(_ bytes: [UInt8]) -> [UInt8]? {
    let file = ByteView(bytes)
    for chunk in PNGChunks(bytes).chunks where ["tEXt", "zTXt", "iTXt"].contains(chunk.type) {
      guard let data = file.part(chunk.data.lowerBound, chunk.data.count),
        data.begins(with: Array(key.utf8) + [0])
      else { continue }
      return text(chunk.type, data.from(key.utf8.count + 1))
    }
    return nil
  }

  /// Returns the text after the keyword of a chunk, inflated if necessary.
  private static func text(_ type: String, _ data: ByteView) -> [UInt8]? {
    guard let text = PNGText(type, data) else { return nil }
    if text.isCompressed { return Inflater.inflate(text.bytes.copied, upTo: byteLimit) }
    return text.bytes.count <= byteLimit ? text.bytes.copied : nil
  }

  // MARK: EXIF

  /// Returns the text that follows `prompt:` in the first directory of an EXIF block.
  private static func inEXIF(_ given: ByteView?) -> [UInt8]? {
    guard let given else { return nil }
    let block = given.begins(with: "Exif\0") ? given.from(6) : given
    guard let structure = TIFFStructure(block), !structure.isBig else { return nil }
    let (order, start) = (structure.order, structure.firstDirectoryOffset)
    let head = "\(key):"
    for index in 0..<(block.u16(start, order) ?? 0) {
      guard let entry = block.part(start + 2 + index * 12, 12) else { return nil }
      guard entry.u16(2, order) == 2, let length = entry.u32(4, order), length <= byteLimit,
        let offset = entry.u32(8, order), let text = block.part(offset, length),
        text.begins(with: head)
      else { continue }
      return Array(text.from(head.utf8.count).slice.prefix { $0 != 0 })
    }
    return nil
  }
}

/// The tags of an MP4 or MOV that have keys of their own (`mdta`).
enum MovieTags {
  /// Returns the value of a key; `nil` if the file has no such tag.
  static func value(of key: String, in file: ByteView) -> ByteView? {
    guard let movie = Boxes.first("moov", in: file) else { return nil }
    let places = [Boxes.first(["udta", "meta"], in: movie), Boxes.first("meta", in: movie)]
    for place in places.compactMap(\.self) {
      // In MP4 four bytes of version and flags precede the boxes, in MOV nothing does.
      for boxes in [place.from(4), place] {
        guard let keys = Boxes.first("keys", in: boxes), let list = Boxes.first("ilst", in: boxes),
          let number = number(of: key, in: keys)
        else { continue }
        return value(number, in: list)
      }
    }
    return nil
  }

  /// Returns the number of a key, counted from 1.
  private static func number(of key: String, in keys: ByteView) -> Int? {
    let names = Boxes.all(in: keys.from(8))
    return names.firstIndex { $0.content.slice.elementsEqual(key.utf8) }.map { $0 + 1 }
  }

  /// Returns the bytes of the value with a number, whose box has the number as its type.
  private static func value(_ number: Int, in list: ByteView) -> ByteView? {
    var position = 0
    for _ in 0..<4096 {
      guard let length = list.u32(position), length >= 8,
        let box = list.part(position, length)
      else { return nil }
      if box.u32(4) == number {
        // Its type and language precede the value.
        return Boxes.first("data", in: box.from(8))?.from(8)
      }
      position += length
    }
    return nil
  }
}
