/** @file Words where a value could stand: an answer in words, a number in words, or the text of a \text{...}. */

import { text, type Tree } from "../tree.ts";
import { isOperator, peek, type Reader, take } from "./_reader.ts";
import { stop } from "./_token.ts";

const longestText = 400;

/** Reads the words that come next as one answer. */
export function readWords(reader: Reader): Tree {
  const first = take(reader);
  let phrase = first.text;
  let words = 1;
  while (peek(reader).kind === first.kind) {
    phrase += ` ${take(reader).text}`;
    words++;
    if (phrase.length > longestText) throw stop("a long text", first.start);
  }
  const after = peek(reader);
  // "Area = 5" says what it is that equals 5.
  if (reader.at === words && (isOperator(after, "=") || isOperator(after, "approx"))) return text(phrase);
  if (after.kind !== "end" && after.kind !== "separator" && after.kind !== "close")
    throw stop("words before a formula", first.start);
  return reader.alone(phrase) ?? text(phrase);
}
