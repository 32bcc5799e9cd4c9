package import Model

/// Reads the Content Credentials (C2PA) of a file, and checks whether they still hold: the
/// signature, the hash of each assertion, and the hash that binds them to the content.
///
/// ```swift
/// let found = ProvenanceReader.read(ByteSource(bytes), .jpeg)
/// if found?.credentials.state == .intact { … }
/// ```
///
/// Files are untrusted: no parser recurses, and everything that is counted in a file has a limit.
package enum ProvenanceReader {
  /// What was read.
  package struct Reading {
    package let credentials: ContentCredentials
    /// The certificates of the signature; `nil` if there are none that can be read.
    private let chain: CertificateChain?

    init(_ credentials: ContentCredentials, _ chain: CertificateChain? = nil) {
      (self.credentials, self.chain) = (credentials, chain)
    }

    /// Whether a user's list of certificates leads to the signer.
    package func isTrusted(by list: TrustList) -> Bool { chain?.isTrusted(by: list) ?? false }
  }

  /// Whether credentials are looked for in files of a format.
  package static func reads(_ format: MediaFormat) -> Bool {
    EmbeddedStore.formats.contains(format)
  }

  /// Returns the packet of XMP that a clip has in a box of its own; `nil` for other files. Pictures
  /// have it in other places.
  package static func packet(of source: ByteSource, _ format: MediaFormat) -> [UInt8]? {
    guard [.mp4, .mov, .m4v, .m4a].contains(format),
      let boxes = MovieBox.all(in: 0..<source.byteCount, of: source)
    else { return nil }
    let found = boxes.first { box in
      box.type == "uuid"
        && source.part(box.content.lowerBound, 16)?.elementsEqual(packetIdentifier) == true
    }
    guard let content = found?.content, content.count <= maximumPacket else { return nil }
    return source.part(content.lowerBound + 16, content.count - 16).map(Array.init)
  }

  private static let maximumPacket = 4 << 20
  /// The identifier of the box with XMP (Adobe's specification of XMP, part 3).
  private static let packetIdentifier: [UInt8] = [
    0xBE, 0x7A, 0xCF, 0xCB, 0x97, 0xA9, 0x42, 0xE8, 0x9C, 0x71, 0x99, 0x94, 0x91, 0xE3, 0xAF, 0xAC,
  ]

  /// Reads and checks the credentials of a file; `nil` if it has none.
  ///
  /// The whole file is read once to compare it with what was signed, if everything else holds.
  package static func read(_ source: ByteSource, _ format: MediaFormat) -> Reading? {
    switch EmbeddedStore.search(source, format) {
    case .none: return nil
    case .failed(let problem): return Reading(ContentCredentials([problem]))
    case .found(let embedded):
      do throws(CredentialProblem) {
        let store = try ManifestStore(embedded.bytes)
        var check = CredentialCheck(store, embedded, source, format)
        return check.run()
      } catch {
        return Reading(ContentCredentials([error]))
      }
    }
  }
}
