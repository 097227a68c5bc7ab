export { rewardFrom, type RewardFromOptions } from "./reward-from.ts";
export { rewardKinds } from "./reward-kinds.ts";
