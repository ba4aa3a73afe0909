// Comparisons that name what differs. The journey stops at the first one.
export function expectEqual(what, actual, expected) {
  if (actual !== expected) {
    throw new Error(`${what}: expected ${expected}, found ${actual}`);
  }
}

/** Repeats a question until the answer satisfies the condition. */
export async function until(ask, isEnough, pauseMs = 50) {
  for (;;) {
    const answer = await ask();
    if (isEnough(answer)) {
      return answer;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
