internal import Model

/// A name from a record as it is printed: a library may keep one of millions of characters, made before names were
/// bounded, and nobody reads that.
///
///     shownName("Mira\u{1B}Okafor")  // Mira\u{1b}Okafor
func shownName(_ name: String) -> String {
  let start = name.prefix(shownNameLimit)
  return sanitized(start.endIndex == name.endIndex ? name : start + "…")
}

/// No name that a command accepts is longer.
private let shownNameLimit = 255
