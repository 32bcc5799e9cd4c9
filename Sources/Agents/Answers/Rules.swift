internal import Castbook

/// The texts of the rules, read once for all calls.
enum Rules {
  private static let read = Result { () throws(ProfileError) in try RuleCatalogue() }

  /// Returns the texts.
  ///
  /// - Throws: `ProfileError` when the built-in file is invalid.
  static func catalogue() throws(ProfileError) -> RuleCatalogue { try read.get() }
}
