internal import Model

/// Which files of an element go in, and which are left out.
///
/// The first front view, else the first face, else the first picture, then the others in the revision's order: no measure changes
/// that. A shot file may choose otherwise.
package struct FileSelection: Sendable {
  var chosen: [CastFile]
  var remarks: [PromptRemark] = []

  /// Those that a shot file chooses; else up to `most` pictures, or the clip where there are fewer than `least`,
  /// and one is taken.
  init(
    of member: CastMember, _ choice: Said<ShotSettings.FileChoice>?, least: Int, most: Int,
    takesClip: Bool
  ) {
    if let choice {
      self.init(of: member, choice)
    } else {
      self.init(of: member, least: least, most: most, takesClip: takesClip)
    }
  }

  private init(of member: CastMember, least: Int, most: Int, takesClip: Bool) {
    chosen = Self.usual(of: member.files, most: most)
    if chosen.count < least, takesClip,
      let clip = member.files.first(where: { $0.medium == .clip })
    {
      chosen = [clip]
    }
  }

  /// The first front, or face where there is no front, then the other pictures in their order.
  package static func usual(of files: [CastFile], most: Int) -> [CastFile] {
    let pictures = files.filter { $0.medium == .picture }
    let front = pictures.first { $0.role == .front } ?? pictures.first { $0.role == .face }
    let ordered = [front].compactMap(\.self) + pictures.filter { $0 != front }
    return Array(ordered.prefix(most))
  }

  private init(of member: CastMember, _ choice: Said<ShotSettings.FileChoice>) {
    chosen = []
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
            .requestNoFile, at: choice.place, "\(member.handle) has no \(Self.words(wanted))",
            fix: "castbook show \(member.handle) lists its files"))
      }
    }
  }

  private static func words(_ file: ShotSettings.FileChoice.File) -> String {
    switch file {
    case .number(let number): "file \(number)"
    case .role(let role): "file with the role \(role)"
    }
  }

  /// What stays at home.
  func left(of member: CastMember) -> [CastFile] {
    member.files.filter { !chosen.contains($0) }
  }
}
