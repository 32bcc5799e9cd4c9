internal import Model

/// Surveys the list of Photoshop resources in a JPEG, a TIFF or a Photoshop file.
enum ResourceSurvey {
  /// Surveys a list and adds the findings to `survey`.
  static func run(_ resources: ByteView, into survey: inout MetadataSurvey) {
    var position = 0
    for _ in 0..<4096 {
      guard let id = resources.u16(position + 4), let name = resources[position + 6],
        ["8BIM", "MeSa", "PHUT", "AgHg", "DCSR"].contains(where: {
          resources.begins(with: $0, at: position)
        })
      else { break }
      // The name has its length in front and is padded to an even count, as the data are.
      let head = position + 6 + (Int(name) + 2) / 2 * 2
      guard let length = resources.u32(head) else { break }
      let start = min(head + 4, resources.count)
      let data = resources.part(start, min(length, resources.count - start)) ?? resources
      if name > 0, let text = resources.part(position + 7, Int(name)) {
        survey.addHarmless(text.copied, limit: 64)
      }
      read(id, data, into: &survey)
      position = start + data.count + data.count % 2
      if data.count < length { break }
    }
    survey.addOther(unlessZero: resources.from(position))
  }

  private static func read(_ id: Int, _ data: ByteView, into survey: inout MetadataSurvey) {
    switch id {
    case 1028: IPTCSurvey.run(data, into: &survey)
    case 1033, 1036: if data.count > 28 { survey.add(.thumbnail) }
    case 1058, 1059: if !data.isEmpty { DirectorySurvey.run(data, isFile: false, into: &survey) }
    case 1060: XMPSurvey.run(data, into: &survey)
    case 1035, 1020: survey.addText(data, as: .comment)
    case 1008: survey.addText(data, as: .comment)
    // Print settings name printers; measurements and versions name documents.
    case 1083, 1082, 1071, 1072, 1075, 1077, 1084: survey.addOther(unlessZero: data)
    // Identifiers of the document and its layers, slices and paths.
    case 1050, 1061, 1068, 1065, 1074, 2000...2999: if !data.isZero { survey.add(.history) }
    case 1039: break
    // Resolution, grids, screens, angles and versions.
    case 1000...1099 where data.count <= 512: survey.addPrompt(in: data)
    case 10000 where data.count <= 64: break
    default: survey.addOther(unlessZero: data)
    }
  }
}
