/** @file The door of the reader: a source in any notation in, one tree out, or the reason and the place why not. */

import { type Budget, createBudget, isBudgetExceeded } from "../../core/index.ts";
import { children, number, type Tree } from "../tree.ts";
import { isDigit, isLetter, isSpace } from "./_character.ts";
import { Power, peek, type Reader, type Statements, unexpected } from "./_reader.ts";
import { isStop, stop, type Token } from "./_token.ts";
import { dateOf } from "./dates.ts";
import { spellDots } from "./dots.ts";
import { join } from "./lists.ts";
import { functionLettersOf } from "./names.ts";
import { expression } from "./parse.ts";
import { proseAround } from "./prose-around.ts";
import { scan } from "./scan.ts";
import { secondLook } from "./second-look.ts";
import {
  answerInLatexWords,
  answerInProse,
  answerInWords,
  choiceBefore,
  timeInLatex,
  wordInMathematics,
} from "./text-answers.ts";

export interface ReadOptions {
  /** Limits on nesting, signs and digits. Default: a fresh `createBudget()`. */
  readonly budget?: Budget;
  /** "latex": a run of letters is a product; "plain": it is a word. Default "auto": LaTeX where a backslash, `$...$`, `^{` or `_{` is seen. */
  readonly syntax?: "auto" | "latex" | "plain";
  /** The base of `\log` where none is written. Default 10, as in school and competition mathematics; `\ln` is always base e. */
  readonly logBase?: 10 | "e";
  /** Read `3,14` as 3.14. Default false: a comma that does not group thousands separates. */
  readonly decimalComma?: boolean;
}

export type Reading =
  | { readonly status: "read"; readonly tree: Tree }
  /** `at` is the offset in the source where reading stopped. */
  | { readonly status: "unread"; readonly why: string; readonly at: number };

/**
 * Reads LaTeX, Unicode or plain text into a tree. The whole source is consumed or nothing is: malformed input comes back
 * "unread" with the place, never as a number found inside it. Takes linear time; never throws.
 */
export function read(source: string, options: ReadOptions = {}): Reading {
  try {
    return {
      status: "read",
      tree: smallInteger(source) ?? readWhole(source, options, options.budget ?? createBudget(), 0),
    };
  } catch (thrown) {
    if (isStop(thrown)) return { status: "unread", why: thrown.why, at: thrown.at };
    if (isBudgetExceeded(thrown)) return { status: "unread", why: thrown.message, at: 0 };
    throw thrown;
  }
}

/** The commonest answer of all, without a scanner. */
function smallInteger(source: string): Tree | undefined {
  if (source.length > 15) return undefined;
  const from = source.charCodeAt(0) === 45 ? 1 : 0;
  if (source.length === from) return undefined;
  for (let i = from; i < source.length; i++) if (!isDigit(source.charCodeAt(i))) return undefined;
  return number(Number(source));
}

/** \text{...} inside \text{...} and words inside those: no deeper. */
const deepestText = 3;

function readWhole(source: string, options: ReadOptions, budget: Budget, level: number): Tree {
  const longest = budget.limits.nodes + budget.limits.digits;
  if (source.length > longest) throw stop(`longer than ${longest} characters`, longest);
  const { from, to } = bounds(source);
  if (from >= to) throw stop("nothing to read", 0);
  const trimmed = source.slice(from, to);
  const latex =
    options.syntax === undefined || options.syntax === "auto" ? looksLikeLatex(trimmed) : options.syntax === "latex";
  const prose = latex ? proseAround(trimmed) : undefined;
  if (prose !== undefined) {
    throw stop(`the word "${prose}" outside the formula`, from + Math.max(0, trimmed.indexOf(prose)));
  }
  const labelled = level < deepestText ? choiceBefore(trimmed) : undefined;
  if (labelled !== undefined) {
    // "(C) 7" says that the choice C is 7; where the rest cannot be read, neither can the whole.
    const value = readWhole(trimmed.slice(labelled.from), options, budget, level + 1);
    return { kind: "relation", ops: ["="], sides: [{ kind: "symbol", name: labelled.letter }, value] };
  }
  try {
    const words = latex
      ? (wordInMathematics(trimmed) ?? timeInLatex(trimmed))
      : (dateOf(trimmed) ?? answerInWords(trimmed));
    return words ?? readFormula(trimmed, latex, options, budget, level);
  } catch (thrown) {
    if (!isStop(thrown)) throw thrown;
    const said = latex ? answerInLatexWords(trimmed) : answerInProse(trimmed);
    if (said !== undefined) return said;
    const mended = level < deepestText ? secondLook(trimmed) : undefined;
    if (mended !== undefined) return readMended(mended, options, budget, level + 1, stop(thrown.why, thrown.at + from));
    throw stop(thrown.why, thrown.at + from);
  }
}

/** A second look that fails too leaves the first reason. */
function readMended(source: string, options: ReadOptions, budget: Budget, level: number, first: unknown): Tree {
  try {
    return readWhole(source, options, budget, level);
  } catch (thrown) {
    throw isStop(thrown) ? first : thrown;
  }
}

/** The source without blanks, bold markers and final punctuation around it. */
function bounds(source: string): { from: number; to: number } {
  let from = 0;
  let to = source.length;
  for (;;) {
    while (from < to && isSpace(source.charCodeAt(from))) from++;
    while (to > from && isFinal(source, to - 1)) to--;
    if (to - from > 4 && source.startsWith("**", from) && source.startsWith("**", to - 2)) {
      from += 2;
      to -= 2;
    } else return { from, to };
  }
}

/** A blank, comma or semicolon at the end means nothing; nor does one full stop, but three are dots. */
function isFinal(source: string, at: number): boolean {
  const code = source.charCodeAt(at);
  if (isSpace(code)) return source.charCodeAt(at - 1) !== 92;
  if (code === 46 || code === 0x3002)
    return source.charCodeAt(at - 1) !== 46 && !/[ap]\.m$/i.test(source.slice(Math.max(at - 3, 0), at));
  return (code === 44 || code === 59) && source.charCodeAt(at - 1) !== 92;
}

function looksLikeLatex(source: string): boolean {
  if (source.includes("\\")) return true;
  const dollar = source.indexOf("$");
  if (dollar >= 0 && source.indexOf("$", dollar + 1) > 0 && !isDigit(source.charCodeAt(source.lastIndexOf("$") + 1)))
    return true;
  return source.includes("^{") || source.includes("{}") || hasGroupBelow(source);
}

/** `log_{2}`, `∑_{i=1}`, `sqrt{2}`: a group that is neither a set nor the subscript of a letter, `a_{n+1}`. */
function hasGroupBelow(source: string): boolean {
  for (let at = source.indexOf("{"); at >= 0; at = source.indexOf("{", at + 1)) {
    if (isLetter(source.charCodeAt(at - 1))) return true;
    if (
      source.charCodeAt(at - 1) === 95 &&
      (!isLetter(source.charCodeAt(at - 2)) || isLetter(source.charCodeAt(at - 3)))
    )
      return true;
  }
  return false;
}

function readFormula(source: string, latex: boolean, options: ReadOptions, budget: Budget, level: number): Tree {
  const tokens = scan(source, { budget, latex, decimalComma: options.decimalComma ?? false });
  budget.spend(tokens.length);
  const reader = createReader(source, tokens, latex, options, budget, level);
  const statements = readStatements(reader);
  const rest = peek(reader);
  if (rest.kind !== "end") throw unexpected(rest);
  const tree = join(statements);
  checkDepth(tree, tokens.length, budget);
  return tokens.some((token) => token.kind === "operator" && token.text === "dots") ? spellDots(tree) : tree;
}

function createReader(
  source: string,
  tokens: readonly Token[],
  latex: boolean,
  options: ReadOptions,
  budget: Budget,
  level: number,
): Reader {
  const reader: Reader = {
    source,
    tokens,
    budget,
    latex,
    logBase: options.logBase ?? 10,
    functionLetters: functionLettersOf({ tokens }),
    at: 0,
    depth: 0,
    open: undefined,
    bars: 0,
    squares: 0,
    element: false,
    outward: false,
    differential: undefined,
    boundI: 0,
    operand: () => expression(reader, Power.postfix + 1),
    expression: (minimum) => expression(reader, minimum),
    statements: () => readStatements(reader),
    alone: (words) => {
      if (level >= deepestText) return undefined;
      try {
        return readWhole(words, { ...options, syntax: "auto" }, budget, level + 1);
      } catch (thrown) {
        if (isStop(thrown)) return undefined;
        throw thrown;
      }
    },
  };
  return reader;
}

/** Statements until a closing bracket, the end, or a sign that belongs to whoever asked. */
function readStatements(reader: Reader): Statements {
  const items: Tree[] = [];
  const separators: string[] = [];
  for (;;) {
    items.push(reader.expression(Power.statement));
    let token = peek(reader);
    if (token.kind !== "separator" || token.text === "&" || token.text === "if") break;
    while (token.kind === "separator" && token.text !== "&") {
      separators.push(token.text);
      reader.at++;
      token = peek(reader);
    }
    if (token.kind === "end") break;
  }
  return { items, separators };
}

/** Long chains of one operator nest without recursion in the grammar; whoever walks the tree recurses. */
function checkDepth(tree: Tree, size: number, budget: Budget): void {
  const limit = budget.limits.depth;
  if (size <= limit) return;
  let level: readonly Tree[] = [tree];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) throw stop(`nested deeper than ${limit}`, 0);
    level = level.flatMap(children);
  }
}

/** Reads or gives undefined; for callers that do not ask why. */
export function readTree(source: string, options: ReadOptions = {}): Tree | undefined {
  const reading = read(source, options);
  return reading.status === "read" ? reading.tree : undefined;
}
