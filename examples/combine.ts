/** Rewards made of rewards: form opens the gate, being right counts most, and every part keeps its name. */
import { gate, sum } from "goodhart";
import { format, length, math } from "goodhart/verify";

const reward = gate({
  when: format({ tags: ["think", "answer"] }),
  of: sum({
    parts: {
      right: { of: math() },
      short: { of: length({ unit: "words", max: 20, falloff: 20 }), weight: 0.1 },
    },
  }),
});

const scores = await reward({
  task: { id: "1", prompt: "What is 6 * 7?", truth: "42" },
  rollouts: [
    { text: "<think>6 * 7 = 42</think><answer>42</answer>" },
    { text: "<think>6 * 7 = 42</think><answer>43</answer>" },
    { text: "42" },
  ],
});

for (const score of scores) {
  if (score.status === "scored") console.log(score.value.toFixed(2), score.reason, Object.keys(score.parts ?? {}));
}
console.log(JSON.stringify(reward.spec, null, 2));
