package import Model

extension Contents {
  /// The records of all signatures, whether or not they are genuine.
  package func signatures() throws -> [Digest] {
    try index.digests("SELECT record FROM signature ORDER BY record")
  }

  /// The records of signatures that end keys, as far as one key has signed them.
  package func signaturesThatEnd(by key: SigningKey) throws -> [Digest] {
    try index.digests(
      "SELECT DISTINCT record FROM ended WHERE by=? ORDER BY record", [key.bytes])
  }

  /// The signatures that no other one names, the latest first: what a new one has to name.
  package func lastSignatures(limit: Int) throws -> [Digest] {
    try index.digests(
      """
      SELECT record FROM signature WHERE record NOT IN (SELECT record FROM cited)
      ORDER BY at DESC, record LIMIT ?
      """, [limit])
  }

  /// The signatures that others name and that the library doesn't have, each with one that names it.
  package func absentSignatures() throws -> [(signature: Digest, namedBy: Digest)] {
    try index.all(
      """
      SELECT record, by FROM cited WHERE record NOT IN (SELECT record FROM signature)
      ORDER BY record, by
      """
    ) { (try $0.digest(0), try $0.digest(1)) }
  }
}
