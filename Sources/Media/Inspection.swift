package import Model

/// What was found by looking into a file.
package struct Inspection: Sendable {
  package var facts: FileFacts
  /// The picture as it stands upright, made small, where that was asked for and all of it is sound.
  package var luma: LumaPlane?
  /// The picture as it is measured, where that was asked for and all of it is sound.
  package var picture: AnalysisPicture?
  /// The ICC profile that its colours are of, where one is embedded and the picture was asked for, or its
  /// decoder told it anyway.
  package var profile: [UInt8]?

  /// The picture at its full size, where that was asked for and could be had at once. Its memory is reserved
  /// until `Inspector.letGo`.
  package var pixels: HeldPixels?

  package init(_ facts: FileFacts) { self.facts = facts }
}

/// Why a file was not read.
package struct FileNotRead: Error {
  package let problem: FileProblem
}
