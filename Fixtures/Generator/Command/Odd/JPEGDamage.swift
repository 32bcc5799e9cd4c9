internal import FixtureScenes

/// JPEG that is truncated or changed.
let jpegDamage: [Fixture] = cutJPEGs + changedJPEGs

private let sequential = JPEGCoding()
private let progressive = JPEGCoding(isProgressive: true)
private let restarting = JPEGCoding(restartInterval: 16)

private let corrupt = soundJPEG.damaged(.error, .corrupt)
private let truncated = soundJPEG.damaged(.error, .truncated)

/// Keeps a part of the coded data, from the first scan's beginning to the file's end.
private func cut(_ bytes: [UInt8], to percent: Int) throws(FixtureError) -> [UInt8] {
  let start = try JPEGLayout(bytes).scan().end
  return Array(bytes[..<(start + (bytes.count - start) * percent / 100)])
}

private let cutJPEGs: [Fixture] = [
  Fixture(
    "jpeg-no-end.jpg", "Only the end marker is missing; every pixel is there.",
    soundJPEG.damaged(.warning, .truncated)
  ) { () throws(FixtureError) in try card.jpeg(sequential).dropLast(2) },
  Fixture(
    "jpeg-no-end-half-marker.jpg", "The last byte is missing: half of the end marker.",
    soundJPEG.damaged(.warning, .truncated)
  ) { () throws(FixtureError) in try card.jpeg(sequential).dropLast() },
  Fixture(
    "jpeg-no-end-restart.jpg", "With restart markers; only the end marker is missing.",
    soundJPEG.damaged(.warning, .truncated)
  ) { () throws(FixtureError) in try card.jpeg(restarting).dropLast(2) },
  Fixture(
    "jpeg-no-end-progressive.jpg",
    "Progressive without end marker: nobody knows whether a scan is missing.", truncated
  ) { () throws(FixtureError) in try card.jpeg(progressive).dropLast(2) },
  Fixture("jpeg-cut.jpg", "Cut off at half of the coded data.", truncated) {
    () throws(FixtureError) in try cut(card.jpeg(sequential), to: 50)
  },
  Fixture("jpeg-cut-at-99.jpg", "Cut off at 99 % of the coded data.", truncated) {
    () throws(FixtureError) in try cut(card.jpeg(sequential), to: 99)
  },
  Fixture("jpeg-cut-restart.jpg", "With restart markers, cut off at half.", truncated) {
    () throws(FixtureError) in try cut(card.jpeg(restarting), to: 50)
  },
  Fixture("jpeg-cut-progressive.jpg", "Progressive, cut off inside a scan.", truncated) {
    () throws(FixtureError) in try cut(card.jpeg(progressive), to: 50)
  },
  Fixture(
    "jpeg-cut-between-scans.jpg", "Progressive, cut off exactly after the first scan.", truncated
  ) { () throws(FixtureError) in
    let bytes = try card.jpeg(progressive)
    let scans = JPEGLayout(bytes).parts.filter { $0.marker == 0xDA }
    let tables = JPEGLayout(bytes).parts.filter { $0.marker == 0xC4 }
    guard let second = tables.first(where: { $0.offset > scans[0].end }) else {
      throw .missing("second scan")
    }
    return Array(bytes[..<second.offset])
  },
  Fixture(
    "jpeg-cut-but-ended.jpg", "Half of the coded data, then an end marker as if all were well.",
    corrupt.may(.truncated)
  ) { () throws(FixtureError) in try cut(card.jpeg(sequential), to: 50) + [0xFF, 0xD9] },
  Fixture(
    "jpeg-cut-in-tables.jpg", "Cut off inside the quantisation tables.",
    .broken("jpeg", .truncated)
  ) { () throws(FixtureError) in
    let bytes = try card.jpeg(sequential)
    return Array(bytes[..<(try JPEGLayout(bytes).part(0xDB).payload + 20)])
  },
  Fixture(
    "jpeg-cut-in-frame-header.jpg", "Cut off inside the frame header.", .broken("jpeg", .truncated)
  ) { () throws(FixtureError) in
    let bytes = try card.jpeg(sequential)
    return Array(bytes[..<(try JPEGLayout(bytes).frame().payload + 3)])
  },
  Fixture("jpeg-cut-before-scan.jpg", "Cut off right before the scan.", truncated) {
    () throws(FixtureError) in
    let bytes = try card.jpeg(sequential)
    return Array(bytes[..<(try JPEGLayout(bytes).scan().offset)])
  },
  Fixture("jpeg-only-start.jpg", "The start marker alone.", .broken("jpeg", .truncated)) {
    [0xFF, 0xD8, 0xFF]
  },
]

private let changedJPEGs: [Fixture] = [
  Fixture("jpeg-bad-code.jpg", "A byte changed: a Huffman code that does not exist.", corrupt) {
    () throws(FixtureError) in
    // Standard tables are so complete that they hide damage; with optimised ones it shows.
    try card.jpeg(JPEGCoding(quality: 60)).damagedScan(from: (1, 3), until: .badHuffmanCode)
  },
  Fixture(
    "jpeg-bad-code-progressive.jpg", "Progressive; a byte changed to a code that does not exist.",
    corrupt
  ) { () throws(FixtureError) in
    try card.jpeg(progressive).damagedScan(from: (1, 3), until: .badHuffmanCode)
  },
  Fixture(
    "jpeg-data-run-out.jpg", "A byte changed: the data run out before the picture does.", corrupt
  ) { () throws(FixtureError) in
    try card.jpeg(sequential).damagedScan(from: (1, 2), until: .hitMarker)
  },
  Fixture(
    "jpeg-changed-silently.jpg",
    "A byte changed so that every code stays good: no reader can tell, none should.", soundJPEG
  ) { () throws(FixtureError) in
    try card.jpeg(sequential).damagedScan(from: (1, 2), until: .sound)
  },
  Fixture(
    "jpeg-data-left-over.jpg",
    "A byte changed so that the picture ends before its data do: libjpeg does not tell.",
    soundJPEG.damaged(.warning, .corrupt)
  ) { () throws(FixtureError) in
    try card.jpeg(sequential).damagedScan(from: (2, 3), until: .sound)
  },
  Fixture(
    "jpeg-extraneous-bytes.jpg", "Three stray bytes before a marker; readers pass over them.",
    soundJPEG.damaged(.warning, .corrupt)
  ) { () throws(FixtureError) in
    let bytes = try card.jpeg(sequential)
    return bytes.inserting([1, 2, 3], at: try JPEGLayout(bytes).frame().offset)
  },
  Fixture(
    "jpeg-extraneous-at-end.jpg", "Five zero bytes between the data and the end marker.",
    soundJPEG.damaged(.warning, .corrupt)
  ) { () throws(FixtureError) in
    let bytes = try card.jpeg(sequential)
    return bytes.inserting([0, 0, 0, 0, 0], at: bytes.count - 2)
  },
  Fixture("jpeg-restart-out-of-order.jpg", "Two restart markers have changed places.", corrupt) {
    () throws(FixtureError) in
    var bytes = try card.jpeg(restarting)
    let places = restarts(in: bytes)
    bytes.swapAt(places[4] + 1, places[6] + 1)
    return bytes
  },
  Fixture("jpeg-restart-missing.jpg", "A restart interval has been lost.", corrupt) {
    () throws(FixtureError) in
    let bytes = try card.jpeg(restarting)
    let places = restarts(in: bytes)
    return Array(bytes[..<places[4]]) + bytes[places[5]...]
  },
  Fixture(
    "jpeg-marker-in-data.jpg", "A comment segment stands in the middle of the coded data.", corrupt
  ) { () throws(FixtureError) in
    let bytes = try card.jpeg(sequential)
    let start = try JPEGLayout(bytes).scan().end
    let middle = (start + bytes.count) / 2
    return bytes.inserting(JPEGSegment.comment("stray").bytes, at: middle)
  },
]

/// The offsets of restart markers.
private func restarts(in bytes: [UInt8]) -> [Int] {
  bytes.indices.dropLast().filter {
    bytes[$0] == 0xFF && (0xD0...0xD7).contains(bytes[$0 + 1])
  }
}
