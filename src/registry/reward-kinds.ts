import * as core from "../core/index.ts";
import * as judge from "../reward/judge/index.ts";
import * as logprobs from "../reward/logprobs/index.ts";
import * as shape from "../reward/shape/index.ts";
import * as steps from "../reward/steps/index.ts";
import * as verify from "../reward/verify/index.ts";

/** Every kind of reward that the rooms' doors show, sorted by name. A new one needs no entry here: its room's door is enough. */
export function rewardKinds(): readonly core.RewardFactory[] {
  return kinds;
}

const kinds = [core, verify, judge, logprobs, steps, shape]
  .flatMap((door) => Object.values<unknown>(door))
  .filter(core.isRewardFactory)
  .sort((a, b) => (a.rewardName < b.rewardName ? -1 : 1));
