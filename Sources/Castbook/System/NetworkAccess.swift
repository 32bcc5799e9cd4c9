internal import Files

/// The access of this process to other machines, which no verb of this module needs: `castbook-transport` connects.
public enum NetworkAccess {
  /// Takes the right to connect from this process and from all programs that it starts from now on.
  ///
  /// JPEG and PNG are decoded in this process. Should a picture take it over, it has nowhere to send what it finds.
  /// On a system that can't do this, nothing changes.
  public static func forbid() { ProcessConnections.forbid() }
}
