package import Model

/// The measurements of a picture in the library's cache: enough to judge the picture among others
/// without decoding it again.
///
/// ```swift
/// if let kept = store.previews.measures(of: blob) { print(kept.scores) }
/// ```
package struct KeptMeasures: Hashable, Sendable {
  /// The scores, by the current version of the measures.
  package let scores: PictureScores
  /// The picture reduced to luma, by which copies of it are found.
  package let luma: LumaPlane

  /// Creates the measures of a picture.
  package init(scores: PictureScores, luma: LumaPlane) {
    self.scores = scores
    self.luma = luma
  }
}

extension KeptMeasures: StoredObject {
  package static let objectName = "measures"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    // Scores of another version are measured again.
    let metric = try fields.required("metric") { _ in PictureScores.metric }
    try fields.require(metric == PictureScores.metric, "they are of another version")
    scores = try fields.required("scores", \.scores)
    let samples = try fields.required("luma") { HexBytes($0.luma.samples) }.bytes
    let side = LumaPlane.side
    guard let plane = LumaPlane(width: side, height: side, samples: samples) else {
      throw RecordError("\(Self.objectName): \"luma\" has \(samples.count) samples")
    }
    luma = plane
  }
}

extension PreviewFolder {
  /// Returns the measures of a picture; `nil` if there are none that can be used.
  package func measures(of blob: Digest) -> KeptMeasures? {
    stored(blob, .measures).flatMap { try? JSONParser.parse($0) }
      .flatMap { KeptMeasures(json: $0) }
  }

  /// Keeps the measures of a picture. Failures are ignored, because the picture is measured again
  /// when needed.
  package func keep(_ measures: KeptMeasures, of blob: Digest, temporaryName: String) {
    keep(
      Array(measures.stored.compactText.utf8), of: blob, .measures, temporaryName: temporaryName)
  }
}
