internal import Model

/// Surveys the captions of IPTC's information interchange model, which picture agencies use.
enum IPTCSurvey {
  /// Surveys the records and adds the findings to `survey`.
  static func run(_ records: ByteView, into survey: inout MetadataSurvey) {
    var position = 0
    var count = 0
    while let mark = records[position], count < 10_000 {
      // Some writers pad with zeros.
      guard mark == 0x1C, let record = records[position + 1], let number = records[position + 2],
        let claimed = records.u16(position + 3)
      else {
        survey.addOther(unlessZero: records.from(position))
        return
      }
      var start = position + 5
      var length = claimed
      if claimed & 0x8000 != 0 {
        // This length takes more than two bytes.
        guard claimed & 0x7FFF == 4, let long = records.u32(start) else {
          survey.addOther(records.count - position)
          return
        }
        start += 4
        length = long
      }
      start = min(start, records.count)
      let data = records.part(start, min(length, records.count - start)) ?? records
      read(Int(record), Int(number), data, into: &survey)
      position = start + data.count
      count += 1
    }
    survey.addOther(unlessZero: records.from(position))
  }

  private static func read(
    _ record: Int, _ number: Int, _ data: ByteView, into survey: inout MetadataSurvey
  ) {
    guard record == 2 else {
      // The envelope names character sets and formats; record 8 is a small picture.
      if record == 8 {
        survey.add(.thumbnail)
      } else {
        survey.addHarmless(data.prefix(1 << 16).copied)
      }
      return
    }
    switch number {
    case 0, 3, 10, 22, 47, 65, 70, 75, 130, 131, 135, 150, 151, 152, 153, 154:
      survey.addHarmless(data.prefix(1 << 16).copied)
    case 80: survey.addAuthor(.creator, data)
    case 110: survey.addAuthor(.credit, data)
    case 116: survey.addAuthor(.rights, data)
    case 85, 115, 118, 122: survey.addText(data, as: .authorship)
    case 26, 27, 90, 92, 95, 100, 101: survey.addText(data, as: .location)
    case 30, 35, 37, 38, 55, 60, 62, 63: survey.addText(data, as: .date)
    case 200, 201, 202: survey.add(.thumbnail)
    case 221, 230, 231: survey.addText(data, as: .history)
    default: survey.addText(data, as: .comment)
    }
  }
}
