#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""Includes point one way: ui → app, engine → kernels, and inside the engine only at folders that come earlier in
engine/CMakeLists.txt. Qt stays out of engine and kernels; SQL, HTTP and the engine's headers stay out of ui."""

import re

import tree

ROOTS = {"ui": "ui", "app": "app", "engine": "engine", "kernels": "kernels"}  # layer → where its includes start
MAY_INCLUDE = {"ui": {"ui", "app"}, "app": {"app"}, "engine": {"engine", "kernels"}, "kernels": {"kernels"}}
QT = re.compile(r"^(Qt[A-Z]\w*/|Q[A-Z]\w*$|q[a-z]+\.h$)")
FORBIDDEN = {  # layer → what its system includes must not look like, and why
    "ui": [(re.compile(r"^(Qt(Sql|Network)/|QSql|QNetwork|QTcp|QHttp|httplib|sqlite3)"), "SQL and HTTP belong to app")],
    "app": [(re.compile(r"^(Qt(Quick|Qml)|QQuick|QQml|Qml)"), "app knows no Qt Quick")],
    "engine": [(QT, "the engine knows no Qt")],
    "kernels": [(QT, "kernels know no Qt"), (re.compile(r"^alcove/"), "kernels know no engine types")],
}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
QML_FORBIDDEN = re.compile(r"XMLHttpRequest|QtQuick\.LocalStorage|\bWebSocket\b")


def engine_order():
    listed = re.search(r"foreach\(folder IN ITEMS ([^)]*)\)", tree.read("engine/CMakeLists.txt"))
    return listed.group(1).split()


def target_of(path, name):
    """The repository's file that an include names, or None if it is from outside."""
    layer = path.parts[0]
    order = [path.parent, tree.Path(layer), *(tree.Path(root) for root in ROOTS.values()), tree.Path("engine/include")]
    for folder in order:
        if (tree.ROOT / folder / name).is_file():
            return (tree.ROOT / folder / name).resolve().relative_to(tree.ROOT)
    return None


def check_inside_engine(path, target, order):
    here, there = path.parts[1], target.parts[1]
    if here == "include" or there == "include" or here == there:
        return None
    for folder in (here, there):
        if folder not in order:
            return f"{path}: engine/{folder} is not in the list of engine/CMakeLists.txt"
    if order.index(there) > order.index(here):
        return f"{path}: includes engine/{there}, which comes after engine/{here}"
    return None


def check_include(path, name, order):
    layer = path.parts[0]
    target = target_of(path, name)
    if target is None:
        return next((f"{path}: includes {name}: {why}" for pattern, why in FORBIDDEN[layer] if pattern.search(name)), None)
    if target.parts[0] not in MAY_INCLUDE[layer]:
        return f"{path}: includes {target}; {layer} must not see {target.parts[0]}"
    return check_inside_engine(path, target, order) if layer == target.parts[0] == "engine" else None


def main():
    order = engine_order()
    problems, looked_at = [], 0
    for path in tree.files(*tree.CPP, ".qml"):
        if path.parts[0] not in ROOTS:
            continue
        looked_at += 1
        text = tree.read(path)
        if path.suffix == ".qml":
            problems += [f"{path}: {word} in QML" for word in set(QML_FORBIDDEN.findall(text))]
            continue
        found = (check_include(path, name, order) for _, name in INCLUDE.findall(text))
        problems += [problem for problem in found if problem]
    tree.finish(problems, looked_at)


main()
