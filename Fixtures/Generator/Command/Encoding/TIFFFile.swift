internal import FixtureScenes

/// A file with the structure of TIFF: consecutive directories, some of them inside others.
struct TIFFFile {
  var order = ByteOrder.little
  /// Whether offsets take eight bytes.
  var isBig = false
  var directories: [TIFFDirectory]
  /// The stated offset of the first directory, for files that lie.
  var first: Int?
  /// The stated offset of each directory's successor, by its index; the true one without an entry.
  var next: [Int: Int] = [:]
  /// The number after the byte order: 42, or a camera maker's own.
  var number: UInt16 = 42

  /// The file: for each directory its pixels, then those inside it, then itself.
  var bytes: [UInt8] { assembled.file }

  /// The offset of each directory.
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

  private func set(_ offset: Int, at position: Int, in file: inout [UInt8]) {
    var bytes: [UInt8] = []
    append(offset, to: &bytes)
    file = file.replacing(at: position, with: bytes)
  }

  /// Appends a directory and everything that belongs to it; returns the offsets of its beginning
  /// and of its link.
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
  /// The directories inside it, by the tag that points to them.
  var inside: [(tag: UInt16, directories: [TIFFDirectory])] = []
}
