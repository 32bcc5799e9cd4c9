internal import Files
internal import Sending

extension SubmissionJournal {
  /// The user's journal, `~/.local/state/castbook/submissions`; `nil` without a home folder.
  static var ofUser: SubmissionJournal? {
    UserConfiguration.state("submissions", ProcessEnvironment.environment)
      .map { SubmissionJournal(at: $0) }
  }
}

extension JobSubmitter {
  /// Creates the submitter of a library for one of this user's accounts.
  init(
    in library: ElementLibrary, account: String, limits: SpendingLimits = SpendingLimits()
  ) {
    self.init(
      library.store, account: account, limits: limits, journal: .ofUser,
      wait: { try ProviderLink.wait(seconds: $0) })
  }
}
