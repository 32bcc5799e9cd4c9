package import Model

extension Contents {
  /// The records of all signatures, whether or not they are genuine.
  package func signatures() throws -> [Digest] {
    try index.sql.digests("SELECT record FROM signature ORDER BY record")
  }

  /// The records of the signatures with a key that end other keys.
  package func signaturesThatEnd(by key: SigningKey) throws -> [Digest] {
    try index.sql.digests(
      "SELECT DISTINCT record FROM ended WHERE by=? ORDER BY record", [key.bytes])
  }

  /// The signatures that no other signature names, latest first: a new signature must name them.
  package func lastSignatures(limit: Int) throws -> [Digest] {
    try index.sql.digests(
      """
      SELECT record FROM signature WHERE record NOT IN (SELECT record FROM cited)
      ORDER BY at DESC, record LIMIT ?
      """, [limit])
  }

  /// The missing signatures that others name, each with one that names it.
  package func absentSignatures() throws -> [(signature: Digest, namedBy: Digest)] {
    try index.sql.all(
      """
      SELECT record, by FROM cited WHERE record NOT IN (SELECT record FROM signature)
      ORDER BY record, by
      """
    ) { (try $0.digest(0), try $0.digest(1)) }
  }
}
