package import Model

extension MediaFormat {
  /// The format of a file by its first bytes, or `.unknown`; its name is never considered.
  package init(sniffing head: [UInt8]) { self = Sniffer.format(of: ByteView(head)) }
}
