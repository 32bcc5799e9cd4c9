internal import Model

/// What was measured of a picture, as the text that the index stores: readable JSON whose numbers
/// have at most four decimals and are restored exactly.
enum StoredScores {
  /// The stored text for some scores.
  static func text(_ scores: PictureScores) -> String {
    let value: JSONValue = [
      "original": size(scores.original), "analysis": size(scores.analysis),
      "overWhite": scores.isOverWhite ? true : nil, "motion": scores.motion.map { .integer($0) },
      "lighting": scores.lighting.map { lighting in
        .array(
          [lighting.color, lighting.exposure, lighting.across, lighting.down]
            .map(JSONValue.decimal))
      },
      "swatches": scores.lighting.flatMap { light in
        light.swatches.isEmpty ? nil : .string(Self.hex(light.swatches))
      },
      "measures": .object(
        Measure.allCases.compactMap { measure in
          scores[measure].map { JSONValue.Member(measure.rawValue, Self.measure($0)) }
        }),
    ]
    return value.compactText
  }

  private static func size(_ size: PixelSize) -> JSONValue {
    .array([.integer(size.width), .integer(size.height)])
  }

  /// A measure as an array: the score, the raw value, the limits for a warning and a failure or
  /// `null`, and the worst region of the picture, if known.
  private static func measure(_ score: MeasuredScore) -> JSONValue {
    let box = score.box.map { box in
      JSONValue.array([box.x, box.y, box.width, box.height].map { .integer($0) })
    }
    return .array(
      [
        .decimal(score.score), .decimal(score.value), score.warn.map(JSONValue.decimal) ?? .null,
        score.fail.map(JSONValue.decimal) ?? .null,
      ] + [box].compactMap(\.self))
  }

  /// The scores of a stored text; `nil` if it contains no sizes. Throws if it is not JSON.
  static func scores(_ text: String) throws -> PictureScores? {
    let value = try JSONParser.parse(Array(text.utf8))
    guard let original = size(value["original"]), let analysis = size(value["analysis"]) else {
      return nil
    }
    var scores = PictureScores(original: original, analysis: analysis)
    scores.isOverWhite = value["overWhite"]?.boolean ?? false
    scores.motion = value["motion"]?.integer
    let light = (value["lighting"]?.array ?? []).compactMap(number)
    if light.count == 4 {
      scores.lighting = Lighting(
        color: light[0], exposure: light[1], across: light[2], down: light[3],
        swatches: bytes(value["swatches"]?.string ?? "") ?? [])
    }
    for member in value["measures"]?.members ?? [] {
      guard let measure = Measure(rawValue: member.key) else { continue }
      scores[measure] = score(member.value.array ?? [])
    }
    return scores
  }

  private static let digits = Array("0123456789abcdef".utf8)

  private static func hex(_ bytes: [UInt8]) -> String {
    String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// The bytes of a hexadecimal text; `nil` if it is not hexadecimal.
  private static func bytes(_ hex: String) -> [UInt8]? {
    let digits = hex.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    guard digits.count == hex.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map {
      UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
  }

  private static func size(_ value: JSONValue?) -> PixelSize? {
    let sides = (value?.array ?? []).compactMap(\.integer)
    return sides.count == 2 ? PixelSize(width: sides[0], height: sides[1]) : nil
  }

  /// The measure of an array; `nil` if it has no score or no value.
  private static func score(_ values: [JSONValue]) -> MeasuredScore? {
    guard values.count >= 4, let score = number(values[0]), let value = number(values[1]) else {
      return nil
    }
    let box = (values.dropFirst(4).first?.array ?? []).compactMap(\.integer)
    return MeasuredScore(
      score: score, value: value, warn: number(values[2]), fail: number(values[3]),
      box: box.count == 4
        ? PixelBox(x: box[0], y: box[1], width: box[2], height: box[3]) : nil)
  }

  private static func number(_ value: JSONValue) -> Double? {
    switch value {
    case .integer(let number): Double(number)
    case .number(let text): Double(text)
    default: nil
    }
  }
}
