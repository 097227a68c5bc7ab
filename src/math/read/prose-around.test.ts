import { expect, test } from "vitest";
import { read } from "./read.ts";

test.each(["Therefore $x = 5$", "The largest $n$ is 34", "It is \\(x^2+1\\)", "we get $2$, $3$ and $5$"])(
  "%s is a sentence, not a product of letters",
  (source) =>
    expect(read(source)).toMatchObject({ status: "unread", why: expect.stringContaining("outside the formula") }),
);

test.each(["$3$ and $4$", "$x$ or $y$", "$5$ cm", "$90$ degrees", "$5$ per hour", "\\$5", "\\(3\\) meters"])(
  "%s is an answer",
  (source) => expect(read(source).status).toBe("read"),
);
