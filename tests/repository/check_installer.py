#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""What desktops read about Alcove is valid, and names one version, one program and one icon."""

import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree

import tree

FOLDER = tree.ROOT / "installer/linux"
ID = "org.alcove.Alcove"
VALIDATORS = [
    ["desktop-file-validate", f"{ID}.desktop"],
    ["appstreamcli", "validate", "--no-net", f"{ID}.metainfo.xml"],
    ["xmllint", "--noout", f"{ID}.mime.xml", f"{ID}.svg"],
]


def main():
    problems = []
    for command in VALIDATORS:
        if not shutil.which(command[0]):
            print(f"{command[0]} is not installed, so {command[-1]} was only read")
            continue
        done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True)
        if done.returncode != 0:
            problems.append(f"{command[-1]}: {(done.stdout + done.stderr).strip()}")
    about = ElementTree.parse(FOLDER / f"{ID}.metainfo.xml")
    for name in ("mime.xml", "svg"):
        ElementTree.parse(FOLDER / f"{ID}.{name}")
    version = re.search(r"project\(Alcove VERSION ([\d.]+)", tree.read("CMakeLists.txt")).group(1)
    if about.find("releases/release").get("version") != version:
        problems.append(f"the newest release in {ID}.metainfo.xml is not {version}")
    entry = tree.read(f"installer/linux/{ID}.desktop")
    mediatype = about.findtext("provides/mediatype")
    for line in (f"Icon={ID}", "Exec=alcove %f", f"MimeType={mediatype};"):
        if line not in entry.splitlines():
            problems.append(f"{ID}.desktop lacks '{line}'")
    tree.finish(problems, len(VALIDATORS))


main()
