extension ContactSheet.Theme {
  /// The background of the sheet.
  package var background: Color { self == .dark ? .grey(46) : .grey(238) }

  /// The background of a picture that does not fill its area.
  package var pictureBackground: Color { self == .dark ? .grey(34) : .grey(222) }

  /// The color of the main text.
  package var ink: Color { self == .dark ? .grey(240) : .grey(20) }

  /// The color of less important text. Its contrast to the background is at least 7:1 too.
  package var secondaryInk: Color { self == .dark ? .grey(200) : .grey(68) }

  /// The color of the whole length of a bar.
  package var track: Color { self == .dark ? .grey(96) : .grey(180) }

  /// The color of a mark. Its contrast to the background is at least 7:1, and its shape
  /// and its word say the same.
  package func color(of mark: Mark) -> Color {
    switch (mark, self) {
    case (.pass, .dark): Color(red: 150, green: 222, blue: 150)
    case (.warn, .dark): Color(red: 255, green: 200, blue: 87)
    case (.fail, .dark): Color(red: 255, green: 174, blue: 160)
    case (.pass, .light): Color(red: 0, green: 84, blue: 24)
    case (.warn, .light): Color(red: 106, green: 66, blue: 0)
    case (.fail, .light): Color(red: 140, green: 0, blue: 16)
    }
  }
}
