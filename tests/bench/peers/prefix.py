# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""Two questions about one long text: the time to the first token of the second as a share of the first's, beside
llama-server's; and the same for a second question that comes after the engine was started anew."""

import random
import tempfile

from . import serving
from .measure import in_turns

WORDS = "harbour morning light boat salt rope captain letter market winter candle garden river stone bridge music".split()


def long_text(tokens, seed):
    """A text of about so many tokens; another one for each seed."""
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) for _ in range(tokens))


def share(server, tokens, seed):
    text = long_text(tokens, seed)
    first = server.first_token_s(text + ". What is in the harbour?")
    second = server.first_token_s(text + ". Who wrote the letter, and when?")
    return {"first s": first, "second / first": second / first}


def warm(server):
    server.first_token_s("Warm up.")
    server.first_token_s(long_text(300, 0))


def shared(options, model):
    with serving.alcove(options, model, "-c", 4096) as ours, serving.llama(options, model) as theirs:
        warm(ours)
        warm(theirs)
        seeds = iter(range(1, 10_000))
        return in_turns(options.runs, f"{model.name} shared prefix", lambda: share(ours, options.tokens, next(seeds)),
                        lambda: share(theirs, options.tokens, next(seeds)))


def restarted(options, model):
    """Has no counterpart in llama-server that works by itself."""

    def once(seed):
        with tempfile.TemporaryDirectory() as folder:
            kept = ("-c", 4096, "--kv-spill-folder", folder)
            text = long_text(options.tokens, seed)
            with serving.alcove(options, model, *kept) as engine:
                warm(engine)
                first = engine.first_token_s(text + ". What is in the harbour?")
            with serving.alcove(options, model, *kept) as engine:
                engine.first_token_s("Warm up.")
                second = engine.first_token_s(text + ". Who wrote the letter, and when?")
            return {"after a restart, second / first": second / first}

    seeds = iter(range(20_001, 30_000))
    return in_turns(options.runs, f"{model.name} after a restart", lambda: once(next(seeds)), lambda: {})
