/** A rule of form and how it was broken, if it was. */
export interface Rule {
  readonly name: string;
  readonly fault: string | undefined;
}

interface TagOptions {
  readonly tags: readonly string[];
  readonly firstOpening: "required" | "optional";
  readonly outside: "forbidden" | "allowed";
  readonly empty: "forbidden" | "allowed";
}

interface Mark {
  readonly tag: string;
  readonly closes: boolean;
  readonly start: number;
  readonly end: number;
}

/** Rules on tags: `tags`, `order`, `outside` (where text outside is forbidden) and `content` (where none may be empty). */
export function checkTags(text: string, options: TagOptions): readonly Rule[] {
  const { tags, firstOpening, outside, empty } = options;
  const found = marksIn(text, tags);
  const first = tags[0];
  const opensInPrompt =
    firstOpening === "optional" && first !== undefined && !found.some(({ tag, closes }) => tag === first && !closes);
  const marks = opensInPrompt ? [{ tag: first, closes: false, start: 0, end: 0 }, ...found] : found;
  const counted = countFault(marks, tags);
  const ordered = counted ?? orderFault(marks, tags);
  return [
    { name: "tags", fault: counted },
    { name: "order", fault: ordered },
    ...(outside === "forbidden" ? [{ name: "outside", fault: ordered ?? outsideFault(text, marks) }] : []),
    ...(empty === "forbidden" ? [{ name: "content", fault: ordered ?? emptyFault(text, marks) }] : []),
  ];
}

function marksIn(text: string, tags: readonly string[]): readonly Mark[] {
  const wanted = new Set(tags);
  const marks: Mark[] = [];
  for (const match of text.matchAll(/<(\/?)([A-Za-z][\w-]{0,40})>/g)) {
    const tag = match[2] ?? "";
    if (wanted.has(tag)) {
      marks.push({ tag, closes: match[1] === "/", start: match.index, end: match.index + match[0].length });
    }
  }
  return marks;
}

function countFault(marks: readonly Mark[], tags: readonly string[]): string | undefined {
  for (const tag of tags) {
    for (const closes of [false, true]) {
      const count = marks.filter((mark) => mark.tag === tag && mark.closes === closes).length;
      if (count !== 1) return `<${closes ? "/" : ""}${tag}> occurs ${count} times`;
    }
  }
  return undefined;
}

function orderFault(marks: readonly Mark[], tags: readonly string[]): string | undefined {
  const wanted = tags.flatMap((tag) => [`<${tag}>`, `</${tag}>`]);
  const written = marks.map(({ tag, closes }) => `<${closes ? "/" : ""}${tag}>`);
  const wrong = wanted.findIndex((mark, index) => written[index] !== mark);
  return wrong === -1 ? undefined : `${written[wrong] ?? "nothing"} where ${wanted[wrong] ?? "nothing"} belongs`;
}

function outsideFault(text: string, marks: readonly Mark[]): string | undefined {
  let from = 0;
  for (const mark of [...marks, { closes: false, start: text.length, end: text.length }]) {
    if (!mark.closes) {
      const between = text.slice(from, mark.start).trim();
      if (between !== "") return `text outside the tags: ${JSON.stringify(between.slice(0, 40))}`;
    }
    from = mark.end;
  }
  return undefined;
}

function emptyFault(text: string, marks: readonly Mark[]): string | undefined {
  const empty = marks.find(
    (mark, index) => mark.closes && text.slice(marks[index - 1]?.end ?? 0, mark.start).trim() === "",
  );
  return empty === undefined ? undefined : `<${empty.tag}> is empty`;
}
