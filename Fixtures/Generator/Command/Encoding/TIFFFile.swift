internal import FixtureScenes

/// A file built as TIFF is: directories one behind the other, some of them inside others.
struct TIFFFile {
  var order = ByteOrder.little
  /// Whether offsets take eight bytes.
  var isBig = false
  var directories: [TIFFDirectory]
  /// Where the first directory is said to be, for those who want to lie.
  var first: Int?
  /// Where each directory says that the next one is, by its index: nothing for the truth.
  var next: [Int: Int] = [:]
  /// What stands behind the order of bytes: 42, or a camera maker's own number.
  var number: UInt16 = 42

  /// The file: of each directory its pixels, then those inside it, then itself.
  var bytes: [UInt8] { assembled.file }

  /// Where each directory stands.
  var starts: [Int] { assembled.starts }

  private var assembled: (file: [UInt8], starts: [Int]) {
    var starts: [Int] = []
    var file = [UInt8](order.rawValue)
    file.append(isBig ? UInt16(43) : number, order)
    if isBig { [UInt16(8), 0].forEach { file.append($0, order) } }
    var pointer = file.count
    append(0, to: &file)
    for (index, directory) in directories.enumerated() {
      let (start, end) = append(directory, to: &file)
      starts.append(start)
      let stated = index == 0 ? first ?? start : next[index - 1] ?? start
      set(stated, at: pointer, in: &file)
      pointer = end
    }
    if let last = next[directories.count - 1] { set(last, at: pointer, in: &file) }
    return (file, starts)
  }

  private func append(_ offset: Int, to file: inout [UInt8]) {
    if isBig { file.append(UInt64(offset), order) } else { file.append(UInt32(offset), order) }
  }

  private func set(_ offset: Int, at place: Int, in file: inout [UInt8]) {
    var bytes: [UInt8] = []
    append(offset, to: &bytes)
    file = file.replacing(at: place, with: bytes)
  }

  /// Appends a directory and all that belongs to it; where it begins, and where its link stands.
  private func append(
    _ directory: TIFFDirectory, to file: inout [UInt8]
  ) -> (start: Int, link: Int) {
    var entries = directory.entries
    if !directory.parts.isEmpty {
      let offsets = directory.parts.map { part in
        defer { file += part + [UInt8](repeating: 0, count: part.count % 2) }
        return UInt32(file.count)
      }
      entries += [
        TIFFEntry(directory.isTiled ? 324 : 273, .longs(offsets)),
        TIFFEntry(
          directory.isTiled ? 325 : 279, .longs(directory.parts.map { UInt32($0.count) })),
      ]
    }
    for (tag, children) in directory.inside {
      let offsets = children.map { UInt32(append($0, to: &file).start) }
      entries.append(TIFFEntry(tag, .longs(offsets)))
    }
    entries.sort { $0.tag < $1.tag }
    let start = file.count
    let inline = isBig ? 8 : 4
    let link = start + (isBig ? 8 + entries.count * 20 : 2 + entries.count * 12)
    if isBig {
      file.append(UInt64(entries.count), order)
    } else {
      file.append(UInt16(entries.count), order)
    }
    var values: [UInt8] = []
    for entry in entries {
      let data = entry.data(order)
      file.append(entry.tag, order)
      file.append(entry.type, order)
      append(entry.count, to: &file)
      if data.count <= inline {
        file += data + [UInt8](repeating: 0, count: inline - data.count)
      } else {
        append(link + inline + values.count, to: &file)
        values += data + [UInt8](repeating: 0, count: data.count % 2)
      }
    }
    append(0, to: &file)
    file += values
    return (start, link)
  }
}

/// One directory: its tags, the pixels it points to, and directories inside it.
struct TIFFDirectory {
  var entries: [TIFFEntry]
  /// Strips or tiles.
  var parts: [[UInt8]] = []
  var isTiled = false
  /// By the tag that points to them.
  var inside: [(tag: UInt16, directories: [TIFFDirectory])] = []
}
