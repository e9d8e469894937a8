#!/usr/bin/env python3
"""build/release_files.py <archive> <versions.txt>: what lies beside a release.

<archive>.spdx.json: what is inside (SPDX 2.3: the bundle's files, and the libraries that the executable carries).
<archive>.notes.md: what has changed, the section of CHANGELOG.md.
Refuses a release whose number is not the one that everything says.
"""
import datetime
import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile

LICENCES = {  # as Debian's copyright files name them
    "poco": "BSL-1.0",
    "curl": "curl",
    "postgresql-15": "PostgreSQL",
    "openssl": "Apache-2.0",
    "zlib": "Zlib",
    "pcre3": "BSD-3-Clause",
    "spdlog": "MIT",
    "fmtlib": "MIT",
    "nlohmann-json3": "MIT",
    "boost1.81": "BSL-1.0",
    "g++-11": "GPL-3.0-or-later WITH GCC-exception-3.1",
}


def fail(text):
    sys.exit(f"release: {text}")


def git(*words):
    return subprocess.run(["git", *words], capture_output=True, text=True, check=False).stdout.strip()


def checked_version():
    """The number in plugin.json, which the tag of this commit and the notes' address must agree with."""
    with open("plugin.json", encoding="utf-8") as file:
        manifest = json.load(file)
    version = manifest["version"]
    tags = [tag for tag in git("tag", "--points-at", "HEAD").split() if re.fullmatch(r"v\d.*", tag)]
    if tags and f"v{version}" not in tags:
        fail(f"this commit is tagged {', '.join(tags)}, and plugin.json says {version}")
    if not manifest["release_notes_url"].endswith(f"/v{version}"):
        fail(f"release_notes_url of plugin.json is not of v{version}")
    return version, bool(tags)


def notes(version, tagged):
    with open("CHANGELOG.md", encoding="utf-8") as file:
        sections = re.split(r"^## +", file.read(), flags=re.M)[1:]
    for section in sections:
        title, _, body = section.partition("\n")
        if re.match(rf"\[?v?{re.escape(version)}\b", title) or (not tagged and title.strip() == "Unreleased"):
            return f"# Causeway {version}\n\n{body.strip()}\n"
    fail(f"CHANGELOG.md has no section for {version}")


def libraries(path):
    """Lines of `name version`, as build/third_party.sh writes them."""
    found = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            words = re.split(r"[ =\t]+", line.strip(), maxsplit=1)
            if len(words) == 2 and words[0] and not words[0].startswith("#"):
                found.append((words[0], words[1]))
    if not found:
        fail(f"{path} names no libraries")
    return found


def spdx(archive, version, parts, made):
    with open(archive, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    root = "SPDXRef-causeway"
    packages = [{
        "SPDXID": root, "name": "causeway", "versionInfo": version, "downloadLocation": "NOASSERTION",
        "licenseDeclared": "Apache-2.0", "licenseConcluded": "Apache-2.0", "copyrightText": "NOASSERTION",
        "packageFileName": os.path.basename(archive), "filesAnalyzed": False,
        "checksums": [{"algorithm": "SHA256", "checksumValue": digest}]}]
    relations = [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": root}]
    for name, number in parts:
        ref = "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", name)
        packages.append({
            "SPDXID": ref, "name": name, "versionInfo": number, "downloadLocation": "NOASSERTION",
            "licenseDeclared": LICENCES.get(name, "NOASSERTION"), "licenseConcluded": "NOASSERTION",
            "copyrightText": "NOASSERTION", "filesAnalyzed": False,
            "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                              "referenceLocator": f"pkg:deb/debian/{name}@{number}?arch=source"}]})
        relations.append({"spdxElementId": root, "relationshipType": "STATIC_LINK", "relatedSpdxElement": ref})
    files = []
    with tarfile.open(archive) as bundle:
        for member in bundle:
            if not member.isfile():
                continue
            content = bundle.extractfile(member).read()
            ref = f"SPDXRef-file-{len(files)}"
            files.append({"SPDXID": ref, "fileName": "./" + member.name, "copyrightText": "NOASSERTION",
                          "licenseConcluded": "NOASSERTION",
                          "checksums": [{"algorithm": kind.upper(), "checksumValue": hashlib.new(kind, content).hexdigest()}
                                        for kind in ("sha1", "sha256")]})
            relations.append({"spdxElementId": root, "relationshipType": "CONTAINS", "relatedSpdxElement": ref})
    return {"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
            "name": f"causeway-{version}", "documentNamespace": f"https://github.com/causeway-chat/causeway/spdx/{version}/{digest}",
            "creationInfo": {"created": made, "creators": ["Tool: build/release_files.py"]},
            "packages": packages, "files": files, "relationships": relations}


def main():
    archive, versions = sys.argv[1:3]
    version, tagged = checked_version()
    # Of the same commit always the same bytes.
    moment = int(os.environ.get("SOURCE_DATE_EPOCH") or git("log", "-1", "--format=%ct") or 0)
    made = datetime.datetime.fromtimestamp(moment, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    with open(archive + ".notes.md", "w", encoding="utf-8") as file:
        file.write(notes(version, tagged))
    document = spdx(archive, version, libraries(versions), made)
    with open(archive + ".spdx.json", "w", encoding="utf-8") as file:
        json.dump(document, file, indent=1)
    print(f"{archive}.spdx.json: {len(document['packages']) - 1} libraries, {len(document['files'])} files")


main()
