export { readPath, type ReadPath } from "./read-path.ts";
export { parseColumns, type Columns, type ColumnRole } from "./columns.ts";
export { isModuleReward, loadReward, type ModuleReward, type RewardSource } from "./load-reward.ts";
export { defaultPrefix, outputColumns, type OutputCells } from "./output-columns.ts";
export type { Sample, Samples } from "./samples.ts";
export { scoreFile, type ScoreFileOptions, type ScoreFileResult } from "./score-file.ts";
export type { ScoreFileProgress } from "./_progress.ts";
export type { DensityCell, LabelAgreement, PartSummary, PassAtK, Spread, Summary } from "./summary.ts";
export type { Histogram } from "./histogram.ts";
