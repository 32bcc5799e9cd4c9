/// The tables of the index. Everything in them follows from the log and the files.
///
/// `docs/format.md` describes them for people who read a library without Castbook.
package enum Schema {
  /// The version of the tables. If a file has another one, its index is rebuilt.
  ///
  /// It is computed from the text of the statements (FNV-1a, of which SQLite stores 31 bits), so it
  /// changes whenever they change.
  static let version = Int(
    (tables + searchTable(0) + indexes).utf8.reduce(UInt32(2_166_136_261)) {
      ($0 ^ UInt32($1)) &* 16_777_619
    }
      & 0x7FFF_FFFF)
  /// The application ID in the header of the file, "CBix", by which `file` and other tools
  /// recognize it.
  static let applicationID = 0x4342_6978

  /// The statements that create the tables.
  ///
  /// - `meta`: Small values by key, such as the number of tables.
  /// - `day`, `segment`, `fault`: The folders and files of the log as the index has read them, and
  ///   what is wrong with them. `unnamed` is for the clean-up: files that no record names.
  /// - `record`, `twin`, `shift`, `remark`: Where each record is in the log, where its copies are,
  ///   how offsets changed since then, and its free text.
  /// - `element`, `revision`, `descent`: Elements by number, their revisions, and the parents of
  ///   these.
  /// - `entry`, `name`, `tag`: The latest revisions, by which elements are listed and found.
  /// - `tally`, `tagged`: The number of elements, and of those with a tag.
  /// - `blob`, `score`, `weakness`, `weak`: Files by number with their facts and scores, and the
  ///   elements with weak pictures.
  /// - `holding`, `mention`: Which elements have had a file, and which other records name one.
  /// - `use`, `derivation`, `registration`, `dismissal`, `export`, `exported`, `take`, `comment`,
  ///   `draft`, `job`, `withdrawal`: The records of these kinds.
  /// - `erasure`, `erased`, `covered`, `scrub`: Erasures, the digests of what they have removed,
  ///   the records that they remove from the log, and the parts of the search to merge.
  /// - `part`: The parts of the search.
  static let tables = """
    CREATE TABLE meta(key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;
    CREATE TABLE day(
      name TEXT PRIMARY KEY, modified INTEGER NOT NULL, changed INTEGER NOT NULL,
      seen INTEGER NOT NULL, segments INTEGER NOT NULL, names INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE segment(
      id INTEGER PRIMARY KEY, day TEXT NOT NULL, digest BLOB NOT NULL UNIQUE,
      bytes INTEGER NOT NULL) STRICT;
    CREATE TABLE unnamed(digest BLOB PRIMARY KEY, seen INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE fault(
      segment BLOB NOT NULL, place INTEGER NOT NULL, problem TEXT NOT NULL,
      PRIMARY KEY(segment, place)) STRICT, WITHOUT ROWID;
    CREATE TABLE record(
      digest BLOB PRIMARY KEY, kind INTEGER NOT NULL, segment INTEGER NOT NULL REFERENCES segment(id),
      start INTEGER NOT NULL, length INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE twin(
      record BLOB NOT NULL, segment INTEGER NOT NULL, PRIMARY KEY(record, segment)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE shift(
      segment INTEGER NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL,
      PRIMARY KEY(segment, start)) STRICT, WITHOUT ROWID;
    CREATE TABLE remark(record BLOB PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE element(
      id INTEGER PRIMARY KEY, ulid BLOB NOT NULL, erased INTEGER NOT NULL DEFAULT 0) STRICT;
    CREATE TABLE revision(
      element INTEGER NOT NULL REFERENCES element(id), sequence INTEGER NOT NULL,
      digest BLOB NOT NULL, at INTEGER NOT NULL, part INTEGER NOT NULL,
      PRIMARY KEY(element, sequence, digest)) STRICT, WITHOUT ROWID;
    CREATE TABLE descent(
      parent BLOB NOT NULL, element INTEGER NOT NULL, child BLOB NOT NULL,
      PRIMARY KEY(parent, element, child)) STRICT, WITHOUT ROWID;
    CREATE TABLE entry(
      id INTEGER PRIMARY KEY, element INTEGER NOT NULL REFERENCES element(id),
      ulid BLOB NOT NULL, digest BLOB NOT NULL, sequence INTEGER NOT NULL, at INTEGER NOT NULL,
      kind INTEGER NOT NULL, retired INTEGER NOT NULL, handle TEXT NOT NULL, name TEXT NOT NULL,
      person TEXT, files INTEGER NOT NULL, look_of INTEGER, voice INTEGER, basis TEXT,
      expires TEXT, part INTEGER NOT NULL) STRICT;
    CREATE TABLE name(
      text TEXT NOT NULL, entry INTEGER NOT NULL, alias INTEGER NOT NULL,
      PRIMARY KEY(text, entry)) STRICT, WITHOUT ROWID;
    CREATE TABLE tag(
      text TEXT NOT NULL, kind INTEGER NOT NULL, retired INTEGER NOT NULL, entry INTEGER NOT NULL,
      PRIMARY KEY(text, kind, retired, entry)) STRICT, WITHOUT ROWID;
    CREATE TABLE tally(
      kind INTEGER NOT NULL, retired INTEGER NOT NULL, elements INTEGER NOT NULL,
      PRIMARY KEY(retired, kind)) STRICT, WITHOUT ROWID;
    CREATE TABLE tagged(
      text TEXT NOT NULL, kind INTEGER NOT NULL, retired INTEGER NOT NULL,
      elements INTEGER NOT NULL, PRIMARY KEY(text, kind, retired)) STRICT, WITHOUT ROWID;
    CREATE TABLE blob(
      id INTEGER PRIMARY KEY, digest BLOB NOT NULL, examined INTEGER NOT NULL DEFAULT 0,
      bytes INTEGER, format TEXT, width INTEGER, height INTEGER, milliseconds INTEGER,
      hash INTEGER, mirrored INTEGER, facts TEXT) STRICT;
    CREATE TABLE score(blob INTEGER PRIMARY KEY, metric TEXT NOT NULL, scores TEXT) STRICT;
    CREATE TABLE weakness(
      blob INTEGER NOT NULL, rule TEXT NOT NULL, place INTEGER NOT NULL, severity INTEGER NOT NULL,
      kinds INTEGER NOT NULL, PRIMARY KEY(blob, rule)) STRICT, WITHOUT ROWID;
    CREATE TABLE weak(
      kind INTEGER NOT NULL, retired INTEGER NOT NULL, entry INTEGER NOT NULL,
      pictures INTEGER NOT NULL, severity INTEGER NOT NULL, rule TEXT NOT NULL,
      PRIMARY KEY(kind, retired, entry)) STRICT, WITHOUT ROWID;
    CREATE TABLE holding(
      blob INTEGER NOT NULL, element INTEGER NOT NULL, PRIMARY KEY(blob, element)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE mention(
      blob INTEGER NOT NULL, record BLOB NOT NULL, PRIMARY KEY(blob, record)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE use(
      element INTEGER NOT NULL, project BLOB NOT NULL, at INTEGER NOT NULL, record BLOB NOT NULL,
      revision BLOB NOT NULL, path TEXT NOT NULL,
      PRIMARY KEY(element, project, at, record)) STRICT, WITHOUT ROWID;
    CREATE TABLE derivation(
      source INTEGER NOT NULL, result INTEGER NOT NULL, at INTEGER NOT NULL, record BLOB NOT NULL,
      PRIMARY KEY(source, result, at, record)) STRICT, WITHOUT ROWID;
    CREATE TABLE registration(
      target TEXT NOT NULL, account TEXT NOT NULL, kind TEXT NOT NULL, element INTEGER, blob INTEGER,
      at INTEGER NOT NULL, record BLOB PRIMARY KEY, revision BLOB, remote TEXT NOT NULL,
      expires INTEGER) STRICT, WITHOUT ROWID;
    CREATE TABLE dismissal(
      blob INTEGER NOT NULL, rule TEXT NOT NULL, at INTEGER NOT NULL, record BLOB NOT NULL,
      reason TEXT NOT NULL, PRIMARY KEY(blob, rule, at, record)) STRICT, WITHOUT ROWID;
    CREATE TABLE export(
      bundle BLOB NOT NULL, at INTEGER NOT NULL, record BLOB NOT NULL, target TEXT NOT NULL,
      project BLOB, PRIMARY KEY(bundle, at, record)) STRICT, WITHOUT ROWID;
    CREATE TABLE exported(
      element INTEGER NOT NULL, at INTEGER NOT NULL, record BLOB NOT NULL, revision BLOB NOT NULL,
      PRIMARY KEY(element, at, record)) STRICT, WITHOUT ROWID;
    CREATE TABLE take(
      bundle BLOB NOT NULL, at INTEGER NOT NULL, record BLOB NOT NULL, blob INTEGER,
      result TEXT NOT NULL, PRIMARY KEY(bundle, at, record)) STRICT, WITHOUT ROWID;
    CREATE TABLE comment(
      bundle BLOB NOT NULL, at INTEGER NOT NULL, record BLOB NOT NULL, blob INTEGER,
      PRIMARY KEY(bundle, at, record)) STRICT, WITHOUT ROWID;
    CREATE TABLE draft(
      draft BLOB NOT NULL, record BLOB NOT NULL, at INTEGER NOT NULL, parent BLOB,
      shown INTEGER NOT NULL, PRIMARY KEY(draft, record)) STRICT, WITHOUT ROWID;
    CREATE TABLE job(
      job BLOB NOT NULL, record BLOB NOT NULL, at INTEGER NOT NULL, state TEXT NOT NULL,
      bundle BLOB, request BLOB, element INTEGER, PRIMARY KEY(job, record)) STRICT, WITHOUT ROWID;
    CREATE TABLE withdrawal(
      target BLOB NOT NULL, record BLOB NOT NULL, PRIMARY KEY(target, record)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE erasure(
      element INTEGER NOT NULL, record BLOB NOT NULL, before BLOB, at INTEGER NOT NULL,
      takes INTEGER NOT NULL, PRIMARY KEY(element, record)) STRICT, WITHOUT ROWID;
    CREATE TABLE erased(
      digest BLOB NOT NULL, role INTEGER NOT NULL, record BLOB NOT NULL,
      PRIMARY KEY(digest, role, record)) STRICT, WITHOUT ROWID;
    CREATE TABLE signature(record BLOB PRIMARY KEY, key BLOB NOT NULL, at INTEGER NOT NULL)
      STRICT, WITHOUT ROWID;
    CREATE TABLE ended(
      key BLOB NOT NULL, by BLOB NOT NULL, record BLOB NOT NULL, PRIMARY KEY(key, by, record)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE cited(
      record BLOB NOT NULL, by BLOB NOT NULL, PRIMARY KEY(record, by)) STRICT, WITHOUT ROWID;
    CREATE TABLE covered(
      record BLOB NOT NULL, segment INTEGER NOT NULL, start INTEGER NOT NULL,
      length INTEGER NOT NULL, element INTEGER NOT NULL, PRIMARY KEY(record, segment)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE part(
      id INTEGER PRIMARY KEY, entries INTEGER NOT NULL, newest INTEGER NOT NULL) STRICT;
    CREATE TABLE scrub(part INTEGER PRIMARY KEY) STRICT;
    """

  /// The statement that creates a part of the search. `SearchParts` explains why there are several.
  static func searchTable(_ part: Int) -> String {
    "CREATE VIRTUAL TABLE search_\(part) USING fts5(names, tags, texts, \(searchOptions))"
  }

  /// The options of the full-text search.
  ///
  /// It stores neither texts nor the positions of words. It finds the elements that contain all
  /// words, and `SearchQuery` checks in the texts of these few whether the words are adjacent.
  /// Prefixes of up to five characters are indexed, because they match so many words that merging
  /// their lists for each query would take long.
  package static let searchOptions =
    "content='', columnsize=0, detail=none, tokenize='ascii', prefix='1 2 3 4 5'"

  /// The statements that create the indexes. They run after the tables have been filled.
  static let indexes = """
    CREATE UNIQUE INDEX blob_digest ON blob(digest);
    CREATE UNIQUE INDEX element_ulid ON element(ulid);
    CREATE INDEX entry_element ON entry(element);
    CREATE INDEX entry_kind ON entry(kind, retired, id);
    CREATE INDEX entry_retired ON entry(retired, id);
    CREATE INDEX entry_look ON entry(look_of) WHERE look_of IS NOT NULL;
    CREATE INDEX entry_voice ON entry(voice) WHERE voice IS NOT NULL;
    CREATE INDEX entry_expires ON entry(expires, id, retired, element) WHERE expires IS NOT NULL;
    CREATE INDEX entry_unstated ON entry(retired) WHERE basis IS NULL AND look_of IS NULL;
    CREATE INDEX record_segment ON record(segment);
    CREATE INDEX segment_day ON segment(day, bytes);
    CREATE INDEX descent_child ON descent(child);
    CREATE INDEX blob_pending ON blob(id) WHERE examined = 0;
    CREATE INDEX blob_missed ON blob(digest) WHERE examined = -1;
    CREATE INDEX mention_record ON mention(record);
    CREATE INDEX use_project ON use(project, element);
    CREATE INDEX derivation_result ON derivation(result);
    CREATE INDEX registration_element ON registration(element, at, record) WHERE element IS NOT NULL;
    CREATE INDEX registration_blob ON registration(blob) WHERE blob IS NOT NULL;
    CREATE INDEX export_at ON export(at);
    CREATE INDEX fault_place ON fault(place);
    CREATE INDEX tagged_common ON tagged(retired, elements);
    CREATE INDEX job_bundle ON job(bundle) WHERE bundle IS NOT NULL;
    CREATE INDEX job_request ON job(request) WHERE request IS NOT NULL;
    CREATE INDEX job_element ON job(element) WHERE element IS NOT NULL;
    CREATE INDEX job_at ON job(at) WHERE state = 'sending';
    CREATE INDEX take_blob ON take(blob) WHERE blob IS NOT NULL;
    CREATE INDEX draft_parent ON draft(parent) WHERE parent IS NOT NULL;
    CREATE INDEX draft_shown ON draft(shown, at, record);
    """
}
