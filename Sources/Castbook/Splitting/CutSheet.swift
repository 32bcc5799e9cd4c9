internal import Drawing
internal import Library
internal import Preparing

/// One sheet as splitting leaves it.
public struct CutSheet: Sendable {
  /// The sheet itself, held to the targets.
  public let sheet: CheckedFile
  /// The views on it, in reading order; none where it was not cut.
  public let views: [CutView]
  /// How they were told apart: `gutter`, `seam`, `subjects`, `grid`.
  public let means: [String]
  /// How sure it is that these are the views, 0 to 1.
  public let sureness: Double
  /// Why it was not cut.
  public let refusals: [Finding]
  /// The sheet's own bytes, where they are to be kept beside its views.
  let kept: BlobFolder.Staged?

  public var path: FilePath { sheet.facts.path }
  public var isBystander: Bool { sheet.isBystander }
}

/// One view that was cut out of a sheet.
public struct CutView: Sendable {
  /// From 1, in reading order.
  public let number: Int
  /// What it probably shows.
  public let role: Role
  /// Where it is on the upright sheet.
  public let box: PixelBox
  /// `turnaround-2-side.jpg`.
  public let name: FilePath
  /// The view as a file of its own: how it was cut, and what the targets say of it.
  public let copy: PreparedCopy
  let bytes: [UInt8]

  public var facts: FileFacts { copy.facts }
}
