internal import Bundles
internal import Files
internal import Transfers

extension FoundBundle {
  /// Returns the bundle's calls with placeholders filled in: first from `given`, then from the
  /// library that it was checked with, and last from the bundle itself. A header with a key that
  /// the user doesn't allow for a call's host is left out.
  public func calls(
    _ given: [String: String], in catalogue: TargetCatalogue
  ) throws -> BundleCalls {
    var calls = try BundleCalls(
      verification, own: ownIDs.mapValues(\.id), given: given, in: catalogue)
    let hosts = try KeyFile.ofUser().hosts
    calls.withholdHeaders { header, url in
      // An address that Castbook itself wouldn't call has no host that a key is for.
      hosts.refusal(of: header, at: ProviderAddress(url)?.host ?? url)?.message
    }
    return calls
  }
}
