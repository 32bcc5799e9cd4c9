internal import Model

/// The files of an element that are sent.
///
/// By default these are the first front view, else the first face, else the first picture, and
/// then the other pictures in the revision's order. Scores don't change that order; a shot file
/// may choose otherwise.
package struct FileSelection: Sendable {
  /// The files that are sent, in their order.
  var chosen: [CastFile]
  /// Problems with files that the shot file chooses.
  var remarks: [PromptRemark] = []

  /// Selects the files that a shot file chooses.
  ///
  /// Without a choice, selects up to `maximum` pictures, or the clip when there are fewer than
  /// `minimum` and the target accepts a clip.
  init(
    of member: CastMember, _ choice: Located<ShotSettings.FileChoice>?, minimum: Int, maximum: Int,
    acceptsClip: Bool
  ) {
    chosen = []
    if let choice {
      choose(choice, of: member)
      return
    }
    chosen = Self.defaultFiles(of: member.files, maximum: maximum)
    if chosen.count < minimum, acceptsClip,
      let clip = member.files.first(where: { $0.medium == .clip })
    {
      chosen = [clip]
    }
  }

  /// Returns up to `maximum` pictures: the first front view, or the first face when there is none,
  /// and then the others in their order.
  package static func defaultFiles(of files: [CastFile], maximum: Int) -> [CastFile] {
    let pictures = files.filter { $0.medium == .picture }
    let front = pictures.first { $0.role == .front } ?? pictures.first { $0.role == .face }
    let ordered = [front].compactMap(\.self) + pictures.filter { $0 != front }
    return Array(ordered.prefix(maximum))
  }

  /// Selects the files that a choice names. A missing file is an error.
  private mutating func choose(
    _ choice: Located<ShotSettings.FileChoice>, of member: CastMember
  ) {
    for wanted in choice.value.files {
      let file =
        switch wanted {
        case .number(let number): member.files.first { $0.number == number }
        case .role(let role): member.files.first { $0.role == role && !chosen.contains($0) }
        }
      if let file, !chosen.contains(file) {
        chosen.append(file)
      } else if file == nil {
        remarks.append(
          .error(
            .requestNoFile, at: choice.location, "\(member.handle) has no \(Self.words(wanted))",
            fix: "castbook show \(member.handle) lists its files"))
      }
    }
  }

  /// Returns the name of a chosen file in words.
  private static func words(_ file: ShotSettings.FileChoice.File) -> String {
    switch file {
    case .number(let number): "file \(number)"
    case .role(let role): "file with the role \(role)"
    }
  }

  /// Returns the files of the element that are not sent.
  func remaining(of member: CastMember) -> [CastFile] {
    member.files.filter { !chosen.contains($0) }
  }
}
