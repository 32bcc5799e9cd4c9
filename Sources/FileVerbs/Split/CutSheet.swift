internal import Drawing
internal import Preparing

/// The result of splitting one sheet.
public struct CutSheet: Sendable {
  /// The sheet itself, checked against the targets.
  public let sheet: CheckedFile
  /// The views on the sheet, in reading order; empty if it was not cut.
  public let views: [CutView]
  /// How the views were found: `gutter`, `seam`, `subjects`, `grid`.
  public let cues: [String]
  /// The confidence that these are the views, from 0 to 1.
  public let confidence: Double
  /// Why the sheet was not cut; empty if it was.
  public let refusals: [Finding]

  /// The path of the sheet.
  public var path: FilePath { sheet.facts.path }
  /// Whether the file was only found in a folder and is not a picture, clip or sound.
  public var isNonMedia: Bool { sheet.isNonMedia }
}

/// A view that was cut out of a sheet.
public struct CutView: Sendable {
  /// Its number on the sheet in reading order, from 1.
  public let number: Int
  /// What the view probably shows.
  public let role: Role
  /// Its area on the sheet, after the sheet was turned upright.
  public let box: PixelBox
  /// Its file name: `turnaround-2-side.jpg`.
  public let name: FilePath
  /// The view as a file of its own: how it was cut, and what the targets say of it.
  public let copy: PreparedCopy
  /// The bytes of the view's file.
  public let bytes: [UInt8]

  /// The facts of the view's file.
  public var facts: FileFacts { copy.facts }
}
