internal import Files
package import Model

/// The programs that work on pictures, sounds and clips in a separate process. They are beside the
/// running program, or in `libexec`, where packages put programs that users don't call.
package enum DecoderProgram {
  /// `castbook-media`, for pictures.
  package static let location: FilePath? = location(of: "castbook-media")
  /// `castbook-streams`, for sounds and clips.
  package static let streams: FilePath? = location(of: "castbook-streams")
  /// `castbook-vision`, which describes pictures.
  package static let vision: FilePath? = location(of: "castbook-vision")

  /// The path of a program with this name that can be run; `nil` if there is none.
  package static func location(of name: String) -> FilePath? {
    guard let folder = FileSystem.programFolder else { return nil }
    return ["/\(name)", "/../libexec/castbook/\(name)"]
      .compactMap { FilePath(bytes: folder + Array($0.utf8)) }
      .first(where: FileSystem.isExecutable)
  }
}
