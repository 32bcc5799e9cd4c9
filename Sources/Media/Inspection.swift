package import Model

/// What was found by looking into a file.
package struct Inspection: Sendable {
  package var facts: FileFacts
  /// The picture as it stands upright, made small, where that was asked for and all of it is sound.
  package var luma: LumaPlane?
  /// The picture as it is measured, where that was asked for and all of it is sound.
  package var picture: AnalysisPicture?

  package init(_ facts: FileFacts) { self.facts = facts }
}
