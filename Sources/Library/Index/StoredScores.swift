package import Model

/// The scores of a picture as the text that the index stores: readable JSON whose numbers have at
/// most four decimals and are restored exactly.
enum StoredScores {
  /// The stored text for some scores.
  static func text(_ scores: PictureScores) -> String { scores.stored.compactText }

  /// The scores of a stored text; `nil` if it contains no sizes. Throws if it is not JSON.
  static func scores(_ text: String) throws -> PictureScores? {
    PictureScores(json: try JSONParser.parse(Array(text.utf8)))
  }
}

extension PictureScores: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    let original = try fields.required("original") { Sides($0.original) }
    let analysis = try fields.required("analysis") { Sides($0.analysis) }
    self.init(original: original.size, analysis: analysis.size)
    isOverWhite = fields.valid("overWhite") { $0.isOverWhite.orNil } ?? false
    motion = fields.valid("motion", \.motion)
    let light = fields.valid("lighting") { scores in
      scores.lighting.map { [$0.color, $0.exposure, $0.across, $0.down] }
    }
    let swatches = fields.valid("swatches") { $0.lighting?.swatches.nonEmpty.map(HexBytes.init) }
    if let light, light.count == 4 {
      lighting = Lighting(
        color: light[0], exposure: light[1], across: light[2], down: light[3],
        swatches: swatches?.bytes ?? [])
    }
    let measures = fields.valid("measures") { scores -> JSONValue in
      .object(
        Measure.allCases.compactMap { measure in
          scores[measure].map { JSONValue.Member(measure.rawValue, $0.stored) }
        })
    }
    for member in measures?.members ?? [] {
      guard let measure = Measure(rawValue: member.key) else { continue }
      self[measure] = MeasuredScore(stored: member.value)
    }
  }
}

/// The size of a picture as an array of its width and its height.
private struct Sides: StoredValue {
  static let expectation = "is not a size"
  let size: PixelSize

  init(_ size: PixelSize) { self.size = size }

  init?(stored: JSONValue) {
    let sides = (stored.array ?? []).compactMap(\.integer)
    guard sides.count == 2 else { return nil }
    size = PixelSize(width: sides[0], height: sides[1])
  }

  var stored: JSONValue { [size.width, size.height].json }
}

/// A measure is an array: the score, the raw value, the limits for a warning and a failure or
/// `null`, and the worst region of the picture, if known.
extension MeasuredScore: StoredValue {
  package static var expectation: String { "is not a measure" }

  package init?(stored: JSONValue) {
    let values = stored.array ?? []
    guard values.count >= 4, let score = Double(stored: values[0]),
      let value = Double(stored: values[1])
    else { return nil }
    let box = (values.dropFirst(4).first?.array ?? []).compactMap(\.integer)
    self.init(
      score: score, value: value, warn: Double(stored: values[2]), fail: Double(stored: values[3]),
      box: box.count == 4
        ? PixelBox(x: box[0], y: box[1], width: box[2], height: box[3]) : nil)
  }

  package var stored: JSONValue {
    .array(
      [score.json, value.json, warn?.json ?? .null, fail?.json ?? .null]
        + (box.map { [$0.json] } ?? []))
  }
}
