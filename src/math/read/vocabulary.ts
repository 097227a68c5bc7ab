/** @file What every command, Unicode sign and plain word means. To teach the reader a new spelling, add it here. */

import type { TokenKind } from "./_token.ts";

export interface Meaning {
  readonly kind:
    | TokenKind
    | "skip"
    | "skip-argument"
    | "space"
    | "wide-space"
    | "style"
    | "box"
    | "words"
    | "side"
    | "letters";
  readonly text: string;
}

type Spellings = Readonly<Record<string, string>>;

/** Operators and relations: canonical name, then every spelling (`\command`, sign). */
const operators: Spellings = {
  "+": "+ ＋ ⁺",
  "-": "- − – — ﹣ － ‐ ‑ ‒",
  "*": "* \\times \\cdot \\ast \\star \\centerdot \\bullet × · ⋅ ∗ • ∙ ・ ⨯",
  "/": "/ \\slash ∕ ⁄ ／",
  "÷": "÷ \\div",
  cross: "⨉",
  "^": "^ \\sp ＾",
  _: "_ \\sb",
  "!": "! ！",
  "%": "% \\% ％ ٪",
  permille: "‰",
  degree: "\\circ \\degree \\degrees ° º ˚ \\textdegree",
  "'": "' \\prime ′ ’ ‘ ʹ",
  "''": '″ " ”',
  "=": "= \\eq ＝ ≡= ≔ \\coloneqq \\triangleq ≜ \\doteq",
  "!=": "\\ne \\neq \\not= ≠",
  "<": "\\lt < ＜",
  "<=": "\\le \\leq \\leqslant \\leqq ≤ ⩽ ≦",
  ">": "\\gt > ＞",
  ">=": "\\ge \\geq \\geqslant \\geqq ≥ ⩾ ≧",
  approx: "\\approx \\thickapprox \\simeq \\cong \\sim \\doteqdot ≈ ≃ ≅ ≐ ∼",
  in: "\\in \\isin ∈ ∊",
  notin: "\\notin \\not\\in ∉",
  contains: "\\ni ∋",
  subset: "\\subset \\subseteq ⊂ ⊆ \\subsetneq ⊊",
  superset: "\\supset \\supseteq ⊃ ⊇",
  congruent: "\\equiv ≡",
  proportional: "\\propto ∝",
  maps: "\\mapsto \\to \\rightarrow \\longrightarrow \\longmapsto → ↦ ⟶",
  plusminus: "\\pm ±",
  minusplus: "\\mp ∓",
  union: "\\cup \\bigcup ∪ ⋃",
  intersection: "\\cap \\bigcap ∩ ⋂",
  difference: "\\setminus \\smallsetminus \\backslash ∖",
  mod: "\\bmod \\mod",
  pmod: "\\pmod \\pod",
  ":": ": \\colon ： ∶",
  implies: "\\implies \\Rightarrow \\Longrightarrow ⇒ ⟹",
  iff: "\\iff \\Leftrightarrow \\Longleftrightarrow \\leftrightarrow ⇔ ⟺",
  conjunction: "\\land \\wedge ∧",
  disjunction: "\\lor \\vee ∨",
  not: "\\lnot \\neg ¬",
  forall: "\\forall ∀",
  exists: "\\exists ∃",
  dots: "\\ldots \\dots \\cdots \\dotsc \\dotsb \\dotsm \\hdots \\vdots \\ddots … ⋯",
};

const brackets: readonly (readonly [Meaning["kind"], string, string])[] = [
  ["open", "(", "( \\lparen （"],
  ["close", ")", ") \\rparen ）"],
  ["open", "[", "[ \\lbrack ［"],
  ["close", "]", "] \\rbrack ］"],
  ["open", "{", "{"],
  ["close", "}", "}"],
  ["open", "set", "\\{ \\lbrace ｛"],
  ["close", "set", "\\} \\rbrace ｝"],
  ["open", "angle", "\\langle ⟨ 〈"],
  ["close", "angle", "\\rangle ⟩ 〉"],
  ["open", "floor", "\\lfloor ⌊"],
  ["close", "floor", "\\rfloor ⌋"],
  ["open", "ceil", "\\lceil ⌈"],
  ["close", "ceil", "\\rceil ⌉"],
  ["bar", "|", "| \\vert \\mid ∣ ｜"],
  ["bar", "left", "\\lvert"],
  ["bar", "right", "\\rvert"],
  ["bar", "norm", "\\| \\Vert ‖ ∥"],
  ["bar", "left-norm", "\\lVert"],
  ["bar", "right-norm", "\\rVert"],
  ["separator", ",", ", ， 、"],
  ["separator", ";", "; ；"],
  ["separator", "row", "\\\\ \\cr \\newline"],
  ["separator", "&", "&"],
  ["currency", "USD", "\\$ \\textdollar ＄ \\dollar"],
  ["currency", "EUR", "€ \\euro \\texteuro"],
  ["currency", "GBP", "£ \\pounds \\textsterling"],
  ["currency", "JPY", "¥ ￥ \\yen \\textyen"],
  ["currency", "INR", "₹"],
  ["currency", "KRW", "₩"],
  ["currency", "RUB", "₽"],
  [
    "skip",
    "",
    "\\displaystyle \\textstyle \\scriptstyle \\scriptscriptstyle \\limits \\nolimits \\! \\: \\negthinspace \\hfill \\hline \\nonumber \\notag \\normalfont \\rm \\it \\bf \\cal \\sf \\tt \\small \\large \\Large \\huge \\tiny \\normalsize \\centering \\/ \\therefore \\because \\( \\) \\[ \\] \\allowbreak \\nobreak \\relax \\protect \\noindent \\square \\blacksquare \\qed \\checkmark ∎ ∴ ✓ ✔ □ ■",
  ],
  [
    "skip-argument",
    "",
    "\\hspace \\vspace \\label \\color \\phantom \\hphantom \\vphantom \\tag \\mskip \\hskip \\textcolor \\cellcolor \\rule \\ref \\eqref \\hspace* \\vspace*",
  ],
  ["space", "", "\\, \\; \\> \\  \\space \\thinspace \\medspace \\thickspace \\enspace \\nobreakspace ~"],
  ["wide-space", "", "\\quad \\qquad"],
  ["side", "left", "\\left \\bigl \\Bigl \\biggl \\Biggl \\mleft"],
  ["side", "right", "\\right \\bigr \\Bigr \\biggr \\Biggr \\mright"],
  ["side", "", "\\big \\Big \\bigg \\Bigg \\middle \\bigm \\Bigm"],
  [
    "style",
    "",
    "\\mathbf \\mathit \\boldsymbol \\bm \\mathcal \\mathscr \\mathfrak \\ensuremath \\mathstrut \\underline \\vec \\overrightarrow \\hat \\widehat \\pmb \\cancel \\mathclose \\mathopen \\mathbin \\mathrel \\mathord \\mathpunct \\mathinner \\smash \\emph \\variable \\tilde \\widetilde",
  ],
  ["box", "", "\\boxed \\fbox \\framebox"],
  [
    "words",
    "text",
    "\\text \\textbf \\textit \\textrm \\textsf \\texttt \\textnormal \\textup \\textsc \\mbox \\hbox \\textmd \\textsl",
  ],
  [
    "letters",
    "",
    "\\mathrm \\operatorname \\operatorname* \\mathsf \\mathtt \\mathop \\DeclareMathOperator \\mathnormal",
  ],
];

/** Functions: canonical name, then every spelling, with or without a backslash. */
export const functionSpellings: Spellings = {
  sin: "sin sen",
  cos: "cos",
  tan: "tan tg",
  cot: "cot ctg cotg cotan",
  sec: "sec",
  csc: "csc cosec",
  arcsin: "arcsin asin",
  arccos: "arccos acos",
  arctan: "arctan atan arctg",
  arccot: "arccot acot arcctg",
  arcsec: "arcsec asec",
  arccsc: "arccsc acsc",
  sinh: "sinh sh",
  cosh: "cosh ch",
  tanh: "tanh th",
  coth: "coth cth",
  sech: "sech",
  csch: "csch",
  arcsinh: "arcsinh asinh arsinh",
  arccosh: "arccosh acosh arcosh",
  arctanh: "arctanh atanh artanh",
  arccoth: "arccoth acoth arcoth",
  arcsech: "arcsech asech arsech",
  arccsch: "arccsch acsch arcsch",
  log: "log",
  ln: "ln",
  lg: "lg log10",
  lb: "lb log2",
  exp: "exp",
  sqrt: "sqrt",
  cbrt: "cbrt",
  root: "nthroot",
  abs: "abs Abs",
  floor: "floor",
  ceil: "ceil ceiling",
  round: "round",
  sign: "sgn sign",
  gcd: "gcd hcf GCD HCF",
  lcm: "lcm LCM",
  max: "max Max",
  min: "min Min",
  re: "Re",
  im: "Im",
  conjugate: "conj",
  arg: "arg Arg",
  determinant: "det",
  trace: "tr trace Tr",
  transpose: "transpose",
  factorial: "factorial",
  binomial: "binom binomial nCr choose comb",
  permutations: "nPr perm",
  sum: "sum",
  product: "product",
  integral: "integral",
  derivative: "derivative",
  limit: "limit",
};

/** Constructs that read their own arguments. */
const commands: Spellings = {
  frac: "\\frac \\dfrac \\tfrac \\cfrac \\nicefrac \\sfrac \\fraction",
  sqrt: "\\sqrt \\surd √",
  cbrt: "∛",
  fourth: "∜",
  binom: "\\binom \\dbinom \\tbinom",
  over: "\\over",
  choose: "\\choose",
  sum: "\\sum ∑",
  product: "\\prod ∏",
  integral: "\\int ∫ \\intop",
  limit: "\\lim",
  partial: "\\partial ∂",
  overline: "\\overline \\bar",
  begin: "\\begin",
  end: "\\end",
  blackboard: "\\mathbb \\Bbb",
  stack: "\\overset \\underset \\stackrel",
  transposed: "\\top \\intercal ⊤ ᵀ",
  dot: "\\dot \\ddot",
  bounded: "\\substack",
};

/** Symbols: name in the tree, then its spellings. Greek letters are added below. */
const symbols: Spellings = {
  infinity: "\\infty \\infin ∞",
  emptyset: "\\emptyset \\varnothing \\O ∅ \\empty",
  reals: "ℝ \\R \\reals \\Reals",
  integers: "ℤ \\Z \\integers",
  naturals: "ℕ \\N \\naturals",
  rationals: "ℚ \\Q",
  complexes: "ℂ \\C \\Complex",
  ell: "\\ell ℓ",
  hbar: "\\hbar ℏ",
  i: "\\imath ⅈ ⅉ \\imaginaryI",
  j: "\\jmath",
  e: "ⅇ \\exponentialE \\eulerE",
  nabla: "\\nabla ∇",
  angle: "\\angle ∠ \\measuredangle",
  triangle: "\\triangle △ \\bigtriangleup",
  perpendicular: "\\perp ⊥",
  parallel: "\\parallel",
};

const greek =
  "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi psi omega".split(
    " ",
  );
const greekLetters = "αβγδεζηθικλμνξοπρστυφχψω";
const greekCapitals = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ";
const greekVariants: Spellings = {
  epsilon: "\\varepsilon ϵ",
  theta: "\\vartheta ϑ",
  pi: "\\varpi ϖ",
  rho: "\\varrho ϱ",
  sigma: "\\varsigma ς",
  phi: "\\varphi ϕ",
  kappa: "\\varkappa ϰ",
  mu: "µ",
};

/** Plain words that are mathematics wherever they stand. */
const words: readonly (readonly [TokenKind, string, string])[] = [
  ["operator", "degree", "degrees degree deg"],
  ["operator", "%", "percent percents percentage pct"],
  ["operator", "mod", "mod"],
  ["operator", "union", "union cup"],
  ["operator", "intersection", "cap"],
  ["name", "infinity", "infinity infty inf oo Infinity"],
  ["separator", "and", "and 和"],
  ["separator", "or", "or 或"],
  ["separator", "if", "if when where for otherwise otherwise. if, otherwise, else"],
];

const signs = new Map<string, Meaning>();
const names = new Map<string, Meaning>();

function learn(kind: Meaning["kind"], text: string, spellings: string): void {
  const meaning: Meaning = { kind, text };
  // "\ " (backslash, blank) is the one spelling with a blank inside.
  for (const spelling of spellings.replace("\\  ", "\\\u0001 ").split(" ")) {
    const name = spelling.replace("\u0001", " ");
    if (name.startsWith("\\") && name.length > 1) commandMeanings.set(name.slice(1), meaning);
    else signs.set(name, meaning);
  }
}

const commandMeanings = new Map<string, Meaning>();

for (const [text, spellings] of Object.entries(operators)) learn("operator", text, spellings);
for (const [kind, text, spellings] of brackets) learn(kind, text, spellings);
for (const [text, spellings] of Object.entries(commands)) learn("command", text, spellings);
for (const [text, spellings] of Object.entries(symbols)) learn("name", text, spellings);
for (const [text, spellings] of Object.entries(greekVariants)) learn("name", text, spellings);
greek.forEach((name, index) => {
  const capital = name.charAt(0).toUpperCase() + name.slice(1);
  learn("name", name, `\\${name} ${greekLetters.charAt(index)}`);
  learn("name", capital, `\\${capital} ${greekCapitals.charAt(index)}`);
  names.set(name, { kind: "name", text: name });
  if (name.length > 2) names.set(capital, { kind: "name", text: capital });
});
for (const [text, spellings] of Object.entries(functionSpellings)) {
  const meaning: Meaning = { kind: "function", text };
  for (const spelling of spellings.split(" ")) {
    names.set(spelling, meaning);
    if (!commandMeanings.has(spelling)) commandMeanings.set(spelling, meaning);
  }
}
// Two letters that are variables far more often than hyperbolic functions, unless a backslash says otherwise.
for (const short of ["sh", "ch", "th", "tr", "lb", "lg"]) names.delete(short);
names.set("lg", { kind: "function", text: "lg" });
for (const [kind, text, spellings] of words) {
  for (const spelling of spellings.split(" ")) names.set(spelling, { kind, text });
}
// `\P`-like commands that mean a sign in text but a letter in formulas are left out on purpose.
commandMeanings.delete("deg");
commandMeanings.set("deg", { kind: "operator", text: "degree" });

/** What `\name` means (the name without its backslash), or undefined. */
export function commandMeaning(name: string): Meaning | undefined {
  return commandMeanings.get(name);
}

/** What one sign (a code unit) means, or undefined. */
export function signMeaning(sign: string): Meaning | undefined {
  return signs.get(sign);
}

/** What a run of letters means, or undefined where it is no mathematical word. */
export function wordMeaning(word: string): Meaning | undefined {
  return names.get(word);
}
