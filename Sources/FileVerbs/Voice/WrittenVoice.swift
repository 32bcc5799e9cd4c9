/// A file that `voice` wrote.
public struct WrittenVoice: Sendable {
  /// The path of the file.
  public let path: FilePath
  /// The stretch that the file contains; `nil` for a picture of the waveform.
  public let cut: SoundCut?
  /// The facts and findings of the file; `nil` for a picture.
  public let file: CheckedFile?

  /// Describes a written file; both `cut` and `file` are `nil` for a picture.
  public init(path: FilePath, cut: SoundCut?, file: CheckedFile?) {
    self.path = path
    self.cut = cut
    self.file = file
  }
}
