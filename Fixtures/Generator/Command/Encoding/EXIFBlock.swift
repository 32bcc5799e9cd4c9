/// One entry of a TIFF directory.
struct TIFFEntry {
  enum Value {
    case bytes([UInt8])
    case ascii(String)
    case shorts([UInt16])
    case longs([UInt32])
    case rationals([(UInt32, UInt32)])
    /// Bytes of type "undefined".
    case opaque([UInt8])
  }

  let tag: UInt16
  let value: Value

  init(_ tag: UInt16, _ value: Value) {
    self.tag = tag
    self.value = value
  }

  var type: UInt16 {
    switch value {
    case .bytes: 1
    case .ascii: 2
    case .shorts: 3
    case .longs: 4
    case .rationals: 5
    case .opaque: 7
    }
  }

  var count: Int {
    switch value {
    case .bytes(let bytes), .opaque(let bytes): bytes.count
    case .ascii(let text): text.utf8.count + 1
    case .shorts(let numbers): numbers.count
    case .longs(let numbers): numbers.count
    case .rationals(let numbers): numbers.count
    }
  }

  func data(_ order: ByteOrder) -> [UInt8] {
    var data: [UInt8] = []
    switch value {
    case .bytes(let bytes), .opaque(let bytes): data = bytes
    case .ascii(let text): data = [UInt8](text) + [0]
    case .shorts(let numbers): numbers.forEach { data.append($0, order) }
    case .longs(let numbers): numbers.forEach { data.append($0, order) }
    case .rationals(let numbers):
      for (over, under) in numbers {
        data.append(over, order)
        data.append(under, order)
      }
    }
    return data
  }
}

/// A camera's metadata beside the picture: a TIFF file without pixels.
struct EXIFBlock {
  var order = ByteOrder.big
  var main: [TIFFEntry] = []
  var camera: [TIFFEntry] = []
  var position: [TIFFEntry] = []
  var interoperability: [TIFFEntry] = []
  /// A small JPEG, with a directory of its own.
  var thumbnail: [UInt8] = []
  /// The offset of the next directory that the first one states, for files that lie.
  var nextDirectory: UInt32?

  /// The block, beginning with `II` or `MM`.
  var bytes: [UInt8] {
    var block = [UInt8](order.rawValue)
    block.append(UInt16(42), order)
    block.append(UInt32(8), order)
    var main = main
    let children: [(UInt16, [TIFFEntry])] = [(0x8769, cameraAndBelow), (0x8825, position)]
    for (tag, entries) in children where !entries.isEmpty {
      main.append(TIFFEntry(tag, .longs([0])))
    }
    main.sort { $0.tag < $1.tag }
    // Children follow the main directory; each pointer is known once the data before it is.
    var at = 8 + Self.size(main)
    var tail: [UInt8] = []
    for (tag, entries) in children where !entries.isEmpty {
      for index in main.indices where main[index].tag == tag {
        main[index] = TIFFEntry(tag, .longs([UInt32(at)]))
      }
      let child = directory(entries, at: at)
      tail += child
      at += child.count
    }
    let next = thumbnail.isEmpty ? 0 : UInt32(at)
    block += Self.directory(main, at: 8, next: nextDirectory ?? next, order)
    return block + tail + thumbnailDirectory(at: at)
  }

  private var cameraAndBelow: [TIFFEntry] {
    interoperability.isEmpty ? camera : camera + [TIFFEntry(0xA005, .longs([0]))]
  }

  /// A child directory, followed by the interoperability one if it points to one.
  private func directory(_ entries: [TIFFEntry], at offset: Int) -> [UInt8] {
    let below = offset + Self.size(entries)
    var points = false
    let entries = entries.map { entry in
      guard entry.tag == 0xA005 else { return entry }
      points = true
      return TIFFEntry(entry.tag, .longs([UInt32(below)]))
    }
    let own = Self.directory(entries.sorted { $0.tag < $1.tag }, at: offset, next: 0, order)
    return points
      ? own + Self.directory(interoperability, at: below, next: 0, order) : own
  }

  private func thumbnailDirectory(at offset: Int) -> [UInt8] {
    guard !thumbnail.isEmpty else { return [] }
    var entries = [
      TIFFEntry(0x0103, .shorts([6])), TIFFEntry(0x0201, .longs([0])),
      TIFFEntry(0x0202, .longs([UInt32(thumbnail.count)])),
    ]
    entries[1] = TIFFEntry(0x0201, .longs([UInt32(offset + Self.size(entries))]))
    return Self.directory(entries, at: offset, next: 0, order) + thumbnail
  }

  private static func size(_ entries: [TIFFEntry]) -> Int {
    entries.reduce(6 + entries.count * 12) { sum, entry in
      let data = entry.data(.big).count
      return data > 4 ? sum + data + data % 2 : sum
    }
  }

  /// A directory and the values that don't fit into it.
  static func directory(
    _ entries: [TIFFEntry], at offset: Int, next: UInt32, _ order: ByteOrder
  ) -> [UInt8] {
    var head: [UInt8] = []
    var values: [UInt8] = []
    head.append(UInt16(entries.count), order)
    for entry in entries {
      var data = entry.data(order)
      head.append(entry.tag, order)
      head.append(entry.type, order)
      head.append(UInt32(entry.count), order)
      if data.count <= 4 {
        head += data + [UInt8](repeating: 0, count: 4 - data.count)
      } else {
        head.append(UInt32(offset + 6 + entries.count * 12 + values.count), order)
        if data.count % 2 == 1 { data.append(0) }
        values += data
      }
    }
    head.append(next, order)
    return head + values
  }
}

extension EXIFBlock {
  static let orientationTag: UInt16 = 0x0112

  /// A block with an orientation and a camera's description of itself.
  static func orientation(_ value: UInt16, _ order: ByteOrder = .big) -> EXIFBlock {
    EXIFBlock(
      order: order,
      main: [
        TIFFEntry(orientationTag, .shorts([value])), TIFFEntry(0x010F, .ascii("Castbook")),
      ])
  }

  /// A position in the uninhabited sea off Null Island.
  static let nullIsland: [TIFFEntry] = [
    TIFFEntry(0x0000, .bytes([2, 3, 0, 0])),
    TIFFEntry(0x0001, .ascii("N")), TIFFEntry(0x0002, .rationals([(0, 1), (1, 1), (2345, 100)])),
    TIFFEntry(0x0003, .ascii("E")), TIFFEntry(0x0004, .rationals([(0, 1), (2, 1), (3456, 100)])),
  ]

  static let serialNumber = TIFFEntry(0xA431, .ascii("CB-000123456"))
  static let owner = TIFFEntry(0xA430, .ascii("Nobody Inparticular"))
}
