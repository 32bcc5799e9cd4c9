internal import Model

/// Returns a name from a record, safe to print and cut to 255 characters.
///
/// A library may contain names of millions of characters, written before names had a limit.
///
///     shownName("Mira\u{1B}Okafor")  // Mira\u{1b}Okafor
func shownName(_ name: String) -> String {
  let start = name.prefix(maximumNameLength)
  return sanitized(start.endIndex == name.endIndex ? name : start + "…")
}

/// The maximum length of a name that commands accept.
private let maximumNameLength = 255
