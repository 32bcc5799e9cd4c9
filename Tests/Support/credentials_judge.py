"""Makes files with Content Credentials with c2pa-python, and prints its verdict on files, as JSON.

    credentials_judge.py make FIXTURES FOLDER    signs pictures, clips and sounds, and damages copies
    credentials_judge.py read FILE…              prints what it finds in each file

The certificates are made for each run: a root, which is written as root.pem, and a signer for each
algorithm. Names of files begin with what was done to them.
"""

import datetime
import io
import json
import os
import sys

import c2pa
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
CAPTURED = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
COMPOSITE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "heic": "image/heic",
         "avif": "image/avif", "mp4": "video/mp4", "mov": "video/quicktime", "wav": "audio/wav",
         "tif": "image/tiff", "gif": "image/gif", "jxl": "image/jxl", "m4a": "audio/mp4"}
CURVES = {"es256": ec.SECP256R1, "es384": ec.SECP384R1, "es512": ec.SECP521R1}


def key_for(algorithm):
    if algorithm in CURVES:
        return ec.generate_private_key(CURVES[algorithm]())
    if algorithm.startswith("ps"):
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ed25519.Ed25519PrivateKey.generate()


def name(common, organisation="Studio Mira"):
    return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
                      x509.NameAttribute(NameOID.COMMON_NAME, common)])


def digest_of(key):
    return None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()


def certificate(subject, issuer, key, issuer_key, is_root, days=(-1, 400), pss=False):
    now = datetime.datetime.now(datetime.timezone.utc)
    builder = (x509.CertificateBuilder().subject_name(subject).issuer_name(issuer)
               .public_key(key.public_key()).serial_number(x509.random_serial_number())
               .not_valid_before(now + datetime.timedelta(days=days[0]))
               .not_valid_after(now + datetime.timedelta(days=days[1]))
               .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
               .add_extension(x509.KeyUsage(not is_root, False, False, False, False, is_root, is_root,
                                            False, False), critical=True)
               .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
               .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
                              critical=False))
    if not is_root:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]),
                                        critical=False)
    rule = padding.PSS(padding.MGF1(hashes.SHA256()), 32) if pss else None
    return builder.sign(issuer_key, digest_of(issuer_key), rsa_padding=rule)


def pem(*certificates):
    return b"".join(one.public_bytes(serialization.Encoding.PEM) for one in certificates)


class Authority:
    """A root, and the signers that it has certified."""

    def __init__(self, algorithm="es256", common="Test Root", pss=False):
        self.key, self.pss = key_for(algorithm), pss
        self.name = name(common)
        self.root = certificate(self.name, self.name, self.key, self.key, True, pss=pss)

    def signer(self, algorithm, days=(-1, 400), common="Mira's camera"):
        key = key_for(algorithm)
        leaf = certificate(name(common), self.name, key, self.key, False, days, pss=self.pss)
        private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                    serialization.NoEncryption())
        return c2pa.Signer.from_info(c2pa.C2paSignerInfo(
            algorithm.encode(), pem(leaf, self.root), private, None))


def manifest(title, source=GENERATED, action="c2pa.created", version=None, more=(), ingredient=None):
    step = {"action": action, "softwareAgent": {"name": "Painter", "version": "2"}}
    if source:
        step["digitalSourceType"] = source
    if ingredient:
        step["parameters"] = {"ingredientIds": [ingredient]}
    return {"title": title, **({"claim_version": version} if version else {}),
            "claim_generator_info": [{"name": "Castbook tests", "version": "1.0"}],
            "assertions": [{"label": "c2pa.actions", "data": {"actions": [step]}}, *more]}


def sign(source, kind, signer, body, ingredients=(), settings=None, intent=None):
    context = c2pa.Context.from_dict(settings) if settings else None
    builder = c2pa.Builder(json.dumps(body), context=context)
    if intent:
        builder.set_intent(intent)
    for label, title, form, data, relation in ingredients:
        builder.add_ingredient({"label": label, "title": title, "relationship": relation}, form,
                               io.BytesIO(data))
    out = io.BytesIO()
    builder.sign(signer, TYPES[kind], io.BytesIO(source), out)
    return out.getvalue()


def verdict(path):
    kind = path.rsplit(".", 1)[-1]
    try:
        with open(path, "rb") as file:
            reader = c2pa.Reader(TYPES[kind], file)
    except Exception as error:
        return {"path": path, "state": "none" if "ManifestNotFound" in str(error) else "error",
                "error": str(error)[:200]}
    results = reader.get_validation_results() or {}
    failures = [one["code"] for one in results.get("activeManifest", {}).get("failure", [])]
    for delta in results.get("ingredientDeltas", []):
        failures += [one["code"] for one in delta.get("validationDeltas", {}).get("failure", [])]
    active = reader.get_active_manifest() or {}
    return {"path": path, "state": str(reader.get_validation_state()), "failures": sorted(set(failures)),
            "issuer": active.get("signature_info", {}).get("issuer"), "title": active.get("title"),
            "label": active.get("label"),
            "ingredients": [one.get("title") for one in active.get("ingredients", [])]}


def changed(data, old, new, last=False):
    """Replaces a text, which must be there, by one of the same length."""
    place = data.rfind(old) if last else data.find(old)
    assert place >= 0 and len(old) == len(new), old
    return data[:place] + new + data[place + len(old):]


def flipped(data, place):
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1:]


def stripped(data, kind):
    """Takes the credentials out of a JPEG, a PNG or a film."""
    out, place = (data[:2], 2) if kind == "jpg" else (data[:8], 8) if kind == "png" else (b"", 0)
    while place < len(data):
        if kind == "jpg":
            if data[place + 1] == 0xDA:
                return out + data[place:]
            end, ours = place + 2 + int.from_bytes(data[place + 2:place + 4]), data[place + 1] == 0xEB
        else:
            end = place + int.from_bytes(data[place:place + 4]) + (12 if kind == "png" else 0)
            ours = data[place + 4:place + 8] in (b"caBX", b"uuid")
        out, place = out + (b"" if ours else data[place:end]), end
    return out


def sources(fixtures):
    places = {"jpg": "scenes/mug-000-daylight.jpg", "png": "odd/png-grey-8-interlaced.png",
              "webp": "trouble/Screenshot 2026-03-14 101502.webp", "heic": "odd/heic-turned-4.heic",
              "avif": "odd/avif-444.avif", "mp4": "clips/mira-3.0s.mp4", "mov": "clips/phone.mov",
              "wav": "voices/3.000s.wav", "tif": "odd/tiff-mask.tif",
              "gif": "odd/gif-screen-larger.gif", "jxl": "odd/other-container.jxl",
              "m4a": "voices/en-us.m4a"}
    found = {}
    for kind, place in places.items():
        with open(os.path.join(fixtures, place), "rb") as file:
            found[kind] = file.read()
    return found


def intact(plain, authority, signer):
    """The files as they are signed, by name."""
    jpg, png = plain["jpg"], plain["png"]
    files = {f"intact-{kind}.{kind}": sign(data, kind, signer, manifest(f"a {kind}"))
             for kind, data in plain.items()}
    for algorithm in ("es384", "es512", "ps256", "ps384", "ps512", "ed25519"):
        files[f"intact-{algorithm}.jpg"] = sign(jpg, "jpg", authority.signer(algorithm), manifest(algorithm))
    for label, root in (("rsa", Authority("ps256", "RSA Root")), ("pss", Authority("ps256", "PSS Root", True)),
                        ("ed", Authority("ed25519", "Ed25519 Root")), ("p521", Authority("es512", "P-521 Root"))):
        files[f"intact-root-{label}.png"] = sign(png, "png", root.signer("es256"), manifest(label))
    files["intact-v1.jpg"] = sign(jpg, "jpg", signer, manifest("version 1", version=1))
    files["intact-v1.mp4"] = sign(plain["mp4"], "mp4", signer, manifest("version 1", version=1))
    author = {"label": "stds.schema-org.CreativeWork", "kind": "Json", "data": {
        "@context": "https://schema.org", "@type": "CreativeWork",
        "author": [{"@type": "Person", "name": "Mira Okafor"}]}}
    files["intact-captured.jpg"] = sign(jpg, "jpg", signer, manifest("photo", CAPTURED, more=[author]))
    files["intact-composite.png"] = sign(png, "png", signer, manifest("composite", COMPOSITE))
    first = files["intact-jpg.jpg"]
    files["intact-edited.jpg"] = sign(
        first, "jpg", signer, manifest("edited", None, "c2pa.opened", ingredient="first"),
        [("first", "first.jpg", "image/jpeg", first, "parentOf")])
    files["intact-again.png"] = sign(
        png, "png", signer, manifest("edited again", None, "c2pa.opened", ingredient="edited"),
        [("edited", "edited.jpg", "image/jpeg", files["intact-edited.jpg"], "parentOf")])
    files["intact-placed.png"] = sign(
        png, "png", signer, manifest("collage", COMPOSITE),
        [("part", "part.jpg", "image/jpeg", first, "componentOf")])
    update = {"title": "renamed", "assertions": [],
              "claim_generator_info": [{"name": "Castbook tests", "version": "1.0"}]}
    files["intact-update.jpg"] = sign(first, "jpg", signer, update, intent=c2pa.C2paBuilderIntent.UPDATE)
    return files


def altered(files, plain):
    """Copies that were changed after they were signed, by name."""
    found = {}
    for kind in plain:
        signed = files[f"intact-{kind}.{kind}"]
        found[f"stripped-never.{kind}"] = plain[kind]
        if kind in ("jpg", "png", "mp4", "mov"):
            found[f"stripped.{kind}"] = stripped(signed, kind)
        # Coded data are near the end of these files, and the credentials of a TIFF.
        place = 100 if kind == "tif" else len(signed) - 40
        if kind in ("mp4", "mov", "m4a", "heic", "avif"):
            place = signed.find(b"mdat") + 30
        if kind == "jxl":
            place = len(signed) - 1
        found[f"changed-content.{kind}"] = flipped(signed, place)
        found[f"altered-assertion.{kind}"] = changed(signed, b"Painter", b"Printer")
    for name in ("jpg", "png", "mp4"):
        signed = files[f"intact-{name}.{name}"]
        found[f"altered-claim.{name}"] = changed(signed, b"a " + name.encode(), b"A " + name.encode(), True)
        found[f"altered-certificate.{name}"] = changed(signed, b"Mira's camera", b"Mora's camera")
        found[f"altered-key.{name}"] = flipped(signed, signed.find(b"Mira's camera") + 90)
        # The signature follows the payload, which is nothing, and its own length.
        place = signed.find(b"\xf6\x58\x40", signed.find(b"c2pa.signature\0"))
        found[f"altered-signature.{name}"] = flipped(signed, place + 5)
    for algorithm in ("ps256", "ed25519", "es512"):
        signed = files[f"intact-{algorithm}.jpg"]
        found[f"altered-claim-{algorithm}.jpg"] = changed(signed, algorithm.encode(), algorithm.upper().encode(), True)
    found["altered-ingredient.jpg"] = changed(files["intact-edited.jpg"], b"a jpg", b"A jpg")
    found["altered-ingredient.png"] = changed(files["intact-again.png"], b"a jpg", b"A jpg")
    found["changed-edited.jpg"] = flipped(files["intact-edited.jpg"], len(files["intact-edited.jpg"]) - 40)
    found["changed-update.jpg"] = flipped(files["intact-update.jpg"], len(files["intact-update.jpg"]) - 40)
    found["changed-longer.jpg"] = files["intact-jpg.jpg"] + b"more"
    # Free boxes are no content: the binding leaves them out.
    found["intact-longer.mp4"] = files["intact-mp4.mp4"] + b"\0\0\0\x0cfreemore"
    found["changed-box.mp4"] = files["intact-mp4.mp4"] + b"\0\0\0\x0cmdatmore"
    return found


def make(fixtures, folder):
    plain = sources(fixtures)
    authority = Authority()
    files = intact(plain, authority, authority.signer("es256"))
    files.update(altered(files, plain))
    files["root.pem"] = b"The roots of the tests\n" + pem(authority.root)
    files["other.pem"] = pem(Authority(common="Another Root").root)
    for one, data in files.items():
        with open(os.path.join(folder, one), "wb") as file:
            file.write(data)


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(*sys.argv[2:4])
    else:
        print(json.dumps([verdict(path) for path in sys.argv[2:]]))
