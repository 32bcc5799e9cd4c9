/// Where a profile comes from.
public enum ProfileOrigin: Hashable, Sendable {
  /// It is part of the program.
  case builtIn
  /// A file of the user's, or one that someone gave them.
  case file(String, replacesBuiltIn: Bool)
}
