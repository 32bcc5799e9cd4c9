extension ContactSheet.Theme {
  /// Around everything.
  package var ground: Color { self == .dark ? .grey(46) : .grey(238) }

  /// Behind a picture that does not fill its place.
  package var mount: Color { self == .dark ? .grey(34) : .grey(222) }

  /// What is read first.
  package var ink: Color { self == .dark ? .grey(240) : .grey(20) }

  /// What is read second; it too differs from the ground at least 7 to 1.
  package var quietInk: Color { self == .dark ? .grey(200) : .grey(68) }

  /// The whole length of a bar.
  package var track: Color { self == .dark ? .grey(96) : .grey(180) }
}
