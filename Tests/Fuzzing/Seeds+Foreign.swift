import Foundation
import Model
import PNG
import TestSupport

@testable import Media

/// Inputs from other programs' libraries.
extension Seeds {
  static let mappings = Seeds {
    [
      "{}", #"{"castbook": "mapping/1", "groups": []}"#,
      #"{"castbook": "mapping/1", "groups": [{"group": "Mug", "files": 5, "handle": "mug", "kind": "product", "skip": false}, {"group": "Cast/Mira", "skip": true}]}"#,
      #"{"castbook": "mapping/1", "groups": [{"group": "米拉", "handle": "mila"}, {"group": "Mira"}]}"#,
    ].map { Array($0.utf8) }
  }

  static let eagleTrees = Seeds {
    [
      "[]", #"{"folders": []}"#,
      #"{"folders": [{"id": "1", "name": "Cast", "description": "x", "tags": ["a"], "password": "", "children": [{"id": "2", "name": "../x", "children": []}]}, {"id": "1"}, 7]}"#,
    ].map { Array($0.utf8) }
  }

  private static let tagged = """
    <?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
    <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
     xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"
     xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"
     xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#"
     xmlns:digiKam="http://www.digikam.org/ns/1.0/"
     xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
    <dc:subject><rdf:Bag><rdf:li>beach</rdf:li></rdf:Bag></dc:subject>
    <digiKam:TagsList><rdf:Seq><rdf:li>People/Anna</rdf:li></rdf:Seq></digiKam:TagsList>
    <Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>Mira &amp; <![CDATA[B]]></rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImage>
    <mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag>
    <rdf:li><rdf:Description mwg-rs:Name="Ben" mwg-rs:Type="Face">
    <mwg-rs:Area stArea:x="0.5" stArea:y="0.5" stArea:w="0.1" stArea:h="0.1" stArea:unit="normalized"/>
    </rdf:Description></rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>
    </rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>
    """

  /// Packets in both encodings, and a picture with one.
  static let pictureTags = Seeds {
    let packet = Array(tagged.utf8)
    let wide = "\u{FEFF}\(tagged)".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    let picture = fixture("odd/png-1x1.png")
    return [packet, wide, PNGParts.adding(xmp: packet, to: picture) ?? []]
  }

  static let characterCards = Seeds {
    let card =
      #"{"spec": "chara_card_v3", "spec_version": "3.0", "data": {"name": "Lyra", "description": "{{char}}", "tags": ["a"], "assets": [{"type": "icon", "uri": "data:image/png;base64,iVBORw0KGgo=", "name": "a/b", "ext": "png"}, {"type": "emotion", "uri": "__asset:0", "name": "joy"}]}}"#
    let picture = fixture("odd/png-1x1.png")
    let chunk = PNGChunk.bytes("tEXt", Array("ccv3\0\(Data(card.utf8).base64EncodedString())".utf8))
    let manifest =
      #"{"magic":"INLINECHAR","format_version":1,"name":"Ada","refs":[{"path":"refs/000.png","role":"face"}]}"#
    return [
      Array(card.utf8), Array(#"{"name": "Old", "first_mes": ""}"#.utf8), Array(manifest.utf8),
      Array(picture.dropLast(12)) + chunk + Array(picture.suffix(12)),
    ]
  }

  /// A small vault of PixlStash, made with SQLite's own shell, and parts of it.
  static let foreignDatabases = Seeds {
    let url = FileManager.default.temporaryDirectory.appending(path: "castbook-\(UUID()).db")
    defer { try? FileManager.default.removeItem(at: url) }
    let sql =
      "PRAGMA page_size=512; CREATE TABLE character(id INTEGER PRIMARY KEY, name);"
      + "CREATE TABLE picture(id INTEGER PRIMARY KEY, file_path, score);"
      + "CREATE TABLE face(picture_id, character_id, bbox);"
      + "CREATE VIEW v AS SELECT 1; INSERT INTO character VALUES(1,'Mira');"
      + "INSERT INTO picture VALUES(1,'a.jpg',5); INSERT INTO face VALUES(1,1,'[0,0,9,9]');"
    let made = try? Program.run("sqlite3", [url.path(), sql])
    guard made?.status == 0, let bytes = try? Data(contentsOf: url) else { return [[0]] }
    return [[UInt8](bytes), [UInt8](bytes.prefix(700)), Array("SQLite format 3\0".utf8)]
  }

  static let captionTemplates = Seeds {
    ["{trigger} {class}, {role}, {note}", "photo of {name}", "{", "{x}", ", ,", "a\nb"].map {
      Array($0.utf8)
    }
  }

  private static func fixture(_ name: String) -> [UInt8] {
    let url = Fixtures.folder.appending(path: name).resolvingSymlinksInPath()
    return (try? Data(contentsOf: url)).map { [UInt8]($0) } ?? []
  }
}
