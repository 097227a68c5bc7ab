/** ISO 639-3 to ISO 639-1, for the languages that can be told apart; without a two-letter code the same code twice. */
const twoLetters: Readonly<Record<string, string>> = {
  amh: "am",
  arb: "ar",
  azj: "az",
  bel: "be",
  ben: "bn",
  bho: "bho",
  bos: "bs",
  bul: "bg",
  ceb: "ceb",
  ces: "cs",
  ckb: "ckb",
  cmn: "zh",
  deu: "de",
  ell: "el",
  eng: "en",
  fra: "fr",
  fuv: "ff",
  guj: "gu",
  hau: "ha",
  hin: "hi",
  hms: "hms",
  hnj: "hnj",
  hrv: "hr",
  hun: "hu",
  ibo: "ig",
  ilo: "ilo",
  ind: "id",
  ita: "it",
  jav: "jv",
  jpn: "ja",
  kan: "kn",
  kaz: "kk",
  kin: "rw",
  kor: "ko",
  lin: "ln",
  mad: "mad",
  mag: "mag",
  mai: "mai",
  mal: "ml",
  mar: "mr",
  mya: "my",
  nld: "nl",
  npi: "ne",
  nya: "ny",
  pan: "pa",
  pbu: "ps",
  pes: "fa",
  plt: "mg",
  pol: "pl",
  por: "pt",
  qug: "qu",
  ron: "ro",
  run: "rn",
  rus: "ru",
  sin: "si",
  skr: "skr",
  som: "so",
  spa: "es",
  srp: "sr",
  sun: "su",
  swe: "sv",
  swh: "sw",
  tam: "ta",
  tel: "te",
  tgl: "tl",
  tha: "th",
  tur: "tr",
  ukr: "uk",
  urd: "ur",
  uzn: "uz",
  vie: "vi",
  yor: "yo",
  zlm: "ms",
  zul: "zu",
  zyb: "za",
};

const known = new Map(
  Object.entries(twoLetters).flatMap(
    ([three, two]) =>
      [
        [three, two],
        [two, two],
      ] as const,
  ),
);

/** The short code of a language named by either code, `zh-CN` and `zho` included; undefined where it is not known. */
export function toLanguage(code: string): string | undefined {
  const base = code.toLowerCase().split(/[-_]/)[0] ?? "";
  return known.get(macro[base] ?? base);
}

const macro: Readonly<Record<string, string>> = {
  zho: "zh",
  ara: "ar",
  fas: "fa",
  msa: "ms",
  nep: "ne",
  swa: "sw",
  uzb: "uz",
  aze: "az",
  mlg: "mg",
};

export function languageNames(): readonly string[] {
  return [...new Set(known.values())].sort();
}
