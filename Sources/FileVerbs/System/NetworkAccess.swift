internal import Files

/// The access of this process to other machines. No verb of this module needs it:
/// `castbook-transport` connects.
public enum NetworkAccess {
  /// Revokes the right to connect of this process and of all programs that it starts from now on.
  ///
  /// JPEG and PNG are decoded in this process. A picture that takes it over has nowhere to send
  /// what it finds. On a system that can't do this, nothing changes.
  public static func forbid() { OutgoingConnections.disable() }
}
