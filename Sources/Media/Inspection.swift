package import Model

/// What was found by looking into a file.
package struct Inspection: Sendable {
  package var facts: FileFacts
  /// The picture as it stands upright, made small, where that was asked for and all of it is sound.
  package var luma: LumaPlane?
  /// The picture as it is measured, where that was asked for and all of it is sound.
  package var picture: AnalysisPicture?
  /// The ICC profile that its colours are of, where one is embedded and the picture was asked for.
  package var profile: [UInt8]?

  package init(_ facts: FileFacts) { self.facts = facts }
}

/// Why a file was not read.
package struct FileNotRead: Error {
  package let problem: FileProblem
}
