/** @file Calendar dates and times of day: "4:30 p.m.", "June 20, 2024", "2024-06-20", "20 June", "6/20/2024". */

import type { DateTree } from "../tree.ts";

const months = "january february march april may june july august september october november december".split(" ");

function monthNamed(word: string): number | undefined {
  const lower = word.toLowerCase().replace(/\.$/, "");
  const index = months.findIndex(
    (month) =>
      month === lower || (lower.length === 3 && month.startsWith(lower)) || (lower === "sept" && month === "september"),
  );
  return index < 0 ? undefined : index + 1;
}

const longestDate = 40;

/** The date or time that the whole text says, or undefined. Numeric dates with slashes have the month first, where that can be. */
export function dateOf(source: string): DateTree | undefined {
  if (source.length > longestDate || source.length < 3) return undefined;
  return timeOf(source) ?? isoDate(source) ?? slashedDate(source) ?? wordedDate(source);
}

const timePattern = /^(\d{1,2})(?::(\d{2}))?(?::(\d{2}))? ?([ap])\.? ?m\.?$/i;
const clockPattern = /^(\d{1,2}):(0\d)(?::(\d{2}))?(?: ?(?:hours|hrs|h|o'clock))?$|^(\d{1,2}):(\d{2}):(\d{2})$/;

function timeOf(source: string): DateTree | undefined {
  const match = timePattern.exec(source);
  if (match !== null) {
    const [, hours, minutes, seconds, half] = match;
    const hour = Number(hours);
    if (hour < 1 || hour > 12) return undefined;
    return clock((hour % 12) + (half?.toLowerCase() === "p" ? 12 : 0), Number(minutes ?? 0), seconds);
  }
  const plain = clockPattern.exec(source);
  if (plain === null) return undefined;
  return clock(Number(plain[1] ?? plain[4]), Number(plain[2] ?? plain[5]), plain[3] ?? plain[6]);
}

function clock(hour: number, minute: number, seconds: string | undefined): DateTree | undefined {
  const second = seconds === undefined ? undefined : Number(seconds);
  if (hour > 24 || minute > 59 || (second ?? 0) > 59) return undefined;
  return { kind: "date", hour, minute, ...(second === undefined ? {} : { second }) };
}

function isoDate(source: string): DateTree | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(source);
  return match === null ? undefined : calendar(Number(match[1]), Number(match[2]), Number(match[3]));
}

function slashedDate(source: string): DateTree | undefined {
  const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(source);
  if (match === null) return undefined;
  const [first, second, year] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return first > 12 ? calendar(year, second, first) : calendar(year, first, second);
}

function wordedDate(source: string): DateTree | undefined {
  const words = source
    .replaceAll(",", " ")
    .split(/ +/)
    .filter((word) => word !== "" && word.toLowerCase() !== "of" && word.toLowerCase() !== "the");
  if (words.length < 2 || words.length > 3) return undefined;
  const at = words.findIndex((word) => monthNamed(word) !== undefined);
  const month = monthNamed(words[at] ?? "");
  if (month === undefined) return undefined;
  const rest = words.filter((_, index) => index !== at);
  let day: number | undefined;
  let year: number | undefined;
  for (const word of rest) {
    const match = /^(\d{1,4})(?:st|nd|rd|th)?$/.exec(word);
    if (match === null) return undefined;
    const value = Number(match[1]);
    if (value > 31 && year === undefined) year = value;
    else if (day === undefined) day = value;
    else return undefined;
  }
  return calendar(year, month, day);
}

function calendar(year: number | undefined, month: number, day: number | undefined): DateTree | undefined {
  if (month < 1 || month > 12 || (day !== undefined && (day < 1 || day > 31))) return undefined;
  return { kind: "date", ...(year === undefined ? {} : { year }), month, ...(day === undefined ? {} : { day }) };
}
