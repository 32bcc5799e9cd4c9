package import Model

/// The result of inspecting one file: its facts, and the forms of its picture that were
/// requested.
package struct Inspection: Sendable {
  /// The facts about the file, including its problems.
  package var facts: FileFacts
  /// The picture upright and reduced to luma, or `nil` if it was not requested or is not
  /// intact.
  package var luma: LumaPlane?
  /// The picture upright and reduced for measuring, or `nil` if it was not requested or is
  /// not intact.
  package var picture: AnalysisPicture?
  /// The embedded ICC profile, or `nil` if there is none.
  ///
  /// It is read only if the picture was requested, or if the decoder returned it anyway.
  package var profile: [UInt8]?

  /// The full-size pixels, or `nil` if they were not requested or not available along the
  /// way.
  ///
  /// Their memory stays reserved until the caller passes them to `Inspector.release(_:)`.
  package var pixels: BufferedPixels?

  /// Creates a result that has only facts.
  package init(_ facts: FileFacts) { self.facts = facts }
}

/// The error for a file that could not be read.
package struct UnreadableFile: Error {
  /// The reason, as a problem of the file.
  package let problem: FileProblem

  package init(problem: FileProblem) { self.problem = problem }
}
