/** The report's looks, in one sheet: no file, font or script from elsewhere. Blue against orange can be told apart by everybody. */
export const style = `
:root{color-scheme:light dark;--page:#fbfaf8;--card:#fff;--ink:#1d1f24;--quiet:#666b76;--line:#e3e1dc;--plain:#4c6fa8;--correct:#1f77b4;--incorrect:#e07b28;--scored:#4c6fa8;--abstained:#9a9ea8;--failed:#9b3d8f;--mark:#fde68a;--mark-ink:#1d1f24;--code:#f4f2ee}
@media (prefers-color-scheme:dark){:root{--page:#14161a;--card:#1c1f25;--ink:#e9e7e2;--quiet:#9aa0ac;--line:#31353e;--plain:#7fa3dd;--correct:#5aa9e6;--incorrect:#f0975a;--scored:#7fa3dd;--abstained:#7b808b;--failed:#cf7cc3;--mark:#7a5c0a;--mark-ink:#fff5d6;--code:#15171c}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1120px;margin:0 auto;padding:40px 20px 80px}
h1{font-size:34px;line-height:1.2;margin:4px 0 8px;letter-spacing:-.02em;text-wrap:balance}
h2{font-size:20px;margin:44px 0 12px;letter-spacing:-.01em}
h3{font-size:15px;margin:0 0 10px}
p{margin:0 0 10px;max-width:75ch}
.eyebrow,.quiet,figcaption,dt{color:var(--quiet)}
.eyebrow{font-size:14px}
code,pre{font:13px/1.5 ui-monospace,"SF Mono",Menlo,Consolas,monospace}
code{background:var(--code);border-radius:4px;padding:1px 5px;overflow-wrap:anywhere}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(138px,1fr));gap:12px;margin:26px 0}
.tile,.card,figure{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:16px 18px;margin:0;min-width:0}
.tile b{display:block;font-size:27px;line-height:1.2;letter-spacing:-.02em;font-weight:650}
.tile span{font-size:13px;color:var(--quiet);display:block}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(440px,100%),1fr));gap:14px}
figure+figure,figure+.card,.pair+figure,.pair+.card,.card+.card,.card+figure,figure+.pair{margin-top:14px}
.pair>*,.pair>*+*{margin-top:0!important}
figure{overflow-x:auto}
svg.broad{min-width:640px}
td code{overflow-wrap:normal}
figcaption{font-size:13.5px;margin-top:8px;max-width:80ch}
svg{display:block;width:100%;height:auto}
svg.shares{height:30px;border-radius:5px}
svg text{font:12px system-ui,sans-serif;fill:var(--quiet)}
svg .count{fill:var(--ink);font-weight:600}
svg .strong{fill:var(--ink);font-weight:600;font-size:13px}
svg .grid{stroke:var(--line)}
.fill-plain{fill:var(--plain)}.fill-correct{fill:var(--correct)}.fill-incorrect{fill:var(--incorrect)}.fill-scored{fill:var(--scored)}.fill-abstained{fill:var(--abstained)}.fill-failed{fill:var(--failed)}
.back-plain{background:var(--plain)}.back-correct{background:var(--correct)}.back-incorrect{background:var(--incorrect)}.back-scored{background:var(--scored)}.back-abstained{background:var(--abstained)}.back-failed{background:var(--failed)}
.legend{display:flex;flex-wrap:wrap;gap:4px 20px;list-style:none;margin:12px 0 0;padding:0;font-size:14px}
.swatch{display:inline-block;width:11px;height:11px;border-radius:3px;margin-right:7px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14.5px}
th,td{text-align:left;padding:7px 14px 7px 0;border-bottom:1px solid var(--line);vertical-align:top}
tr:last-child>*{border-bottom:0}
th{font-weight:600}
thead th{color:var(--quiet);font-weight:500;font-size:13px}
.right{text-align:right}
.bar{display:block;height:9px;border-radius:3px;min-width:2px}
td.wide{width:38%;vertical-align:middle}
details>summary{cursor:pointer;padding:5px 0;font-weight:600}
details>summary:focus-visible{outline:2px solid var(--plain);outline-offset:3px;border-radius:4px}
.sample{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--plain);border-radius:8px;padding:14px 16px;margin:10px 0}
.sample.correct{border-left-color:var(--correct)}.sample.incorrect{border-left-color:var(--incorrect)}.sample.abstained{border-left-color:var(--abstained)}.sample.failed{border-left-color:var(--failed)}
.sample header{display:flex;flex-wrap:wrap;gap:4px 14px;font-size:14px;margin-bottom:8px;align-items:baseline}
.sample dl{display:grid;grid-template-columns:72px 1fr;gap:5px 12px;margin:0;font-size:14.5px}
.sample dt{font-size:13px;padding-top:1px}
.sample dd{margin:0;min-width:0;overflow-wrap:anywhere;white-space:pre-wrap}
.sample pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;background:var(--code);border-radius:6px;padding:10px 12px}
mark{background:var(--mark);color:var(--mark-ink);border-radius:3px;padding:1px 2px}
.badge{border-radius:99px;padding:1px 10px;font-size:13px;font-weight:600;color:#fff}
.badge.back-incorrect,.badge.back-abstained{color:#1d1f24}
@media (prefers-color-scheme:dark){.badge{color:#14161a}}
@media print{body{background:#fff}.tile,.card,figure,.sample{break-inside:avoid}}
`;
