internal import Files

/// The access of this process to other machines, which no verb of this module needs: `castbook-transport` connects.
public enum NetworkAccess {
  /// Takes this process, and all programs that it starts from now on, the right to connect to anything.
  ///
  /// JPEG and PNG are decoded in this process. Should a picture take it over, it has nowhere to send what it finds.
  /// On a system that can't do this, nothing changes.
  public static func forbid() { ProcessConnections.forbid() }
}
