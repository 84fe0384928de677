#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""Writes the .case files anew (`pip install tokenizers sentencepiece protobuf`).

pre_tokenizers.case: "=== name", a list of texts, "==> words" and the words that each text is cut into. The patterns
below are the published ones of each family (tokenizer.json, tokenization_*.py), in Oniguruma's syntax; the engine's
table has its own.

vocabularies.case: "=== title", a vocabulary as JSON (metadata, tokens, types, scores, normaliser map in base64), "==> texts",
a list of texts, "==> ids" and their ids, which SentencePiece itself and Hugging Face's WordPiece give.

Usage: regenerate.py [RANDOM_TEXTS_PER_FAMILY [SEED]]; without arguments what is committed is written.
"""
import base64
import io
import json
import pathlib
import random
import sys

import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from tokenizers import Regex, Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer, Sequence, Split

GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
SUFFIX = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)"
LETTERS = r"[^\r\n\p{L}\p{N}]?\p{L}+"
SIGNS = r" ?[^\s\p{L}\p{N}]+[\r\n]*"
TAIL = r"\s*[\r\n]+|\s+(?!\S)|\s+"
LLAMA3 = rf"{SUFFIX}|{LETTERS}|\p{{N}}{{1,3}}|{SIGNS}|{TAIL}"
QWEN2 = rf"{SUFFIX}|{LETTERS}|\p{{N}}|{SIGNS}|{TAIL}"
UPPER, LOWER = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
FRONT = r"[^\r\n\p{L}\p{N}]?"


def o200k(suffix, digits):
    return (rf"{FRONT}{UPPER}*{LOWER}+{suffix}|{FRONT}{UPPER}+{LOWER}*{suffix}|{digits}"
            rf"| ?[^\s\p{{L}}\p{{N}}]+[\r\n/]*|{TAIL}")


O200K = o200k(SUFFIX + "?", r"\p{N}{1,3}")
KUPPER = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]"
KLOWER = r"[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]"
PUNCT_WORD = r"""[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"""
DEEPSEEK3 = PUNCT_WORD + r"| ?[\p{P}\p{S}]+[\r\n]*|" + TAIL
CHINESE = "[一-龥぀-ゟ゠-ヿ]+"
BLOOM = " ?[^(\\s|.,!?…。，、।۔،)]+"
CASED = (
    "A-Za-zµÀ-ÖØ-öø-ƺƼ-ƿǄ-ʓʕ-ʯͰ-ͳͶͷͻ-ͽͿΆΈ-ΊΌΎ-ΡΣ-ϵϷ-ҁҊ-ԯԱ-ՖႠ-ჅᎠ-Ᏽᏸ-ᏽᲐ-ᲺᲽ-Ჿᴀ-ᴫᵫ-ᵷᵹ-ᶚḀ-ἕἘ-Ἕἠ-ὅὈ-Ὅὐ-ὗὙὛὝὟ-ώᾀ"
    "-ᾴᾶ-ᾼιῂ-ῄῆ-ῌῐ-ΐῖ-Ίῠ-Ῥῲ-ῴῶ-ῼℂℇℊ-ℓℕℙ-ℝℤΩℨK-ℭℯ-ℴℹℼ-ℿⅅ-ⅉⅎↃↄⰀ-ⱻⱾ-ⳤⳫ-ⳮⳲⳳꙀ-ꙭꚀ-ꚛꜢ-ꝯꝱ-ꞇꞋ-ꞎꭰ-ꮿﬀ-ﬆﬓ-ﬗＡ-Ｚａ-ｚ𐐀-𐑏𐒰"
    "-𐓓𐓘-𐓻𐲀-𐲲𐳀-𐳲𑢠-𑣟𞤀-𞥃")
FAMILIES = {
    "default": [r"[\p{P}\$\+<=>\^~\|]+", GPT2, r"\p{N}+", "[0-9][0-9][0-9]"],
    "deepseek-llm": ["[\r\n]", rf"\s?[{CASED}]+", r"\s?[!-/:-~！-／：-～‘-‟　-。]+", r"\s+$", "[一-龥ࠀ-一가-퟿]+", r"\p{N}+"],
    "gpt-2": [GPT2],
    "starcoder": [r"\p{N}", GPT2],
    "llama-bpe": [LLAMA3],
    "glm4": [LLAMA3],
    "dbrx": [LLAMA3],
    "qwen2": [QWEN2],
    "bailingmoe": [r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"],
    "qwen35": [rf"{SUFFIX}|{FRONT}[\p{{L}}\p{{M}}]+|\p{{N}}| ?[^\s\p{{L}}\p{{M}}\p{{N}}]+[\r\n]*|{TAIL}"],
    "laguna": [r"[^\n]+|[\n]+", QWEN2],
    "minicpm5": [r"\p{N}{1,3}", rf"{SUFFIX}|{LETTERS}|\p{{N}}+|{SIGNS}|{TAIL}"],
    "ufakzeka": [rf"{LETTERS}|\p{{N}}|{SIGNS}|{TAIL}"],
    "seed-coder": [rf"{SUFFIX}|{LETTERS}|\p{{N}}{{1}}| ?[^\s\p{{L}}\p{{N}}\r\n]+|{TAIL}"],
    "exaone-moe": [rf"{SUFFIX}|{FRONT}(?:\p{{L}}\p{{M}}*(?: \p{{L}}\p{{M}}*)*)+|\p{{N}}"
                   r"| ?[^\s\p{L}\p{N}]+[\r\n/]?|\s*[\r\n]|\s+(?!\S)|\s+"],
    "jais-2": [rf"{SUFFIX}|{LETTERS}|\p{{N}}{{1,3}}|{SIGNS}|\s*[\r\n]+|"
               + "|".join(rf"\s{{{n}}}(?!\S)" for n in (512, 256, 128, 64, 32, 16, 8, 4)) + r"|\s{1,2}(?!\S)|\s{1}"],
    "gpt-4o": [O200K],
    "granite-embed-multi-97m": [O200K],
    "tekken": [o200k("", r"\p{N}")],
    "kimi-k2": [rf"[\p{{Han}}]+|{FRONT}{KUPPER}*{KLOWER}+{SUFFIX}?|{FRONT}{KUPPER}+{KLOWER}*{SUFFIX}?"
                rf"|\p{{N}}{{1,3}}|{SIGNS}|{TAIL}"],
    "youtu": ["[가-힣ㄱ-ㆎ]+|[！…“”‘’—：；，、-〿︰-﹏]+|[ㄅ-ㄯ]+|" + CHINESE, o200k(SUFFIX + "?", r"\p{N}")],
    "tiny_aya": [r"\d{1,3}(?=(?:\d{3})*\b)", O200K],
    "afmoe": [r"\p{N}{1,3}(?=(?:\p{N}{3})*(?!\p{N}))",
              "[一-鿿㐀-䶿豈-﫿぀-ゟ゠-ヿ･-ﾟ⼀-⿟เ-๿຀-໿ក-៿က-႟ꩠ-ꩿꧠ-꧿가-힯ᄀ-ᇿ]+", DEEPSEEK3],
    "deepseek-coder": ["[\r\n]", r"\s?\p{L}+", r"\s?\p{P}+", "[一-龥ࠀ-一가-퟿]+", r"\p{N}"],
    "deepseek-v3": [r"\p{N}{1,3}", CHINESE, DEEPSEEK3],
    "spark2_5": [r"\p{N}{1,3}", CHINESE, PUNCT_WORD + r"| ?[\p{P}\p{S}]+|[\r\n]|\s+(?!\S)|\s+", r"\p{N}"],
    "falcon": [r"[\p{P}\$\+<=>\^~\|`]+", GPT2, "[0-9][0-9][0-9]"],
    "bloom": [BLOOM],
    "viking": [BLOOM, r"\p{N}"],
    "chameleon": ["<sentinel:[0-9]+>", "(IMGIMG)((A|B|C|D|E|F|G|H|I){1,4})Z", "([\\t\\n]|    |  )", r"\p{N}",
                  r"[\p{P}!-/:-@\[-`{-~]", GPT2],
}
TEXTS = [
    "Hello, world! How's THE   weather?\n\n  It'S 12345678 degrees.\r\n",
    "don't I'll WE'VE you'RE 'tis 'LLAMA'd he'd", "camelCase HTTPServer iPhone ÀÉÎ École ǅungla ʰʷ",
    "x=1;if(a>=b){return f(x)+3.14e-5;} // done\n\t\tend", "1 12 123 1234 12345 123456 1234567x 8901_2 ٣٤٥٦ ½⅓ Ⅻ",
    "你好世界，今天12月３日。 こんにちは カタカナ ㄅㄆ 한국어 ㄱㄴ", "e\u0301te\u0301 नमस्ते दुनिया ไทยแลนด์ မြန်မာ",
    "🙂👩\u200d💻🇩🇪 ok", "a\u00a0b\u2003c\u3000d\u0085e\x0bf\u180eg", " \t\n \r\n  \n\n   x", "          ", "\n", "",
    "/path/to//file.txt/ #include <x.h>\n/* c */", "<sentinel:42> IMGIMGABCDZ <|x|> `a` $5 ^_^ ~|~",
    "word word  word   word", "trailing   ", "A\n", "!!!\n\n", "(a) [b] {c}", "ſ'ſ K's 'S",
]
ALPHABET = list("abXYZé ßÀ'stredmlv0123459 .,!?-/_$^`|<>()\"#\n\r\t  中文あア한ก") + [
    "  ", "\r\n", "'s", "'LL", "\u0301", "\u00a0", "\u3000", "½", "٣", "🙂", "ǅ", "ʰ", "म", "ा", "—", "。", "\u200d", "々", "〇"]


def words(patterns, text):
    cutter = Sequence([Split(Regex(pattern), "isolated") for pattern in patterns])
    return [word for word, _ in cutter.pre_tokenize_str(text)]


PIECES = ["▁t", "he", "▁the", "in", "er", "▁a", "aa", "aaaa", "▁▁", "▁▁▁▁", "on", "re", "▁s", "ou", "▁in", "a▁", "▁", "a",
          "b", "c", "d", "e", "f", "h", "i", "k", "l", "n", "o", "r", "s", "t", "u", "ß", "中", "中文", ".", "ing", "ther"]
PIECE_TEXTS = [
    "the other thing is in there", " the", "  the  there", "", " ", "     ", "aaaaaaa", "aaaaaaaa aaa", "a a  a", "ß中文中",
    "éa", "héé héé", "🙂 the", "the\nin\tthe", "<s>the</s>", "<0x41>", "the▁the", "trailing ", "ou.re. on", "Q", "QQ Q",
    "Aﬁ\u3000the", "ＡＢ", "the\u00a0in", "e\u0301", "there\u200bin", "x\u0000y",
]
BERT_WORDS = ["▁the", "▁un", "aff", "able", "▁a", "a", "b", "s", "ing", "▁.", "▁,", "▁<", "▁>", "▁中", "▁文", "▁strasse", "▁naive",
              "▁İ", "▁i", "\u0307", "▁ß", "▁b", "▁s", "▁'", "▁$", "▁ᄒ", "ᅡ", "ᆫ", "▁한", "▁1", "2", "▁—", "▁É", "É", "▁e"]
BERT_TEXTS = [
    "The unaffable", "unaffableable s", "un-aff.able,", "Naïve NAÏVE naïve", "中文a中 文", "straße Strasse", "İi ß", "<the>",
    "the\u00a0a\u3000the\tthe\n a", "a\u0000b\ufffdb\u200bb\u00adb", "한", "é É e\u0301", "12 $'— a", "", "   ", "z the z",
    "a" * 100, "a" * 101, "[MASK] the [SEP]", "\U00020000\u2b820the", "ａb", "aaab", "Ⅷ", "ǅ", "\u1fbc", "Σ Σς",
]


def sentencepiece_model(vocabulary, kind):
    model = sentencepiece_model_pb2.ModelProto()
    model.trainer_spec.model_type = kind
    model.trainer_spec.unk_id = vocabulary["types"].index(2)
    model.trainer_spec.byte_fallback = 6 in vocabulary["types"]
    model.normalizer_spec.add_dummy_prefix = vocabulary["add_space_prefix"]
    model.normalizer_spec.remove_extra_whitespaces = vocabulary.get("remove_extra_whitespaces", False)
    model.normalizer_spec.precompiled_charsmap = base64.b64decode(vocabulary.get("map", ""))
    for spelling, kind, score in zip(vocabulary["tokens"], vocabulary["types"], vocabulary["scores"]):
        model.pieces.add(piece=spelling, type=kind, score=score)
    return sentencepiece.SentencePieceProcessor(model_proto=model.SerializeToString())


def normalizer_map(rules):
    """A map of SentencePiece's own making; training is the only way to it."""
    out = io.BytesIO()
    rows = "".join("%s\t%s\n" % (" ".join(f"{ord(c):X}" for c in a), " ".join(f"{ord(c):X}" for c in b)) for a, b in rules)
    path = pathlib.Path(__file__).with_name("rules.tsv")
    path.write_text(rows)
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(["a b c d"] * 9), model_writer=out, vocab_size=8, hard_vocab_limit=False,
        normalization_rule_tsv=str(path), minloglevel=3)
    path.unlink()
    model = sentencepiece_model_pb2.ModelProto.FromString(out.getvalue())
    return base64.b64encode(model.normalizer_spec.precompiled_charsmap).decode()


def pieces(with_bytes):
    tokens = ["<unk>", "<s>", "</s>"] + ([f"<0x{byte:02X}>" for byte in range(256)] if with_bytes else [])
    types = [2, 3, 3] + [6] * (len(tokens) - 3)
    return {"tokens": tokens + PIECES, "types": types + [1] * len(PIECES),
            "scores": [0.0] * len(tokens) + [-1.0 - (i // 2) / 2 for i in range(len(PIECES))]}


def vocabulary_cases():
    rules = [("A", "a"), ("Ａ", "a"), ("ﬁ", "fi"), ("\u3000", " "), ("e\u0301", "e"), ("\u200b", ""), ("\u00a0", " ")]
    spm = {"model": "llama", "add_space_prefix": True}
    unigram = {"model": "t5", "add_space_prefix": True}
    yield "SentencePiece BPE with bytes", {**spm, **pieces(True)}, 2, PIECE_TEXTS
    yield "SentencePiece BPE without bytes", {**spm, **pieces(False)}, 2, PIECE_TEXTS
    yield "SentencePiece BPE without a space in front", {**spm, **pieces(True), "add_space_prefix": False}, 2, PIECE_TEXTS
    yield "Unigram", {**unigram, **pieces(False)}, 1, PIECE_TEXTS
    yield "Unigram with bytes", {**unigram, **pieces(True)}, 1, PIECE_TEXTS
    yield "Unigram with a normaliser map", {**unigram, **pieces(False), "map": normalizer_map(rules),
                                            "remove_extra_whitespaces": True}, 1, PIECE_TEXTS
    yield "Unigram without a space in front", {**unigram, **pieces(False), "add_space_prefix": False}, 1, PIECE_TEXTS
    for lower, strip in ((True, True), (True, False), (False, False)):
        yield f"WordPiece, lower case {lower}, accents stripped {strip}", {
            "model": "bert", "tokens": ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + BERT_WORDS,
            "types": [3, 3, 3, 3, 3] + [1] * len(BERT_WORDS), "lowercase": lower, "strip_accents": strip}, None, BERT_TEXTS


def wordpiece(vocabulary):
    plain = lambda token: token if token[0] + token[-1] == "[]" else token[1:] if token[0] == "▁" else "##" + token
    model = WordPiece({plain(token): i for i, token in enumerate(vocabulary["tokens"])}, unk_token="[UNK]",
                      max_input_chars_per_word=100)
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = BertNormalizer(True, True, vocabulary["strip_accents"], vocabulary["lowercase"])
    tokenizer.pre_tokenizer = BertPreTokenizer()
    return tokenizer


def write_vocabularies(count, choose):
    written = ""
    for title, vocabulary, kind, texts in vocabulary_cases():
        if count:
            letters = list("".join(texts)) + vocabulary["tokens"][-30:]
            texts = ["".join(choose.choice(letters) for _ in range(choose.randint(1, 30))) for _ in range(count)]
        if kind is None:
            tokenizer = wordpiece(vocabulary)
            ids = [tokenizer.encode(text, add_special_tokens=False).ids for text in texts]
        else:
            processor = sentencepiece_model(vocabulary, kind)
            ids = [processor.encode(text) for text in texts]
        written += f"=== {title}\n{json.dumps(vocabulary)}\n==> texts\n{json.dumps(texts)}\n==> ids\n{json.dumps(ids)}\n"
    pathlib.Path(__file__).with_name("vocabularies.case").write_text(written, encoding="utf-8")


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    choose = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    written = ""
    for name, patterns in FAMILIES.items():
        texts = TEXTS if count == 0 else [
            "".join(choose.choice(ALPHABET) for _ in range(choose.randint(1, 40))) for _ in range(count)]
        cut = [words(patterns, text) for text in texts]
        written += f"=== {name}\n{json.dumps(texts)}\n==> words\n{json.dumps(cut)}\n"
    pathlib.Path(__file__).with_name("pre_tokenizers.case").write_text(written, encoding="utf-8")
    write_vocabularies(count, choose)


main()
