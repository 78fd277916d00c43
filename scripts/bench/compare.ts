// Times one thing against another in the same run: absolute times say more about the machine.

export interface BenchResult {
  /** What was measured. */
  name: string;
  /** What it is compared with. */
  reference: string;
  /** Median seconds of each; `ratio` = seconds / referenceSeconds: smaller is better. */
  seconds: number;
  referenceSeconds: number;
  ratio: number;
}

/** Runs both in turn, so that whatever else the machine does falls on both alike. */
export async function compare(
  rounds: number,
  name: string,
  reference: string,
  prepare: () => [measured: () => Promise<unknown>, reference: () => Promise<unknown>],
): Promise<BenchResult> {
  const times: { measured: number[]; reference: number[] } = { measured: [], reference: [] };
  // The first round warms up: modules load, connections open.
  for (let round = 0; round <= rounds; round += 1) {
    const [runMeasured, runReference] = prepare();
    const measured = await secondsOf(runMeasured);
    const plain = await secondsOf(runReference);
    if (round === 0) continue;
    times.measured.push(measured);
    times.reference.push(plain);
  }
  const seconds = median(times.measured);
  const referenceSeconds = median(times.reference);
  return { name, reference, seconds, referenceSeconds, ratio: seconds / referenceSeconds };
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function randomBytes(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) {
    crypto.getRandomValues(bytes.subarray(at, Math.min(at + 65_536, size)));
  }
  return bytes;
}
