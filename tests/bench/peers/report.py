# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""Figures as Markdown tables, and growth as plots."""

import statistics

from .measure import ratio

# Of these, less is better: the ratio is still ours divided by theirs.
LESS = {"first token s", "peak memory MB", "second / first", "first s"}


def cell(values):
    return f"{statistics.median(values):.3g}" if values else "–"


def rows_of(kind, data):
    return [row for row in data["rows"] if row["kind"] == kind]


def table(rows):
    print("| model | figure | Alcove | peer | ratio | from–to |")
    print("|---|---|---|---|---|---|")
    for row in rows:
        for name, figures in row["figures"].items():
            last = "– | –"
            if figures["peer"]:
                middle, low, high = ratio(figures)
                last = f"{middle:.2f} | {low:.2f}–{high:.2f}"
            print(f"| {row['model']} | {name}{' (less is better)' if name in LESS else ''} | {cell(figures['alcove'])} "
                  f"| {cell(figures['peer'])} | {last} |")
    print()


def plot(row, axis, words, folder):
    import matplotlib
    matplotlib.use("svg")
    from matplotlib import pyplot

    points = row["figures"][axis]
    places = [int(place) for place in points]
    figure, axes = pyplot.subplots(figsize=(5, 3.2))
    for side, name, style in (("alcove", "Alcove", "o-"), ("peer", "llama.cpp", "s--")):
        axes.plot(places, [statistics.median(points[place][side]) for place in points], style, label=name)
    axes.set(xlabel=words, ylabel="tokens/s", title=row["model"], ylim=(0, None))
    axes.grid(alpha=0.3)
    axes.legend()
    figure.tight_layout()
    folder.mkdir(parents=True, exist_ok=True)
    figure.savefig(folder / f"{axis}-{row['model']}.svg", metadata={"Date": None})
    pyplot.close(figure)


def show(data, plots):
    print(f"{data['processor']}\n")
    for kind in ("speed", "prefix", "many"):
        if rows := rows_of(kind, data):
            table(rows)
    for row in rows_of("divergence", data):
        print(f"{row['model']}, mean divergence: " + ", ".join(f"{name} {value:.3g}" for name, value in row["figures"].items()))
    if plots is not None:
        for row in rows_of("growth", data):
            plot(row, "depth", "tokens in the context", plots)
            plot(row, "batch", "answers at once", plots)
