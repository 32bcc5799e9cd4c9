extension FileFacts {
  /// Whether the file is not on this machine, but in the team's store.
  var isElsewhere: Bool {
    problems.contains(where: \.isElsewhere)
  }
}

extension FileProblem {
  /// Whether the team's store has a file that is missing here.
  package var isElsewhere: Bool {
    if case .absent(_, isElsewhere: true) = self { true } else { false }
  }
}
